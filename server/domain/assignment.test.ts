import { A_MORNING, aCalendar, aCase, aPerson, aPolicy, at } from '../../tests/factories';
import { type AssignInput, addCall, assign, decline, LOCK_MS, recall, resolveOnSpot, take } from './assignment';
import { fail } from './result';

const wang = aPerson('王芳', ['dispatcher']);
const li = aPerson('李红', ['dispatcher']);
const nothing: AssignInput = {
  unit: 'housing',
  coUnits: [],
  type: undefined,
  grade: undefined,
  item: undefined,
  against: undefined,
  note: undefined,
};
const setting = (now = A_MORNING, actor = wang) => ({ actor, policy: aPolicy(), calendar: aCalendar(), now });

describe('taking a case', () => {
  it('locks it for ten minutes', () => {
    const state = aCase();
    expect(take(state, wang, A_MORNING)).toEqual({
      ok: true,
      value: {
        next: { ...state, lock: { by: 'ou_王芳', until: A_MORNING + LOCK_MS } },
        log: [{ type: 'case.taken', data: { until: A_MORNING + LOCK_MS } }],
      },
    });
  });

  it('is refused to another until the lock falls, and never to the same person', () => {
    const state = aCase({ lock: { by: 'ou_王芳', until: A_MORNING + LOCK_MS } });
    expect(take(state, li, A_MORNING + LOCK_MS - 1)).toEqual(fail('case.locked', { number: state.number }));
    expect(take(state, li, A_MORNING + LOCK_MS).ok).toBe(true);
    expect(take(state, wang, A_MORNING).ok).toBe(true);
    expect(assign(state, nothing, setting(A_MORNING, li))).toEqual(fail('case.locked', { number: state.number }));
  });
});

describe('assigning', () => {
  it('names the unit, drops the lock, and asks for a claim by the end of the next working day', () => {
    const done = assign(
      aCase({ lock: { by: 'ou_王芳', until: A_MORNING + 1 } }),
      { ...nothing, coUnits: ['urban', 'housing'], note: '请办' },
      setting(at('2026-03-06T16:00:00')),
    );
    if (!done.ok) throw new Error(done.code);
    expect(done.value.next).toMatchObject({
      status: 'assigned',
      unit: 'housing',
      coUnits: ['urban'],
      claimDueAt: at('2026-03-09T23:59:59'),
    });
    expect(done.value.next).not.toHaveProperty('lock');
    expect(done.value.log).toMatchObject([
      { type: 'case.assigned', data: { unit: 'housing', coUnits: ['urban'] }, texts: { note: '请办' } },
    ]);
  });

  it.each([
    ['no unit of the district', { unit: 'mars' }, 'unit.cannot-handle'],
    ['a group that carries no cases', { unit: 'citizen-group' }, 'unit.cannot-handle'],
    ['a co-unit that is none', { coUnits: ['urban', 'mars'] }, 'unit.cannot-handle'],
    ['an item that is in no catalogue', { item: 'no.such' }, 'catalogue.unknown'],
    ['the reported unit', { type: 'report', against: 'housing' }, 'assign.against-itself'],
    [
      'the reported unit as a co-unit',
      { type: 'report', against: 'urban', coUnits: ['urban'] },
      'assign.against-itself',
    ],
  ] as const)('refuses %s', (_what, given, code) => {
    const input: AssignInput = { ...nothing, ...given, coUnits: 'coUnits' in given ? [...given.coUnits] : [] };
    expect(assign(aCase(), input, setting())).toMatchObject({ ok: false, code });
  });

  it('lets a complaint against a unit go to that unit', () => {
    expect(assign(aCase({ against: 'housing' }), nothing, setting()).ok).toBe(true);
  });

  it('is undone by a recall, which leaves no trace in the state but one in the log', () => {
    const before = aCase();
    const assigned = assign(before, nothing, setting());
    if (!assigned.ok) throw new Error(assigned.code);
    const back = recall(assigned.value.next, '派错了');
    expect(back).toEqual({
      ok: true,
      value: { next: before, log: [{ type: 'case.recalled', data: { from: 'housing' }, texts: { reason: '派错了' } }] },
    });
  });
});

it('declines with the lawful place to go', () => {
  const done = decline(aCase(), { reason: '涉诉', redirect: '区法院' }, A_MORNING);
  expect(done).toMatchObject({
    ok: true,
    value: {
      next: { status: 'declined', archivedAt: A_MORNING },
      log: [{ type: 'case.declined', texts: { redirect: '区法院' } }],
    },
  });
});

it('resolves on the spot as the lead unit, with the reply recorded', () => {
  const done = resolveOnSpot(aCase(), { reply: '已解释', toldBy: 'phone' }, A_MORNING);
  expect(done).toMatchObject({
    ok: true,
    value: {
      next: {
        status: 'resolved',
        unit: 'livelihood',
        firstUnit: 'livelihood',
        repliedAt: A_MORNING,
        resolvedAt: A_MORNING,
      },
      log: [{ type: 'case.replied' }, { type: 'case.resolved' }],
    },
  });
});

it('counts second calls on an open case', () => {
  const first = addCall(aCase({ status: 'claimed' }), '还没修');
  if (!first.ok) throw new Error(first.code);
  expect(addCall(first.value.next, '又打').ok && first.value.next.calls).toBe(1);
  expect(addCall(aCase({ status: 'resolved' }), 'x')).toMatchObject({ ok: false, code: 'case.wrong-status' });
});
