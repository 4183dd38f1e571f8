import { A_MORNING, aCalendar, aPerson, aPolicy } from '../../tests/factories';
import type { Policy } from './policy';
import { compact, type RegisterFacts, register } from './register';

const facts = (given: Partial<RegisterFacts> = {}): RegisterFacts => ({
  number: 'LS-20260304-0001',
  channel: 'hotline-12345',
  sourceId: 's',
  kind: undefined,
  type: undefined,
  grade: 'general',
  urgent: false,
  anonymous: true,
  immediate: undefined,
  statutoryDays: undefined,
  newEnterprise: undefined,
  session: undefined,
  level: undefined,
  handedOverAt: undefined,
  upstreamDue: undefined,
  receivedAt: A_MORNING - 1000,
  item: undefined,
  against: undefined,
  suggestion: undefined,
  place: {},
  duplicates: [],
  ...given,
});
const setting = (policy: Policy = aPolicy()) => ({ policy, calendar: aCalendar(), now: A_MORNING });
const by = aPerson('热线');

it('gives a case to the lead unit of its channel, with what the channel assumes', () => {
  const done = register(facts({ channel: 'enterprise-visit' }), by, setting());
  expect(done).toMatchObject({
    ok: true,
    value: {
      next: {
        status: 'registered',
        leadUnit: 'industry',
        kind: 'enterprise',
        type: 'complaint',
        responsible: { unit: 'industry' },
        registeredAt: A_MORNING,
        receivedAt: A_MORNING - 1000,
      },
    },
  });
});

it('keeps facts present exactly when they are known', () => {
  const done = register(facts(), by, setting());
  if (!done.ok) throw new Error(done.code);
  for (const absent of ['unit', 'item', 'immediate', 'assignee', 'lock', 'street'])
    expect(done.value.next).not.toHaveProperty(absent);
  expect(compact({ a: undefined, b: null, c: 0, d: '' })).toEqual({ b: null, c: 0, d: '' });
});

it('takes the suggested item only where none was given', () => {
  const suggestion = { item: 'urban.street-light', unit: 'urban', because: ['路灯'] };
  expect(register(facts({ suggestion }), by, setting())).toMatchObject({
    value: { next: { item: 'urban.street-light', suggestedUnit: 'urban' } },
  });
  expect(register(facts({ suggestion, item: 'housing.x' }), by, setting())).toMatchObject({
    value: { next: { item: 'housing.x' } },
  });
});

it('refuses an unknown channel and a type the district does not take', () => {
  expect(register(facts({ channel: 'telegraph' }), by, setting())).toMatchObject({ code: 'channel.unknown' });
  const policy = aPolicy();
  const quiet = { ...policy, caseTypes: { ...policy.caseTypes, help: { ...policy.caseTypes.help, active: false } } };
  expect(register(facts({ type: 'help' }), by, setting(quiet))).toMatchObject({ code: 'case.type-inactive' });
  expect(register(facts({ type: 'help' }), by, setting()).ok).toBe(true);
});

it('logs the registration without the source id or anything a person wrote', () => {
  const done = register(facts({ sourceId: 'SECRET-SOURCE', against: 'housing' }), by, setting());
  if (!done.ok) throw new Error(done.code);
  expect(done.value.log).toHaveLength(1);
  expect(JSON.stringify(done.value.log)).not.toContain('SECRET-SOURCE');
});
