import { aCase, aPerson } from '../../tests/factories';
import { mayAct, maySee, type Permit } from './permissions';
import type { Role } from './policy';

const state = aCase({
  status: 'claimed',
  unit: 'housing',
  coUnits: ['urban'],
  assignee: 'ou_甲',
  responsible: { unit: 'housing', person: 'ou_甲' },
});
const permit = (sphere: Permit['sphere'], ...roles: Role[]): Permit => ({ roles, sphere });

it.each([
  ['any', 'dispatcher', undefined, true],
  ['any', 'dispatcher', 'livelihood', true],
  ['any', 'handler', 'housing', false],
  ['case-unit', 'handler', 'housing', true],
  ['case-unit', 'handler', 'urban', false],
  ['case-unit', 'handler', undefined, false],
  ['case-or-co-unit', 'handler', 'urban', true],
  ['case-or-co-unit', 'handler', 'market', false],
  ['lead-unit', 'handler', 'livelihood', true],
  ['lead-unit', 'handler', undefined, true],
  ['lead-unit', 'handler', 'housing', false],
] as const)('in the sphere %s, %s of %s: %s', (sphere, role, unit, may) => {
  const wanted: Role = sphere === 'any' ? 'dispatcher' : 'handler';
  expect(mayAct(aPerson('乙', unit === undefined ? [role] : [role, unit]), permit(sphere, wanted), state).ok).toBe(may);
});

it('tells as which of several posts somebody acts', () => {
  const both = aPerson('乙', ['handler', 'market'], ['handler', 'housing']);
  expect(mayAct(both, permit('case-unit', 'handler'), state)).toEqual({
    ok: true,
    value: { role: 'handler', unit: 'housing' },
  });
  expect(mayAct(aPerson('乙'), permit('any', 'dispatcher', 'lead'), state)).toMatchObject({
    code: 'permission.role-needed',
    params: { roles: 'dispatcher|lead' },
  });
});

it('lets the person who answers act where the command says so, and the product itself everywhere', () => {
  const orAssignee = { ...permit('case-unit', 'handler'), orAssignee: true };
  expect(mayAct(aPerson('甲'), orAssignee, state).ok).toBe(true);
  expect(mayAct(aPerson('甲'), permit('case-unit', 'handler'), state).ok).toBe(false);
  expect(mayAct({ ...aPerson('系统'), via: 'timer' }, permit('any'), state)).toEqual({
    ok: true,
    value: { role: 'system', unit: null },
  });
});

it.each([
  [[['dispatcher']], true],
  [[['leader']], true],
  [[['handler', 'housing']], true],
  [[['handler', 'urban']], true],
  [[['head', 'livelihood']], true],
  [[['handler', 'market']], false],
  [[['follow-up']], true],
  [[['admin']], false],
  [[], false],
] as [readonly (readonly [Role, string?])[], boolean][])('lets %j see the case: %s', (posts, may) => {
  expect(maySee(aPerson('乙', ...posts), state)).toBe(may);
});

it('never shows a report to the unit it is against, whatever other post its people hold', () => {
  const report = { ...state, type: 'report' as const, against: 'market', coUnits: ['market'] };
  expect(maySee(aPerson('乙', ['handler', 'market']), report)).toBe(false);
  expect(maySee(aPerson('乙', ['dispatcher'], ['handler', 'market']), report)).toBe(false);
  expect(maySee(aPerson('乙', ['handler', 'market']), { ...report, type: 'complaint' })).toBe(true);
  expect(maySee(aPerson('乙', ['dispatcher']), report)).toBe(true);
});
