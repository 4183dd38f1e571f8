import { findAct } from '../../sandbox/people/find-act';
import { aDistrict, type District, STAFF, wordsOfCard } from '../../tests/district';
import { aCalendar, aPolicy, at, aVault } from '../../tests/factories';
import { Clicks } from './click';
import { DeskBuilder } from './desk';

let district: District;
const lines: Record<string, unknown>[] = [];
jest.mock('../observability/logger', () => ({
  createLogger: () => {
    const at = (level: string) => (fields: Record<string, unknown>, event: string) =>
      void lines.push({ level, event, ...fields });
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  },
}));

beforeAll(async () => {
  district = await aDistrict();
});
afterAll(() => district.close());

const typesOf = async (number: string) => (await district.storage.read.log.of(number)).map((entry) => entry.type);
const stateOf = async (number: string) => (await district.storage.read.cases.load(number))?.state;
const press = (
  who: keyof typeof STAFF,
  id: string,
  action: { value: unknown; name?: string; form_value?: Record<string, unknown> },
) => district.hands.client.click(STAFF[who].id, id, { tag: 'button', ...action });

it('carries a case from registration to the callback by cards alone', async () => {
  const number = await district.claimed();
  await district.do('handler', 'housing', 'report-progress', number, { note: '已到现场', contacted: 'yes' });
  await district.do('handler', 'housing', 'reply-case', number, { reply: '已更换灯泡', told_by: 'phone' });
  await district.do('handler', 'housing', 'resolve-case', number, {
    outcome: 'resolved',
    result: '已修好',
    basis: '城市照明管理规定',
  });
  const followUp = { reached: 'yes', contacted: 'yes', resolved: 'yes', satisfaction: 'satisfied', method: 'phone' };
  await district.do('caller', 'lead', 'record-follow-up', number, followUp);
  expect((await stateOf(number))?.status).toBe('archived');
  const types = ['registered', 'assigned', 'claimed', 'progressed', 'replied', 'resolved', 'followed-up'];
  expect(await typesOf(number)).toEqual(types.map((type) => `case.${type}`));
  expect(await district.journal('refused')).toEqual([]);
});

it('takes a double click for one act, and tells both that it was done', async () => {
  const number = await district.register();
  await district.do('dispatcher', 'dispatch', 'assign-case', number, { unit: 'housing' });
  const card = await district.card('housing', number);
  const found = findAct(card.card, 'claim-case', number);
  if (found?.kind !== 'button') throw new Error('no button');
  const answers = await Promise.all([1, 2].map(() => press('handler', card.id, { value: found.value })));
  expect(answers.map((answer) => answer.done)).toEqual([true, true]);
  expect((await typesOf(number)).filter((type) => type === 'case.claimed')).toHaveLength(1);
});

it('lets one of two people who claim together have it, and tells the other', async () => {
  const number = await district.register();
  await district.do('dispatcher', 'dispatch', 'assign-case', number, { unit: 'housing' });
  const card = await district.card('housing', number);
  const found = findAct(card.card, 'claim-case', number);
  if (found?.kind !== 'button') throw new Error('no button');
  const answers = await Promise.all(
    (['handler', 'second'] as const).map((who) => press(who, card.id, { value: found.value })),
  );
  expect(answers.filter((answer) => answer.done)).toHaveLength(1);
  expect(answers.find((answer) => !answer.done)?.error).toMatch(/签收/);
});

