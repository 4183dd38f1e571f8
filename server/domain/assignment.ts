import type { WorkCalendar } from './calendar';
import type { Actor, CaseState, LogDraft } from './case';
import type { CaseType, Grade, Policy } from './policy';
import { compact } from './register';
import { fail, ok, type Result } from './result';
import { dayOf, endOfDay } from './shanghai';

export const LOCK_MS = 10 * 60_000;

type Decided = Result<{ next: CaseState; log: readonly LogDraft[] }>;

function notIn(state: CaseState, command: string): Result<never> {
  return fail('case.wrong-status', { number: state.number, status: state.status, command });
}

/** Is somebody else looking at it right now? */
export function lockedByOther(state: CaseState, person: string, now: number): boolean {
  return state.lock !== undefined && state.lock.by !== person && state.lock.until > now;
}

/** R13: two dispatchers do not dispatch the same case; the lock falls after ten minutes. */
export function take(state: CaseState, actor: Actor, now: number): Decided {
  if (state.status !== 'registered') return notIn(state, 'take-case');
  if (lockedByOther(state, actor.id, now)) return fail('case.locked', { number: state.number });
  const next: CaseState = { ...state, lock: { by: actor.id, until: now + LOCK_MS } };
  return ok({ next, log: [{ type: 'case.taken', data: { until: now + LOCK_MS } }] });
}

export interface AssignInput {
  readonly unit: string;
  readonly coUnits: readonly string[];
  readonly type: CaseType | undefined;
  readonly grade: Grade | undefined;
  readonly item: string | undefined;
  readonly against: string | undefined;
  readonly note: string | undefined;
}

export function assign(
  state: CaseState,
  input: AssignInput,
  given: { readonly actor: Actor; readonly policy: Policy; readonly calendar: WorkCalendar; readonly now: number },
): Decided {
  const { actor, policy, calendar, now } = given;
  if (state.status !== 'registered') return notIn(state, 'assign-case');
  if (lockedByOther(state, actor.id, now)) return fail('case.locked', { number: state.number });
  const unit = policy.units.find((known) => known.code === input.unit);
  if (!unit?.handles) return fail('unit.cannot-handle', { unit: input.unit });
  const strangers = input.coUnits.filter((code) => !policy.units.some((known) => known.code === code && known.handles));
  if (strangers.length > 0) return fail('unit.cannot-handle', { unit: strangers.join('、') });
  const type = input.type ?? state.type;
  if (!policy.caseTypes[type].active) return fail('case.type-inactive', { type });
  const against = input.against ?? state.against;
  // D13: whoever is reported never handles, or sees, the report.
  if (type === 'report' && against !== undefined && [input.unit, ...input.coUnits].includes(against)) {
    return fail('assign.against-itself', { unit: unit.short });
  }
  if (input.item !== undefined && !policy.catalogue.some((item) => item.code === input.item)) {
    return fail('catalogue.unknown', { item: input.item });
  }
  const next: CaseState = compact({
    ...state,
    status: 'assigned' as const,
    unit: input.unit,
    coUnits: input.coUnits.filter((code) => code !== input.unit),
    type,
    grade: input.grade ?? state.grade,
    item: input.item ?? state.item,
    against,
    assignee: undefined,
    lock: undefined,
    assignedAt: now,
    claimDueAt: endOfDay(calendar.addWorkingDays(dayOf(now), 1)),
  });
  const data = compact({
    unit: input.unit,
    coUnits: next.coUnits.length > 0 ? next.coUnits : undefined,
    type: type === state.type ? undefined : type,
    grade: next.grade === state.grade ? undefined : next.grade,
    item: input.item,
    suggested: state.suggestedUnit === undefined ? undefined : state.suggestedUnit === input.unit,
    claimDueAt: next.claimDueAt,
  });
  const texts = input.note === undefined ? undefined : { note: input.note };
  return ok({ next, log: [texts ? { type: 'case.assigned', data, texts } : { type: 'case.assigned', data }] });
}

/** D14: the dispatcher's own slip may be taken back until the unit has claimed. */
export function recall(state: CaseState, reason: string): Decided {
  if (state.status !== 'assigned') return notIn(state, 'recall-assignment');
  const next: CaseState = compact({
    ...state,
    status: 'registered' as const,
    unit: undefined,
    coUnits: [],
    assignee: undefined,
    assignedAt: undefined,
    claimDueAt: undefined,
  });
  return ok({ next, log: [{ type: 'case.recalled', data: compact({ from: state.unit }), texts: { reason } }] });
}

/** D19: the appellant hears the same day where to go. */
export function decline(
  state: CaseState,
  input: { readonly reason: string; readonly redirect: string },
  now: number,
): Decided {
  if (state.status !== 'registered') return notIn(state, 'decline-case');
  const next: CaseState = compact({ ...state, status: 'declined' as const, lock: undefined, archivedAt: now });
  return ok({
    next,
    log: [{ type: 'case.declined', data: {}, texts: { reason: input.reason, redirect: input.redirect } }],
  });
}

/** R6: what can be settled at once is settled at once; it stays in the follow-up sample. */
export function resolveOnSpot(
  state: CaseState,
  input: { readonly reply: string; readonly toldBy: string },
  now: number,
): Decided {
  if (state.status !== 'registered') return notIn(state, 'resolve-on-spot');
  const next: CaseState = compact({
    ...state,
    status: 'resolved' as const,
    unit: state.leadUnit,
    firstUnit: state.leadUnit,
    lock: undefined,
    assignedAt: now,
    claimedAt: now,
    contactedAt: state.contactedAt ?? now,
    repliedAt: now,
    resolvedAt: now,
    outcome: 'resolved' as const,
    toldBy: input.toldBy,
  });
  return ok({
    next,
    log: [
      { type: 'case.replied', data: { toldBy: input.toldBy, onSpot: true }, texts: { reply: input.reply } },
      { type: 'case.resolved', data: { outcome: 'resolved', onSpot: true } },
    ],
  });
}

/** A second call on an open case: counted, never a new case (X12). */
export function addCall(state: CaseState, note: string): Decided {
  if (['resolved', 'archived', 'declined', 'merged'].includes(state.status)) return notIn(state, 'add-call');
  const next: CaseState = { ...state, calls: state.calls + 1 };
  return ok({ next, log: [{ type: 'case.called-again', data: { calls: next.calls }, texts: { note } }] });
}
