import { aCase } from '../../tests/factories';
import type { Role } from './policy';
import { buildRoster, placeFor, responsibleFor, seatFor } from './roster';

const rosterOf = (grants: readonly (readonly [string, Role, string?])[], bindings: Record<string, string> = {}) =>
  buildRoster({
    grants: grants.map(([openId, role, unit]) => ({ openId, role, unit: unit ?? null })),
    bindings: Object.entries(bindings).map(([purpose, chat]) => ({ purpose, chat })),
    people: [],
  });

describe('who answers for a case', () => {
  const assigned = () => aCase({ status: 'assigned', unit: 'housing' });
  const all = [
    ['d1', 'dispatcher'],
    ['d2', 'dispatcher', 'livelihood'],
    ['h1', 'handler', 'housing'],
    ['h2', 'handler', 'housing'],
    ['head', 'head', 'housing'],
    ['top', 'head', 'livelihood'],
    ['a', 'admin'],
  ] as const;
  const without = (...gone: string[]) => rosterOf(all.filter(([id]) => !gone.includes(id)));

  it.each([
    ['before it is assigned, the dispatcher of the lead unit', aCase(), [], { unit: 'livelihood', person: 'd2' }],
    ['else any dispatcher', aCase(), ['d2'], { unit: 'livelihood', person: 'd1' }],
    ['else the administrator', aCase(), ['d1', 'd2'], { unit: 'livelihood', person: 'a' }],
    ['nobody holds any post', aCase(), ['d1', 'd2', 'a'], { unit: 'livelihood', note: 'dispatcher-vacant' }],
    ['once assigned, the head of the unit', assigned(), [], { unit: 'housing', person: 'head' }],
    ['else its first handler', assigned(), ['head'], { unit: 'housing', person: 'h1' }],
    [
      'else, said so, the head of the lead unit',
      assigned(),
      ['head', 'h1', 'h2'],
      { unit: 'housing', person: 'top', note: 'unit-vacant' },
    ],
    [
      'else the duty dispatcher',
      assigned(),
      ['head', 'h1', 'h2', 'top'],
      { unit: 'housing', person: 'd2', note: 'unit-vacant' },
    ],
    ['once claimed, the claimer', { ...assigned(), assignee: 'h2' }, [], { unit: 'housing', person: 'h2' }],
  ])('%s', (_who, state, gone, responsible) => {
    expect(responsibleFor(state, without(...gone))).toEqual(responsible);
  });
});

describe('where a card goes', () => {
  const grants = [['d', 'dispatcher']] as const;
  it.each([
    [{ 'unit:housing': 'c1', 'unit:livelihood': 'c2', dispatch: 'c3' }, { chat: 'c1' }],
    [
      { 'unit:livelihood': 'c2', dispatch: 'c3' },
      { chat: 'c2', fellFrom: 'unit:housing' },
    ],
    [{ dispatch: 'c3' }, { chat: 'c3', fellFrom: 'unit:housing' }],
    [{}, { person: 'd', fellFrom: 'unit:housing' }],
  ])('climbs while chats are unbound: %j', (bindings, place) => {
    expect(placeFor('unit:housing', 'livelihood', rosterOf(grants, bindings as Record<string, string>))).toEqual(place);
  });

  it('is nowhere only when there is nobody at all', () => {
    expect(placeFor('dispatch', 'livelihood', rosterOf([]))).toBeUndefined();
  });
});

describe('what a chat is to a case', () => {
  const roster = rosterOf([], { 'unit:housing': 'c1', 'unit:livelihood': 'c2', dispatch: 'c3' });
  const state = aCase({ status: 'assigned', unit: 'housing' });
  it.each([
    ['c1', 'unit'],
    ['c2', 'lead'],
    ['c3', 'dispatch'],
    ['c9', 'other'],
  ])('%s is %s', (chat, role) => {
    expect(seatFor(state, chat, roster)).toEqual({ role });
  });

  it('takes the place of an unbound one, and says of which', () => {
    const fallen = rosterOf([], { 'unit:livelihood': 'c2', dispatch: 'c3' });
    expect(seatFor(state, 'c2', fallen)).toEqual({ role: 'unit', fellFrom: 'unit:housing' });
    expect(seatFor(state, 'c3', fallen)).toEqual({ role: 'dispatch' });
  });
});
