import type { Actor, CaseState, LogDraft } from './case';
import { compact } from './register';
import { fail, ok, type Refusal, type Result } from './result';

type Decided = Result<{ next: CaseState; log: readonly LogDraft[] }>;

function notIn(state: CaseState, command: string): Refusal {
  return fail('case.wrong-status', { number: state.number, status: state.status, command });
}

/** R41: the first unit that claims answers to the end; a repeated claim by the same person is no new fact. */
export function claim(state: CaseState, actor: Actor, unit: string, now: number): Decided {
  if (state.status !== 'assigned') {
    return state.assignee === undefined
      ? notIn(state, 'claim-case')
      : fail('case.already-claimed', { number: state.number });
  }
  const next: CaseState = {
    ...state,
    status: 'claimed',
    firstUnit: state.firstUnit ?? unit,
    assignee: actor.id,
    claimedAt: now,
  };
  return ok({ next, log: [{ type: 'case.claimed', data: { unit, person: actor.id } }] });
}

export function reportProgress(
  state: CaseState,
  input: { readonly note: string; readonly contacted: boolean },
  now: number,
): Decided {
  if (!['claimed', 'replied'].includes(state.status)) return notIn(state, 'report-progress');
  const contactedAt = input.contacted ? (state.contactedAt ?? now) : state.contactedAt;
  const next: CaseState = compact({ ...state, contactedAt });
  return ok({
    next,
    log: [{ type: 'case.progressed', data: { contacted: input.contacted }, texts: { note: input.note } }],
  });
}

export interface ReplyInput {
  readonly reply: string;
  readonly toldBy: string;
  /** When the appellant was told, epoch ms; never after now, never before receipt. */
  readonly toldAt: number | undefined;
}

function toldAtProblem(state: CaseState, toldAt: number | undefined, now: number): Refusal | undefined {
  if (toldAt === undefined) return undefined;
  // The picker knows minutes only: a minute ahead of the server is not the future.
  if (toldAt > now + 60_000) return fail('reply.told-in-future');
  // The minute of receipt counts as after it.
  if (toldAt < state.receivedAt - 60_000) return fail('reply.told-before-receipt');
  return undefined;
}

/**
 * Records what the appellant was told. The clock stops when it is recorded: an earlier `toldAt` is kept as a fact but
 * never moves a missed due back into time, because nobody could check it.
 */
export function reply(state: CaseState, input: ReplyInput, now: number): Decided {
  if (!['claimed', 'replied'].includes(state.status)) return notIn(state, 'reply-case');
  const problem = toldAtProblem(state, input.toldAt, now);
  if (problem) return problem;
  const next: CaseState = {
    ...state,
    status: 'replied',
    contactedAt: state.contactedAt ?? now,
    repliedAt: state.repliedAt ?? now,
    toldBy: input.toldBy,
  };
  const data = compact({
    toldBy: input.toldBy,
    toldAt: input.toldAt,
    supplement: state.repliedAt === undefined ? undefined : true,
  });
  return ok({ next, log: [{ type: 'case.replied', data, texts: { reply: input.reply } }] });
}

export interface ResolveInput {
  readonly outcome: 'resolved' | 'partly' | 'not-possible' | 'explained';
  readonly result: string;
  readonly basis: string;
  readonly reply: string | undefined;
  readonly toldBy: string | undefined;
  readonly toldAt: number | undefined;
}

/** R46: closing needs result, basis, and a reply to the appellant: recorded before, or carried by this very form. */
export function resolve(state: CaseState, input: ResolveInput, now: number): Decided {
  if (!['claimed', 'replied'].includes(state.status)) return notIn(state, 'resolve-case');
  if (state.repliedAt === undefined && (input.reply === undefined || input.toldBy === undefined)) {
    return fail('resolve.no-reply', { number: state.number });
  }
  const problem = toldAtProblem(state, input.toldAt, now);
  if (problem) return problem;
  const log: LogDraft[] = [];
  let next: CaseState = state;
  if (input.reply !== undefined && input.toldBy !== undefined) {
    const replied = reply(state, { reply: input.reply, toldBy: input.toldBy, toldAt: input.toldAt }, now);
    if (!replied.ok) return replied;
    next = replied.value.next;
    log.push(...replied.value.log);
  }
  next = { ...next, status: 'resolved', resolvedAt: now, outcome: input.outcome };
  log.push({
    type: 'case.resolved',
    data: { outcome: input.outcome },
    texts: { result: input.result, basis: input.basis },
  });
  return ok({ next, log });
}

export interface FollowUpInput {
  readonly reached: boolean;
  readonly contacted: 'yes' | 'partly' | 'no' | undefined;
  readonly resolved: 'yes' | 'partly' | 'no' | undefined;
  readonly satisfaction: string | undefined;
  readonly method: string;
  readonly note: string | undefined;
}

/** R48, R46: a callback by another person than the handler; a valid one puts the case to use (D18). */
export function recordFollowUp(
  state: CaseState,
  input: FollowUpInput,
  { actor, now }: { readonly actor: Actor; readonly now: number },
): Decided {
  if (state.status !== 'resolved' && state.status !== 'archived') return notIn(state, 'record-follow-up');
  if (state.assignee === actor.id) return fail('follow-up.own-case', { number: state.number });
  if (input.reached && input.satisfaction === undefined)
    return fail('follow-up.no-satisfaction', { number: state.number });
  const valid = input.reached;
  const next: CaseState = compact({
    ...state,
    followUps: state.followUps + 1,
    followedUpAt: valid ? now : state.followedUpAt,
    status: valid ? ('archived' as const) : state.status,
    archivedAt: valid ? (state.archivedAt ?? now) : state.archivedAt,
  });
  const data = compact({
    valid,
    reached: input.reached,
    contacted: input.reached ? input.contacted : undefined,
    resolved: input.reached ? input.resolved : undefined,
    satisfaction: input.reached ? input.satisfaction : undefined,
    method: input.method,
  });
  const draft: LogDraft =
    input.note === undefined
      ? { type: 'case.followed-up', data }
      : { type: 'case.followed-up', data, texts: { note: input.note } };
  return ok({ next, log: [draft] });
}

/** D18: thirty days after resolving without a valid callback. */
export function archive(state: CaseState, now: number): Decided {
  if (state.status !== 'resolved') return notIn(state, 'archive-case');
  return ok({
    next: { ...state, status: 'archived', archivedAt: now },
    log: [{ type: 'case.archived', data: { reason: 'no-follow-up' } }],
  });
}
