import fc from 'fast-check';
import { A_MORNING, aCase, aPerson, aPolicyDesk, aStorage, aVault, seat } from '../../tests/factories';
import { CASE_COMMANDS, findCaseCommand } from '../commands/registry';
import { type Actor, isOpen, STATUSES, type Status } from '../domain/case';
import { caseClocks } from '../domain/case-clocks';
import { isAllowed, TRANSITIONS } from '../domain/transitions';
import type { Storage } from '../ports/storage';
import { verifyAudit } from './audit';
import { registerAppeal } from './intake';
import { perform } from './perform';

const INPUTS: Readonly<Record<string, Record<string, unknown>>> = {
  'assign-case': { unit: 'housing' },
  'recall-assignment': { reason: '派错' },
  'resolve-on-spot': { reply: '已解释', told_by: 'phone' },
  'decline-case': { reason: '涉诉', redirect: '法院' },
  'reply-case': { reply: '已修', told_by: 'phone' },
  'resolve-case': { outcome: 'resolved', result: '好', basis: '规定', reply: '已修', told_by: 'phone' },
  'report-progress': { note: '在办' },
  'record-follow-up': { reached: 'yes', satisfaction: 'satisfied', method: 'phone' },
  'add-call': { note: '又来电' },
};
const wang = aPerson('王芳', ['dispatcher']);
const li = aPerson('李强', ['handler', 'housing']);
const zhou = aPerson('周敏', ['handler', 'urban']);
const zheng = aPerson('郑洁', ['follow-up']);

let storage: Storage;
beforeAll(async () => {
  storage = await aStorage();
});
afterAll(() => storage.close());

describe('the table of transitions', () => {
  it('has a row for every act of people, and a command for every row', () => {
    const byPeople = CASE_COMMANDS.filter((command) => command.permit.roles.length > 0).map((command) => command.name);
    expect(TRANSITIONS.map((row) => row.command).sort()).toEqual(byPeople.sort());
  });

  it.each(TRANSITIONS.flatMap((row) => STATUSES.map((status) => [row.command, status] as const)))(
    '%s decides in %s as its row says',
    async (name, status) => {
      const command = findCaseCommand(name);
      if (!command) throw new Error(name);
      const unassigned = status === 'registered' || status === 'declined';
      const state = aCase({
        status,
        ...(unassigned ? {} : { unit: 'housing', assignee: status === 'assigned' ? undefined : li.id }),
      } as Parameters<typeof aCase>[0]);
      const desk = await aPolicyDesk().at(storage.read);
      const secret = { content: 'x', tracking: 't', name: '李', phone: '13800000000' };
      const input = command.input.parse(INPUTS[name] ?? {});
      const actor = name === 'record-follow-up' ? zheng : li;
      const decided = command.decide({ state, secret, input, actor, desk });
      expect([name, status, decided.ok]).toEqual([name, status, isAllowed(name, status)]);
    },
  );
});

/** One random step: who tries what. Most are refused, as in life. */
const step = fc.record({
  command: fc.constantFrom(...TRANSITIONS.map((row) => row.command), 'remind-case', 'archive-case'),
  who: fc.constantFrom<Actor>(wang, li, zhou, zheng),
  other: fc.boolean(),
});

function formOf(command: string, other: boolean): Record<string, unknown> {
  if (command === 'assign-case') return { unit: other ? 'urban' : 'housing' };
  if (command === 'record-follow-up' && other) return { reached: 'no', method: 'phone' };
  return {
    ...INPUTS[command],
    ...(command.startsWith('remind') || command.startsWith('archive') ? { step: command, at: A_MORNING } : {}),
  };
}

it('keeps its promises through any history', async () => {
  await storage.write((stores) => seat(stores, wang, li, zhou, zheng));
  const vault = aVault();
  let sources = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      sources += 1;
      const number = await storage.write(async (stores) => {
        const desk = await aPolicyDesk().at(stores);
        const done = await registerAppeal(
          { stores, desk, vault, actor: wang, channel: 'hotline-12345' },
          { source_id: `w${sources}`, content: '路灯不亮', phone: '13800000000', name: '李' },
        );
        if (done.kind === 'invalid') throw new Error('not registered');
        return done.state.number;
      });
      let time = A_MORNING;
      for (const { command, who, other } of steps) {
        time += 3_600_000;
        await storage.write(async (stores) => {
          const desk = await aPolicyDesk(time).at(stores);
          const actor: Actor = command === 'remind-case' || command === 'archive-case' ? { ...who, via: 'timer' } : who;
          return perform({ stores, desk, vault }, { command, caseNumber: number, form: formOf(command, other), actor });
        });
        await holds(number, time);
      }
    }),
    { numRuns: 25 },
  );
  expect(await verifyAudit(storage)).toMatchObject({ ok: true });
}, 60_000);

/** What must be true of a case after every act. */
async function holds(number: string, time: number): Promise<void> {
  const stored = await storage.read.cases.load(number);
  if (!stored) throw new Error('the case vanished');
  const { state } = stored;
  const log = await storage.read.log.of(number);
  expect(log.map((entry) => entry.seq)).toEqual(log.map((_, index) => index + 1));
  expect(stored.logSeq).toBe(log.length);
  expect(state.responsible.unit).toBe(state.unit ?? state.leadUnit);
  expect(state.responsible.person).toEqual(expect.any(String));
  const settled: readonly Status[] = ['resolved', 'archived'];
  if (settled.includes(state.status)) {
    expect(state.repliedAt).toBeDefined();
    expect(log.some((entry) => entry.type === 'case.replied' && entry.texts?.reply !== undefined)).toBe(true);
  }
  const clocks = caseClocks(state, { ...(await aPolicyDesk(time).at(storage.read)) });
  if (!clocks.ok) throw new Error(clocks.code);
  const rows = (await storage.read.cases.clocksDue(0, Number.MAX_SAFE_INTEGER)).filter(
    (row) => row.caseNumber === number && row.kind !== 'claim',
  );
  expect(rows.map((row) => [row.kind, row.dueAt]).sort()).toEqual(
    clocks.value.map((clock) => [clock.kind, clock.dueAt]).sort(),
  );
  expect((await storage.read.timers.armedOf(number)).length).toBeLessThanOrEqual(1);
  if (isOpen(state.status)) expect(await storage.read.timers.armedOf(number)).toHaveLength(1);
}
