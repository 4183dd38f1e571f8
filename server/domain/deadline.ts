/** Which rules bind a case, and when each is due. Nothing here reads a clock: what comes in decides (R24-R36, D1-D11). */
import type { WorkCalendar } from './calendar';
import { calendarDaySteps, movedSteps, type Step, workingDaySteps } from './deadline-steps';
import { afterLastInterval } from './office-hours';
import type { Budget, ChannelCode, DeadlineRule, Grade, OfficeHours, Policy, RuleCondition } from './policy';
import { assertNever, fail, ok, type Result } from './result';
import {
  addDays,
  addMonths,
  type Day,
  dayFromCivil,
  dayOf,
  daysInMonth,
  endOfDay,
  FIRST_YEAR,
  HOUR_MS,
  LAST_YEAR,
  startOfDay,
  yearOf,
} from './shanghai';

/** What intake knows of a case, as far as deadlines ask for it. Instants are epoch ms. */
export interface DeadlineFacts {
  /** The sub-channel's code where the case came by one. */
  readonly channel: ChannelCode;
  readonly receivedAt: number;
  readonly grade?: Grade | undefined;
  readonly immediate?: boolean | undefined;
  readonly newEnterprise?: boolean | undefined;
  readonly session?: 'at-session' | 'between-sessions' | undefined;
  readonly level?: 'city' | 'district' | undefined;
  /** Statutory limit of the matter in working days, whole and ≥ 1. */
  readonly statutoryDays?: number | undefined;
  readonly handedOverAt?: number | undefined;
  /** A date the sending platform set; the earlier of it and our own counts (R27). */
  readonly upstreamDue?: number | undefined;
}

export interface Due {
  /** Epoch ms; overdue when now is later. Null while the matter has no date (R36). */
  readonly dueAt: number | null;
  /** A day that decided the date lies in a year whose holidays are not published: it may still move. */
  readonly provisional: boolean;
  /** The counting, built only when asked for. */
  readonly steps: () => readonly Step[];
}

export interface Limit {
  readonly count: number;
  readonly unit: 'working-day' | 'calendar-day' | 'hour' | 'month';
}

/** Longest budget taken, in its own unit: far beyond any promise, far within the calendar. */
export const LONGEST_BUDGET = { hour: 87_600, 'working-day': 3650, 'calendar-day': 3650, month: 120 } as const;
/** Room for the longest budget before the calendar ends. */
const LAST_START_YEAR = LAST_YEAR - 20;
const EARLIEST_START = startOfDay(dayFromCivil(FIRST_YEAR, 1, 1));
const LATEST_START = endOfDay(dayFromCivil(LAST_START_YEAR, 12, 31));

function meets(when: RuleCondition, facts: DeadlineFacts): boolean {
  return (
    (when.immediate === undefined || when.immediate === (facts.immediate ?? false)) &&
    (when.new_enterprise === undefined || when.new_enterprise === (facts.newEnterprise ?? false)) &&
    (when.grade === undefined || when.grade === (facts.grade ?? 'general')) &&
    (when.session === undefined || when.session === facts.session) &&
    (when.level === undefined || when.level === facts.level)
  );
}

/**
 * The rules that bind a case, in the policy's order. A sub-channel with rules of its own follows them, one without
 * follows its parent's. An unstated flag is no, an unstated grade general. Empty when a fact the channel needs is
 * missing (a proposal without session) or the channel is unknown: intake refuses such a case.
 */
export function rulesFor(policy: Policy, facts: DeadlineFacts): readonly DeadlineRule[] {
  let code = facts.channel;
  if (!policy.rules.some((rule) => rule.channel === code)) {
    code = policy.channels.find((channel) => channel.code === code)?.parent ?? code;
  }
  return policy.rules.filter((rule) => rule.channel === code && meets(rule.when, facts));
}

interface Start {
  readonly at: number;
  readonly from: 'received' | 'handed-over';
  /** Epoch ms of receipt, which also names a session's year. */
  readonly receivedAt: number;
}

type Fixed = Exclude<Budget, { unit: 'statutory' }>;
/** A due with the counting between its first and last line. */
interface Counted {
  readonly dueAt: number | null;
  readonly provisional: boolean;
  readonly days: () => readonly Step[];
}

const NO_DAYS = (): readonly Step[] => [];

function workingDays(from: Day, count: number, calendar: WorkCalendar): Counted {
  const day = calendar.addWorkingDays(from, count);
  return {
    dueAt: endOfDay(day),
    provisional: calendar.isProvisionalSpan(addDays(from, 1), day),
    days: () => workingDaySteps(from, day, calendar),
  };
}

function calendarDays(from: Day, count: number, calendar: WorkCalendar): Counted {
  const last = addDays(from, count);
  const day = calendar.onOrNextWorkingDay(last);
  return {
    dueAt: endOfDay(day),
    // Days before the last count whatever they are; only where it rolls to depends on the arrangement.
    provisional: calendar.isProvisionalSpan(last, day),
    days: () => calendarDaySteps(from, count, day, calendar),
  };
}

function sameDay(at: number, calendar: WorkCalendar, hours: OfficeHours): Counted {
  const received = dayOf(at);
  const late = !calendar.isWorkingDay(received) || afterLastInterval(at, hours);
  const day = late ? calendar.nextWorkingDay(received) : received;
  return {
    dueAt: endOfDay(day),
    provisional: calendar.isProvisionalSpan(received, day),
    days: () => movedSteps(received, day, calendar),
  };
}

