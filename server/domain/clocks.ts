/** A case's clocks as the contract shows them, derived anew from facts and log each time and never counted up. */
import type { WorkCalendar } from './calendar';
import { type DeadlineFacts, type Due, dueFor, rulesFor } from './deadline';
import type { ClockKind, ClockStop, DeadlineRule, Policy, RuleId } from './policy';
import { fail, ok, type Result } from './result';

export type ClockState = 'running' | 'paused' | 'met' | 'missed';

export interface Clock {
  readonly kind: ClockKind;
  readonly rule: RuleId;
  /** Epoch ms; null for a major matter without a date. */
  readonly dueAt: number | null;
  /** The answerable unit's own due; the same as `dueAt` until a ruling hands the case on with a fresh one. */
  readonly unitDueAt: number | null;
  readonly state: ClockState;
  readonly provisional: boolean;
}

/** When each thing first happened, read from the case log; epoch ms. */
export interface ClockStops {
  readonly contactedAt?: number | undefined;
  readonly repliedAt?: number | undefined;
  readonly resolvedAt?: number | undefined;
}

function earliest(...times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** The further act includes the nearer one: who was told the result has been replied to, who was replied to has been contacted. */
function stoppedAt(stop: ClockStop, { contactedAt, repliedAt, resolvedAt }: ClockStops): number | undefined {
  if (stop === 'resolved') return resolvedAt;
  return stop === 'replied' ? earliest(repliedAt, resolvedAt) : earliest(contactedAt, repliedAt, resolvedAt);
}

function stateAt(dueAt: number | null, stopped: number | undefined, now: number): ClockState {
  const judgedAt = stopped ?? now;
  if (dueAt !== null && judgedAt > dueAt) return 'missed';
  return stopped === undefined ? 'running' : 'met';
}

interface Measure {
  readonly rule: DeadlineRule;
  readonly kind: ClockKind;
  readonly stop: ClockStop;
}

/**
 * Without a rule for resolving, the reply's due is also the resolving due (D7). A duty to make contact is no reply:
 * it brings no resolving clock.
 */
function measures(rules: readonly DeadlineRule[]): Measure[] {
  const own = rules.map((rule): Measure => ({ rule, kind: rule.clock, stop: rule.stop }));
  const reply = rules.find((rule) => rule.stop === 'replied');
  if (reply === undefined || rules.some((rule) => rule.clock === 'resolve')) return own;
  return [...own, { rule: reply, kind: 'resolve', stop: 'resolved' }];
}

export interface ClockSetting {
  readonly policy: Policy;
  readonly calendar: WorkCalendar;
  /** Epoch ms. */
  readonly now: number;
}

/**
 * All clocks of a case in the policy's order. Refusal `deadline.no-rule` `{channel}` when none binds it, else those
 * of `dueFor`.
 */
export function clocksOf(
  facts: DeadlineFacts,
  stops: ClockStops,
  { policy, calendar, now }: ClockSetting,
): Result<readonly Clock[]> {
  const rules = rulesFor(policy, facts);
  if (rules.length === 0) return fail('deadline.no-rule', { channel: facts.channel });
  const dues = new Map<RuleId, Due>();
  for (const rule of rules) {
    const due = dueFor(rule, facts, calendar, policy.officeHours);
    if (!due.ok) return due;
    dues.set(rule.id, due.value);
  }
  return ok(
    measures(rules).map(({ rule, kind, stop }) => {
      const { dueAt = null, provisional = false } = dues.get(rule.id) ?? {};
      const state = stateAt(dueAt, stoppedAt(stop, stops), now);
      return { kind, rule: rule.id, dueAt, unitDueAt: dueAt, state, provisional };
    }),
  );
}
