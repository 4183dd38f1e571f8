import { A_MORNING, aCase, aPerson } from '../../tests/factories';
import {
  archive,
  claim,
  type ReplyInput,
  type ResolveInput,
  recordFollowUp,
  reply,
  reportProgress,
  resolve,
} from './handling';
import { fail } from './result';

const li = aPerson('李强', ['handler', 'housing']);
const caller = aPerson('郑洁', ['follow-up']);
const mine = () => aCase({ status: 'claimed', unit: 'housing', assignee: li.id });
const told: ReplyInput = { reply: '已修', toldBy: 'phone', toldAt: undefined };
const done: ResolveInput = {
  outcome: 'resolved',
  result: '好了',
  basis: '规定',
  reply: undefined,
  toldBy: undefined,
  toldAt: undefined,
};

describe('claiming', () => {
  it('makes the unit the first unit, for good, and the claimer the assignee', () => {
    const once = claim(aCase({ status: 'assigned', unit: 'housing' }), li, 'housing', A_MORNING);
    expect(once).toMatchObject({
      ok: true,
      value: { next: { status: 'claimed', firstUnit: 'housing', assignee: li.id, claimedAt: A_MORNING } },
    });
    const later = claim(aCase({ status: 'assigned', unit: 'urban', firstUnit: 'housing' }), li, 'urban', A_MORNING);
    expect(later).toMatchObject({ value: { next: { firstUnit: 'housing' } } });
  });

  it('refuses a second claim of the same case', () => {
    const state = mine();
    expect(claim(state, aPerson('周敏'), 'housing', A_MORNING)).toEqual(
      fail('case.already-claimed', { number: state.number }),
    );
  });
});

describe('replying', () => {
  it('stops the clock when it is recorded, whatever time of telling is given', () => {
    const state = mine();
    const first = reply(state, { ...told, toldAt: state.receivedAt + 1000 }, A_MORNING);
    if (!first.ok) throw new Error(first.code);
    expect(first.value.next).toMatchObject({ status: 'replied', repliedAt: A_MORNING, contactedAt: A_MORNING });
    const second = reply(first.value.next, told, A_MORNING + 1000);
    expect(second).toMatchObject({ value: { next: { repliedAt: A_MORNING }, log: [{ data: { supplement: true } }] } });
  });

  it.each([
    [A_MORNING + 60_001, 'reply.told-in-future'],
    [A_MORNING - 86_400_000, 'reply.told-before-receipt'],
  ])('refuses to have been told at %d', (toldAt, code) => {
    expect(reply(mine(), { ...told, toldAt }, A_MORNING)).toMatchObject({ ok: false, code });
    expect(resolve(mine(), { ...done, reply: 'x', toldBy: 'phone', toldAt }, A_MORNING)).toMatchObject({
      ok: false,
      code,
    });
  });

  it('takes the minute of the picker for now', () => {
    expect(reply(mine(), { ...told, toldAt: A_MORNING + 59_000 }, A_MORNING).ok).toBe(true);
  });
});

describe('resolving', () => {
  it('is refused without a reply to the appellant, half of one, or none recorded', () => {
    const state = mine();
    for (const half of [{}, { reply: '已修' }, { toldBy: 'phone' }]) {
      expect(resolve(state, { ...done, ...half }, A_MORNING)).toEqual(
        fail('resolve.no-reply', { number: state.number }),
      );
    }
  });

  it('carries the reply in the same act, and logs both', () => {
    const both = resolve(mine(), { ...done, reply: '已修', toldBy: 'sms' }, A_MORNING);
    expect(both).toMatchObject({
      value: {
        next: { status: 'resolved', repliedAt: A_MORNING, resolvedAt: A_MORNING },
        log: [{ type: 'case.replied' }, { type: 'case.resolved' }],
      },
    });
  });

  it('needs no second reply', () => {
    const state = { ...mine(), status: 'replied' as const, repliedAt: A_MORNING };
    expect(resolve(state, done, A_MORNING + 1)).toMatchObject({
      value: {
        next: { repliedAt: A_MORNING },
        log: [{ type: 'case.resolved', texts: { result: '好了', basis: '规定' } }],
      },
    });
  });
});

describe('following up', () => {
  const resolved = () => ({ ...mine(), status: 'resolved' as const, resolvedAt: A_MORNING });
  const call = {
    reached: true,
    contacted: 'yes' as const,
    resolved: 'partly' as const,
    satisfaction: 'satisfied',
    method: 'phone',
    note: undefined,
  };

  it('is not for the handler, and a valid one needs the satisfaction', () => {
    const state = resolved();
    expect(recordFollowUp(state, call, { actor: li, now: A_MORNING })).toEqual(
      fail('follow-up.own-case', { number: state.number }),
    );
    expect(
      recordFollowUp(state, { ...call, satisfaction: undefined }, { actor: caller, now: A_MORNING }),
    ).toMatchObject({ code: 'follow-up.no-satisfaction' });
  });

  it('archives the case when somebody was reached, and counts the try when not', () => {
    const reached = recordFollowUp(resolved(), call, { actor: caller, now: A_MORNING });
    expect(reached).toMatchObject({
      value: {
        next: { status: 'archived', followedUpAt: A_MORNING, followUps: 1 },
        log: [{ data: { valid: true, resolved: 'partly' } }],
      },
    });
    const missed = recordFollowUp(resolved(), { ...call, reached: false }, { actor: caller, now: A_MORNING });
    if (!missed.ok) throw new Error(missed.code);
    expect(missed.value.next).toMatchObject({ status: 'resolved', followUps: 1 });
    expect(missed.value.log[0]?.data).toEqual({ valid: false, reached: false, method: 'phone' });
  });
});

it('stops a contact clock only when contact was made, and only the first time', () => {
  expect(reportProgress(mine(), { note: 'x', contacted: false }, A_MORNING)).toMatchObject({
    value: { next: expect.not.objectContaining({ contactedAt: A_MORNING }) },
  });
  const first = reportProgress(mine(), { note: 'x', contacted: true }, A_MORNING);
  if (!first.ok) throw new Error(first.code);
  expect(reportProgress(first.value.next, { note: 'x', contacted: true }, A_MORNING + 1)).toMatchObject({
    value: { next: { contactedAt: A_MORNING } },
  });
});

it('archives only what is resolved', () => {
  expect(archive({ ...mine(), status: 'resolved' }, A_MORNING)).toMatchObject({
    value: { next: { status: 'archived', archivedAt: A_MORNING } },
  });
  expect(archive(mine(), A_MORNING)).toMatchObject({ ok: false, code: 'case.wrong-status' });
});