function count(budget: Fixed, start: Start, calendar: WorkCalendar, hours: OfficeHours): Counted {
  const from = dayOf(start.at);
  switch (budget.unit) {
    case 'hour':
      // Whole seconds, so that what is printed is what is judged.
      return { dueAt: Math.floor(start.at / 1000) * 1000 + budget.count * HOUR_MS, provisional: false, days: NO_DAYS };
    case 'working-day':
      return workingDays(from, budget.count, calendar);
    case 'calendar-day':
      return calendarDays(from, budget.count, calendar);
    case 'month':
      return { dueAt: endOfDay(addMonths(from, budget.count)), provisional: false, days: NO_DAYS };
    case 'month-end': {
      // The session's year is the year of receipt: intake names no session date, and sessions open in January.
      const year = yearOf(dayOf(start.receivedAt));
      const day = dayFromCivil(year, budget.month, daysInMonth(year, budget.month));
      return { dueAt: endOfDay(day), provisional: false, days: NO_DAYS };
    }
    case 'same-day':
      return sameDay(start.at, calendar, hours);
    case 'none':
      return { dueAt: null, provisional: false, days: NO_DAYS };
    default:
      return assertNever(budget);
  }
}

function checkCount(budget: Fixed): Result<Fixed> {
  if (!('count' in budget)) return ok(budget);
  const most = LONGEST_BUDGET[budget.unit];
  const sound = Number.isInteger(budget.count) && budget.count >= 1 && budget.count <= most;
  return sound ? ok(budget) : fail('deadline.bad-count', { count: budget.count, unit: budget.unit, most });
}

/** floor(0.7 n) working days; none left means the day of receipt, as for an immediate item (R25, D5). */
function fixedBudget(budget: Budget, statutoryDays: number | undefined): Result<Fixed> {
  if (budget.unit !== 'statutory') return checkCount(budget);
  if (statutoryDays === undefined) return fail('deadline.needs-statutory-days');
  const most = LONGEST_BUDGET['working-day'];
  if (!Number.isInteger(statutoryDays) || statutoryDays < 1 || statutoryDays > most) {
    return fail('deadline.bad-count', { count: statutoryDays, unit: 'working-day', most });
  }
  // Integers first: in floating point 0.7 × 90 falls short of 63.
  const days = Math.floor((statutoryDays * 7) / 10);
  return ok(days === 0 ? { unit: 'same-day' } : { unit: 'working-day', count: days });
}

function isCountable(at: number): boolean {
  return at >= EARLIEST_START && at <= LATEST_START;
}

/**
 * When a rule is due for a case. Refusals: `deadline.needs-handed-over` `{rule}`, `deadline.needs-statutory-days`,
 * `deadline.bad-count` `{count, unit, most}`, `deadline.out-of-range` `{from, to}` (years).
 */
export function dueFor(
  rule: DeadlineRule,
  facts: DeadlineFacts,
  calendar: WorkCalendar,
  hours: OfficeHours,
): Result<Due> {
  const at = rule.from === 'received' ? facts.receivedAt : facts.handedOverAt;
  if (at === undefined) return fail('deadline.needs-handed-over', { rule: rule.id });
  if (!isCountable(at) || !isCountable(facts.receivedAt)) return outOfRange();
  const statutoryDays = rule.budget.unit === 'statutory' ? facts.statutoryDays : undefined;
  const budget = fixedBudget(rule.budget, statutoryDays);
  if (!budget.ok) return budget;
  const start: Start = { at, from: rule.from, receivedAt: facts.receivedAt };
  const counted = count(budget.value, start, calendar, hours);
  return ok(withUpstream(start, budget.value, statutoryDays, counted, facts.upstreamDue));
}

/** When a bare limit from a receipt is due; refusals as `dueFor`. */
export function limitDue(limit: Limit, receivedAt: number, calendar: WorkCalendar): Result<Due> {
  if (!isCountable(receivedAt)) return outOfRange();
  const budget = checkCount({ unit: limit.unit, count: limit.count });
  if (!budget.ok) return budget;
  const start: Start = { at: receivedAt, from: 'received', receivedAt };
  // No office hours are needed: none of the four units looks at them.
  const counted = count(budget.value, start, calendar, { intervals: [] });
  return ok(withUpstream(start, budget.value, undefined, counted, undefined));
}

function outOfRange(): Result<never> {
  return fail('deadline.out-of-range', { from: FIRST_YEAR, to: LAST_START_YEAR });
}

function withUpstream(
  start: Start,
  budget: Fixed,
  statutoryDays: number | undefined,
  counted: Counted,
  upstream: number | undefined,
): Due {
  const wins = upstream !== undefined && (counted.dueAt === null || upstream < counted.dueAt);
  const dueAt = wins ? upstream : counted.dueAt;
  const provisional = !wins && counted.provisional;
  const steps = (): readonly Step[] => [
    { kind: 'start', at: start.at, from: start.from },
    { kind: 'budget', budget, ...(statutoryDays === undefined ? {} : { statutoryDays }) },
    ...counted.days(),
    ...(wins ? [{ kind: 'upstream', at: upstream } as const] : []),
    { kind: 'due', at: dueAt, provisional },
  ];
  return { dueAt, provisional, steps };
}
