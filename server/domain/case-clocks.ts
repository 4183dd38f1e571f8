import type { WorkCalendar } from './calendar';
import type { CaseState } from './case';
import { type Clock, clocksOf } from './clocks';
import type { DeadlineFacts } from './deadline';
import { nextOfficeTime } from './office-hours';
import type { Policy } from './policy';
import type { Result } from './result';
import { atTime, dayOf } from './shanghai';

export interface TimeSetting {
  readonly policy: Policy;
  readonly calendar: WorkCalendar;
  readonly now: number;
}

export function deadlineFacts(state: Omit<CaseState, 'number'>): DeadlineFacts {
  return {
    channel: state.channel,
    receivedAt: state.receivedAt,
    grade: state.grade,
    immediate: state.immediate,
    newEnterprise: state.newEnterprise,
    session: state.session,
    level: state.level,
    statutoryDays: state.statutoryDays,
    handedOverAt: state.handedOverAt,
    upstreamDue: state.upstreamDue,
  };
}

/** The clocks of a case as they stand now, derived from its facts each time (architecture rule 8). */
export function caseClocks(state: CaseState, setting: TimeSetting): Result<readonly Clock[]> {
  const known = lately.get(state);
  const { policy, calendar, now } = setting;
  if (known?.now === now && known.policy === policy && known.calendar === calendar) return known.clocks;
  const clocks = clocksOf(deadlineFacts(state), state, setting);
  lately.set(state, { policy, calendar, now, clocks });
  return clocks;
}

/** One act asks for the same clocks at the same instant up to four times; states are values and never changed. */
const lately = new WeakMap<CaseState, TimeSetting & { readonly clocks: Result<readonly Clock[]> }>();

/** The clock people ask about first: the nearest due of those still running. */
export function nearestClock(clocks: readonly Clock[]): Clock | undefined {
  return clocks
    .filter((clock) => clock.dueAt !== null && (clock.state === 'running' || clock.state === 'missed'))
    .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))[0];
}

/** Has the act that this clock waits for happened? A missed clock may still be open. */
export function isStopped(state: CaseState, clock: Pick<Clock, 'kind' | 'rule'>, policy: Policy): boolean {
  return stopOf(state, clock, policy) !== undefined;
}

/** When the clock was stopped, epoch ms. */
export function stopOf(state: CaseState, clock: Pick<Clock, 'kind' | 'rule'>, policy: Policy): number | undefined {
  if (clock.kind === 'resolve') return state.resolvedAt;
  const rule = policy.rules.find((known) => known.id === clock.rule);
  const replied = state.repliedAt ?? state.resolvedAt;
  return rule?.stop === 'contacted' ? (state.contactedAt ?? replied) : replied;
}

export interface DueTimer {
  readonly kind: string;
  readonly at: number;
}

/**
 * The one timer of a case that is due next. Only one is armed at a time: when it fires, or anything changes, the
 * next is derived anew from the facts, so a lost or doubled ring changes nothing. `timerMark` is what fired last.
 */
export function nextTimer(state: CaseState, setting: TimeSetting): DueTimer | undefined {
  const candidates = [...reminderTimes(state, setting), ...archiveTime(state, setting)];
  const mark = state.timerMark;
  return candidates
    .filter((timer) => mark === undefined || timer.at > mark.at || (timer.at === mark.at && timer.kind > mark.kind))
    .sort((a, b) => a.at - b.at || (a.kind < b.kind ? -1 : 1))[0];
}

function archiveTime(state: CaseState, { policy }: TimeSetting): DueTimer[] {
  if (state.status !== 'resolved' || state.resolvedAt === undefined) return [];
  return [{ kind: 'archive', at: state.resolvedAt + policy.archiveAfterDays * 86_400_000 }];
}

function reminderTimes(state: CaseState, setting: TimeSetting): DueTimer[] {
  if (['resolved', 'archived', 'declined', 'merged'].includes(state.status)) return [];
  const clocks = caseClocks(state, setting);
  if (!clocks.ok) return [];
  const seen = new Set<number>();
  return clocks.value.flatMap((clock) => {
    // A reply rule brings a resolving clock with the same due (D7): people are reminded of a date once.
    if (clock.dueAt === null || isStopped(state, clock, setting.policy) || seen.has(clock.dueAt)) return [];
    seen.add(clock.dueAt);
    return clockReminders(state, { kind: clock.kind, dueAt: clock.dueAt }, setting);
  });
}

function clockReminders(
  state: CaseState,
  clock: { readonly kind: string; readonly dueAt: number },
  { policy, calendar }: TimeSetting,
): DueTimer[] {
  const { reminders, officeHours } = policy;
  // D10: urgent cases remind around the clock; everything else only in office hours.
  const civil = (at: number) => (state.urgent ? at : nextOfficeTime(at, officeHours, calendar));
  const budget = clock.dueAt - state.receivedAt;
  const timers: DueTimer[] = [];
  const lastDay = calendar.onOrPreviousWorkingDay(dayOf(clock.dueAt));
  const shares = reminders.shares.map((share) => ({
    kind: `remind:${clock.kind}:share-${share}`,
    at: civil(Math.ceil(state.receivedAt + (budget * share) / 100)),
  }));
  const onDueDay = atTime(lastDay, reminders.dueDayAt);
  for (const [index, timer] of shares.entries()) {
    // The reminder of the due day's morning speaks for those before it that day; shares that meet after rest days are one.
    const isSpokenFor = dayOf(timer.at) === lastDay && timer.at <= onDueDay;
    const isOwn = !isSpokenFor && timer.at !== shares[index + 1]?.at;
    if (isOwn && timer.at < clock.dueAt && timer.at > state.registeredAt) timers.push(timer);
  }
  if (onDueDay > state.registeredAt && onDueDay < clock.dueAt)
    timers.push({ kind: `remind:${clock.kind}:due-day`, at: onDueDay });
  const late = civil(Math.max(clock.dueAt + 1000, state.registeredAt + 1000));
  timers.push({ kind: `remind:${clock.kind}:overdue`, at: late });
  const mark = state.timerMark;
  if (reminders.overdueDaily && mark !== undefined && mark.at >= late) {
    timers.push({
      kind: `remind:${clock.kind}:overdue-again`,
      at: atTime(calendar.nextWorkingDay(dayOf(mark.at)), reminders.dueDayAt),
    });
  }
  return timers;
}
