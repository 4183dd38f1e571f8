import type { Policy, Unit, UnitCode } from './policy';

/** A clock whose due fell in the window, with the unit that answered for the case. */
export interface DueFact {
  readonly unit: UnitCode;
  readonly kind: 'claim' | 'respond' | 'resolve';
  readonly dueAt: number;
  readonly stoppedAt: number | null;
}

export interface MetOfDue {
  readonly met: number;
  readonly due: number;
}

export type League = 'lead' | 'department' | 'street';

export interface ProcessRow {
  readonly unit: UnitCode;
  readonly rank: number | null;
  readonly tied: boolean;
  readonly claimed: MetOfDue;
  readonly replied: MetOfDue;
  readonly resolved: MetOfDue;
  readonly overdue: number;
  readonly open: number;
  /** On-time share of claims and replies together, `97.50`, or null where nothing fell due. */
  readonly onTime: string | null;
}

export interface ProcessLeague {
  readonly league: League;
  readonly units: readonly ProcessRow[];
}

/** Leagues are ranked apart: a street is not measured against a bureau. */
export function leagueOf(unit: Unit): League | undefined {
  if (unit.level === 'lead' || unit.level === 'department' || unit.level === 'street') return unit.level;
  return undefined;
}

/** Percent with two decimals, half-up, from integers (D26): 39 of 40 → `97.50`. */
export function percent(part: number, whole: number): string {
  const scaled = (BigInt(part) * 100_000n) / BigInt(whole);
  const rounded = (scaled + 5n) / 10n;
  const digits = rounded.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

interface Tally {
  readonly claimed: { met: number; due: number };
  readonly replied: { met: number; due: number };
  readonly resolved: { met: number; due: number };
  overdue: number;
  open: number;
}

/**
 * The day's process ranking (D23): what fell due in the window and whether it was done in time. Units rank within
 * their league on the on-time share of claims and replies, then on fewer overdue cases; equal figures share a rank.
 */
export function rankProcess(
  policy: Policy,
  facts: readonly DueFact[],
  standing: { readonly overdue: ReadonlyMap<UnitCode, number>; readonly open: ReadonlyMap<UnitCode, number> },
): readonly ProcessLeague[] {
  const tallies = new Map<UnitCode, Tally>();
  const tallyOf = (unit: UnitCode) => {
    const known = tallies.get(unit);
    if (known) return known;
    const fresh: Tally = {
      claimed: { met: 0, due: 0 },
      replied: { met: 0, due: 0 },
      resolved: { met: 0, due: 0 },
      overdue: 0,
      open: 0,
    };
    tallies.set(unit, fresh);
    return fresh;
  };
  for (const fact of facts) {
    const tally = tallyOf(fact.unit);
    const column = { claim: tally.claimed, respond: tally.replied, resolve: tally.resolved }[fact.kind];
    column.due += 1;
    if (fact.stoppedAt !== null && fact.stoppedAt <= fact.dueAt) column.met += 1;
  }
  for (const [unit, count] of standing.overdue) tallyOf(unit).overdue = count;
  for (const [unit, count] of standing.open) tallyOf(unit).open = count;
  return (['lead', 'department', 'street'] as const).map((league) => ({
    league,
    units: rankLeague(
      policy.units
        .filter((unit) => leagueOf(unit) === league && unit.handles)
        .map((unit) => ({ unit: unit.code, tally: tallyOf(unit.code) })),
    ),
  }));
}

function rankLeague(entries: readonly { unit: UnitCode; tally: Tally }[]): ProcessRow[] {
  const rows = entries.map(({ unit, tally }) => {
    const due = tally.claimed.due + tally.replied.due;
    const onTime = due === 0 ? null : percent(tally.claimed.met + tally.replied.met, due);
    return { unit, tally, due, onTime };
  });
  rows.sort(
    (a, b) =>
      Number(b.onTime ?? -1) - Number(a.onTime ?? -1) ||
      a.tally.overdue - b.tally.overdue ||
      b.due - a.due ||
      (a.unit < b.unit ? -1 : 1),
  );
  const figure = (row: (typeof rows)[number]) => `${row.onTime}/${row.tally.overdue}`;
  return rows.map((row) => {
    const first = rows.findIndex((other) => figure(other) === figure(row));
    const { claimed, replied, resolved, overdue, open } = row.tally;
    return {
      unit: row.unit,
      rank: row.onTime === null ? null : first + 1,
      tied: row.onTime !== null && rows.filter((other) => figure(other) === figure(row)).length > 1,
      claimed: { ...claimed },
      replied: { ...replied },
      resolved: { ...resolved },
      overdue,
      open,
      onTime: row.onTime,
    };
  });
}
