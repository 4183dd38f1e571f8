import { compareSnapshots } from './snapshot';

const snapshot = (lines: readonly string[]) => ({ chats: new Map([['派单群', lines]]), cases: new Map() });

it('finds nothing between equal runs', () => {
  expect(compareSnapshots(snapshot(['a', 'b']), snapshot(['a', 'b']))).toEqual([]);
});

it.each([
  ['a doubled message', ['a', 'a', 'b'], 'first difference at 1'],
  ['a lost message', ['a'], '2 entries undisturbed, 1 with kills'],
  ['another order', ['b', 'a'], 'first difference at 0'],
  ['one more at the end', ['a', 'b', 'c'], 'first difference at 2'],
])('tells %s', (_what, killed, words) => {
  const differences = compareSnapshots(snapshot(['a', 'b']), snapshot(killed));
  expect(differences).toHaveLength(1);
  expect(differences[0]).toContain(words);
});

it('tells a case whose log differs', () => {
  const chats = new Map<string, readonly string[]>();
  const one = { chats, cases: new Map([['LS-20260506-0001', ['status claimed', 'case.claimed']]]) };
  const other = { chats, cases: new Map([['LS-20260506-0001', ['status claimed', 'case.claimed', 'case.claimed']]]) };
  expect(compareSnapshots(one, other)).toHaveLength(1);
});