describe('a card that is out of date', () => {
  it('still does what fits', async () => {
    const number = await district.claimed();
    const card = await district.card('housing', number);
    const found = findAct(card.card, 'reply-case', number);
    if (found?.kind !== 'form') throw new Error('no form');
    const form = (reply: string) => ({
      name: found.submit,
      value: found.value,
      form_value: { reply_case__reply: reply, reply_case__told_by: 'phone' },
    });
    await Promise.all(['甲说明', '乙说明'].map((reply) => press('handler', card.id, form(reply))));
    await district.settled();
    expect((await typesOf(number)).filter((type) => type === 'case.replied')).toHaveLength(2);
  });

  it('refuses what no longer fits, says why, and gives the typed text back', async () => {
    const number = await district.register();
    const card = await district.card('dispatch', number);
    const found = findAct(card.card, 'assign-case', number);
    if (found?.kind !== 'form') throw new Error('no form');
    const note = '请尽快到现场查看并联系诉求人说明情况';
    const form = (unit: string) => ({
      name: found.submit,
      value: found.value,
      form_value: { assign_case__unit: unit, assign_case__note: note },
    });
    const [first, second] = await Promise.all([
      press('dispatcher', card.id, form('housing')),
      press('dispatcher', card.id, form('urban')),
    ]);
    expect(first.done).toBe(true);
    expect(second.done).toBe(false);
    expect(second.error).toContain(number);
    await district.settled();
    expect((await stateOf(number))?.unit).toBe('housing');
    expect(await district.directWords('dispatcher')).toContain(note);
  });
});

it('refuses whoever has no post for it, changes nothing and writes one line of security log', async () => {
  const number = await district.register();
  await district.do('dispatcher', 'dispatch', 'assign-case', number, { unit: 'housing' });
  for (const who of ['stranger', 'urban', 'caller'] as const) {
    const before = await stateOf(number);
    lines.length = 0;
    const done = await district.try(who, 'housing', 'claim-case', number);
    expect(done.done).toBe(false);
    expect(await stateOf(number)).toEqual(before);
    const security = lines.filter((line) => line.event === 'security.refused');
    expect(security).toHaveLength(1);
    expect(security[0]).toMatchObject({ person: STAFF[who].id });
  }
});

it('refuses acts that only the product itself may do', async () => {
  const number = await district.register();
  const card = await district.card('dispatch', number);
  for (const cmd of ['remind-case', 'archive-case', 'no-such-command']) {
    const answer = await click({ cmd, case: number, v: 1 }, card.id, `evt-${cmd}`);
    expect(answer.toast.kind).toBe('warning');
  }
  expect(await typesOf(number)).toEqual(['case.registered']);
});

/** A click as the channel would hand it in: also what no card offers. */
async function click(value: Record<string, unknown>, messageId: string, eventId: string, person = 'ou_dispatcher') {
  const clock = { controlled: true as const, now: () => at('2026-03-04T10:00:00') };
  const desks = new DeskBuilder({
    policy: aPolicy(),
    calendar: aCalendar(),
    clock,
    secrets: aVault(),
    publicUrl: () => 'http://x',
  });
  const ignore = () => undefined;
  const clicks = new Clicks({
    storage: district.storage,
    desks,
    vault: aVault(),
    queue: {
      ring: ignore,
      listen: ignore,
      start: async () => undefined,
      stop: async () => undefined,
      healthy: async () => true,
    },
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    metrics: { count: ignore, observe: ignore, gauge: ignore },
  });
  return clicks.answer({ kind: 'click', eventId, messageId, chatId: 'oc_dispatch', from: person, value, form: {} });
}

it('does a click once that the platform delivers again', async () => {
  const number = await district.register();
  const card = await district.card('dispatch', number);
  for (let delivery = 0; delivery < 3; delivery += 1) {
    expect((await click({ cmd: 'take-case', case: number, v: 1 }, card.id, 'evt-again')).toast.kind).toBe('success');
  }
  expect(await typesOf(number)).toEqual(['case.registered', 'case.taken']);
});

it.each([
  {},
  { cmd: 5 },
  { cmd: 'assign-case' },
  { cmd: 'assign-case', case: 'LS-1', v: 'x' },
  { cmd: 'a'.repeat(5000) },
])('answers a value that is no act of ours with a toast: %j', async (value) => {
  const answer = await click(value, 'om_none', `evt-${JSON.stringify(value).length}`);
  expect(answer.toast.kind).toBe('warning');
  expect(answer.toast.zh).not.toBe('');
});

it('shows the new state in the answer to the click', async () => {
  const number = await district.claimed();
  const shown = wordsOfCard(await district.card('housing', number));
  expect(shown).toContain('李强');
  expect(findAct((await district.card('housing', number)).card, 'claim-case', number)).toBeUndefined();
});
