import fc from 'fast-check';
import { aPolicy } from '../../tests/factories';
import { type DueFact, percent, rankProcess } from './ranking';

const fact = (unit: string, met: boolean, kind: DueFact['kind'] = 'respond'): DueFact => ({
  unit,
  kind,
  dueAt: 100,
  stoppedAt: met ? 100 : 101,
});
const facts = (unit: string, met: number, missed: number) => [
  ...Array.from({ length: met }, () => fact(unit, true)),
  ...Array.from({ length: missed }, () => fact(unit, false)),
];
const departments = (given: readonly DueFact[], overdue: Record<string, number> = {}) => {
  const leagues = rankProcess(aPolicy(), given, { overdue: new Map(Object.entries(overdue)), open: new Map() });
  return leagues.find((league) => league.league === 'department')?.units ?? [];
};

it.each([
  [39, 40, '97.50'],
  [1, 3, '33.33'],
  [2, 3, '66.67'],
  [0, 7, '0.00'],
  [7, 7, '100.00'],
  [1, 800, '0.13'],
  [1, 1600, '0.06'],
  [1, 20_000, '0.01'],
  [1, 20_001, '0.00'],
  [13, 16, '81.25'],
])('prints %d of %d as %s', (part, whole, text) => {
  expect(percent(part, whole)).toBe(text);
});

it('rounds half up like exact decimal arithmetic, whatever the numbers', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }), (whole, some) => {
      const part = some % (whole + 1);
      const exact = (BigInt(part) * 20_000n + BigInt(whole)) / (2n * BigInt(whole));
      expect(percent(part, whole).replace('.', '')).toBe(exact.toString().padStart(3, '0'));
    }),
  );
});

it('lets equal figures share a rank and leaves out the next: 1, 1, 3', () => {
  const rows = departments([...facts('housing', 2, 0), ...facts('market', 4, 0), ...facts('urban', 1, 1)]);
  expect(rows.filter((row) => row.rank !== null).map((row) => [row.unit, row.rank, row.tied])).toEqual([
    ['market', 1, true],
    ['housing', 1, true],
    ['urban', 3, false],
  ]);
});

it('puts the unit with fewer overdue cases first at equal shares', () => {
  const rows = departments([...facts('housing', 2, 0), ...facts('market', 2, 0)], { housing: 1 });
  expect(rows.slice(0, 2).map((row) => [row.unit, row.rank, row.tied])).toEqual([
    ['market', 1, false],
    ['housing', 2, false],
  ]);
});

it('ranks nobody without anything due, and lists them after all others', () => {
  const rows = departments([...facts('housing', 0, 1)]);
  expect(rows[0]).toMatchObject({ unit: 'housing', rank: 1, onTime: '0.00' });
  expect(rows.slice(1).every((row) => row.rank === null && row.onTime === null && !row.tied)).toBe(true);
});

it('counts claims and replies, not resolving, and an unstopped clock as missed', () => {
  const rows = departments([
    fact('housing', true, 'claim'),
    fact('housing', false, 'resolve'),
    { ...fact('housing', true), stoppedAt: null },
  ]);
  expect(rows[0]).toMatchObject({
    claimed: { met: 1, due: 1 },
    replied: { met: 0, due: 1 },
    resolved: { met: 0, due: 1 },
    onTime: '50.00',
  });
});

it('measures each league by itself and names every unit that handles cases once', () => {
  const leagues = rankProcess(aPolicy(), [...facts('street-binhai', 1, 0), ...facts('housing', 1, 0)], {
    overdue: new Map(),
    open: new Map(),
  });
  const first = leagues.flatMap((league) => league.units.filter((row) => row.rank === 1).map((row) => row.unit));
  expect(first.sort()).toEqual(['housing', 'street-binhai']);
  const units = leagues.flatMap((league) => league.units.map((row) => row.unit));
  expect(new Set(units).size).toBe(units.length);
});
