import type { Created } from '../district/intake-client';
import { dayOf, at as instantAt, nextWorkingDay, previousWorkingDay } from '../district/working-days';
import type { Happening } from './happenings';

/** The figures of one unit on the daily ranking card, computed beside the product. */
export interface UnitFigures {
  claimedMet: number;
  claimedDue: number;
  repliedMet: number;
  repliedDue: number;
  overdue: number;
  open: number;
}

interface Case {
  readonly lead: string;
  readonly clocks: readonly { readonly kind: 'respond' | 'resolve'; readonly rule: string; readonly due: number }[];
  unit: string | undefined;
  isOpen: boolean;
  claimDue: number | undefined;
  claimedAt: number | undefined;
  contactedAt: number | undefined;
  repliedAt: number | undefined;
  resolvedAt: number | undefined;
  declinedAt: number | undefined;
}

/**
 * What each unit's row must say at an instant, from deliveries and acts alone. The window is that of the digest: after
 * the previous working day's posting time, up to this one. What falls due counts for the unit that has the case now.
 */
export function figuresAt(
  instant: number,
  created: readonly { readonly answer: Created; readonly lead: string }[],
  happenings: readonly Happening[],
): ReadonlyMap<string, UnitFigures> {
  const day = dayOf(instant);
  const from = instantAt(previousWorkingDay(day), '08:30') + (instant - instantAt(day, '08:30'));
  const cases = new Map(created.map((one) => [one.answer.number, caseOf(one)]));
  for (const happening of happenings) {
    const one = cases.get(happening.caseNumber);
    if (one !== undefined && happening.at <= instant) evolve(one, happening);
  }
  const units = new Map<string, UnitFigures>();
  for (const one of cases.values()) count(one, { from, to: instant, units });
  return units;
}

/** `97.50`, half-up, or `—` where nothing fell due. */
export function onTimeOf(figures: UnitFigures): string {
  const due = figures.claimedDue + figures.repliedDue;
  if (due === 0) return '—';
  const met = figures.claimedMet + figures.repliedMet;
  const hundredths = Math.floor((met * 20_000 + due) / (2 * due));
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}

/** `1`, `并列 2`, or `—` where nothing fell due: more in time first, then fewer overdue; equal figures share the rank. */
export function rankOf(own: UnitFigures, league: readonly UnitFigures[]): string {
  if (onTimeOf(own) === '—') return '—';
  const ranked = league.filter((other) => onTimeOf(other) !== '—');
  const order = (other: UnitFigures) => Number(onTimeOf(other)) - Number(onTimeOf(own)) || own.overdue - other.overdue;
  const rank = 1 + ranked.filter((other) => order(other) > 0).length;
  return ranked.filter((other) => order(other) === 0).length > 1 ? `并列 ${rank}` : String(rank);
}

function caseOf({ answer, lead }: { readonly answer: Created; readonly lead: string }): Case {
  return {
    lead,
    clocks: answer.clocks.flatMap(({ kind, rule, due }) =>
      due === null ? [] : [{ kind, rule, due: Date.parse(due) }],
    ),
    unit: undefined,
    isOpen: true,
    claimDue: undefined,
    claimedAt: undefined,
    contactedAt: undefined,
    repliedAt: undefined,
    resolvedAt: undefined,
    declinedAt: undefined,
  };
}

function evolve(one: Case, { cmd, at, fields }: Happening): void {
  switch (cmd) {
    case 'assign-case':
      one.unit = String(fields.unit);
      one.claimDue = instantAt(nextWorkingDay(dayOf(at)), '23:59:59');
      break;
    case 'recall-assignment':
      one.unit = undefined;
      one.claimDue = undefined;
      break;
    case 'claim-case':
      one.claimedAt = at;
      break;
    case 'report-progress':
      if (fields.contacted === 'yes') one.contactedAt ??= at;
      break;
    case 'reply-case':
      one.repliedAt ??= at;
      break;
    case 'resolve-on-spot':
      one.unit = one.lead;
      close(one, at);
      break;
    case 'resolve-case':
      close(one, at);
      break;
    case 'decline-case':
      one.declinedAt = at;
      one.isOpen = false;
      break;
  }
}

function close(one: Case, at: number): void {
  one.repliedAt ??= at;
  one.resolvedAt ??= at;
  one.isOpen = false;
}

/** When a clock was stopped: contact by the nearest act that includes it; a declined case waits for nothing more. */
function stopOf(one: Case, clock: Case['clocks'][number]): number | undefined {
  if (clock.kind === 'resolve') return one.resolvedAt ?? one.declinedAt;
  if (clock.rule !== 'lifecycle.contact') return one.repliedAt ?? one.declinedAt;
  const times = [one.contactedAt, one.repliedAt].filter((time) => time !== undefined);
  return times.length > 0 ? Math.min(...times) : one.declinedAt;
}

interface Window {
  readonly from: number;
  readonly to: number;
  readonly units: Map<string, UnitFigures>;
}

function count(one: Case, { from, to, units }: Window): void {
  const unit = one.unit ?? one.lead;
  const figures = units.get(unit) ?? {
    claimedMet: 0,
    claimedDue: 0,
    repliedMet: 0,
    repliedDue: 0,
    overdue: 0,
    open: 0,
  };
  units.set(unit, figures);
  const isDue = (due: number) => due > from && due <= to;
  if (one.claimDue !== undefined && isDue(one.claimDue)) {
    figures.claimedDue += 1;
    if (one.claimedAt !== undefined && one.claimedAt <= one.claimDue) figures.claimedMet += 1;
  }
  let isLate = false;
  for (const clock of one.clocks) {
    const stop = stopOf(one, clock);
    if (stop === undefined && clock.due <= to) isLate = true;
    if (clock.kind !== 'respond' || !isDue(clock.due)) continue;
    figures.repliedDue += 1;
    if (stop !== undefined && stop <= clock.due) figures.repliedMet += 1;
  }
  if (!one.isOpen) return;
  figures.open += 1;
  if (isLate) figures.overdue += 1;
}
