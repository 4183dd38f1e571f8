import { summaryOf } from '../../sandbox/people/card-reading';
import { startPlatform } from '../../sandbox/platform/server';
import { aDistrict, CHATS, type District, STAFF, wordsOfCard } from '../../tests/district';
import { A_MORNING } from '../../tests/factories';

let district: District;
beforeEach(async () => {
  district = await aDistrict();
});
afterEach(() => district.close());

const DAY = 86_400_000;
const cardsOf = async (chat: keyof typeof CHATS, number: string) => {
  await district.board.pull();
  return district.board
    .newest(CHATS[chat])
    .filter((one) => one.parent === undefined && summaryOf(one.card).includes(number));
};

it('waits out a rate limit and a failing platform, and sends once', async () => {
  await district.fault({ api: 'message.create', mode: 'error', http: 400, code: 230020, times: 1 });
  await district.fault({ api: 'message.create', mode: 'error', http: 503, times: 2 });
  const number = await district.register();
  expect(await cardsOf('dispatch', number)).toHaveLength(1);
  expect((await district.journal('fault')).length).toBe(3);
});

it('sends no message twice when the connection drops after the platform has taken it', async () => {
  await district.fault({ api: 'message.create', mode: 'accept-then-drop', times: 2 });
  const number = await district.register();
  expect(await cardsOf('dispatch', number)).toHaveLength(1);
  await district.do('dispatcher', 'dispatch', 'assign-case', number, { unit: 'housing' });
  expect(await cardsOf('housing', number)).toHaveLength(1);
});

it('sends again what the platform never got', async () => {
  await district.fault({ api: 'message.create', mode: 'drop-response', times: 1 });
  const number = await district.register();
  expect(await cardsOf('dispatch', number)).toHaveLength(1);
});

it('posts a card anew that was recalled, and goes on with the new one', async () => {
  const number = await district.register();
  const [old] = await cardsOf('dispatch', number);
  const message = district.platform.platform.state.messages.get(old?.id ?? '');
  if (message) message.deleted = true;
  await district.storage.write((stores) =>
    stores.outbox.add({
      lane: 'x',
      kind: 'live',
      chat: CHATS.dispatch,
      subject: `case:${number}`,
      payload: null,
      uuid: 'again',
      priority: 1,
      createdAt: Date.now(),
    }),
  );
  await district.clock({ advance: 'PT1S' });
  await district.settled();
  const [fresh] = await cardsOf('dispatch', number);
  expect(fresh?.id).not.toBe(old?.id);
  expect((await district.storage.read.cards.find(`case:${number}`, CHATS.dispatch))?.messageId).toBe(fresh?.id);
  await district.do('dispatcher', 'dispatch', 'assign-case', number, { unit: 'housing' });
  expect((await cardsOf('dispatch', number))[0]?.id).toBe(fresh?.id);
  expect(await district.storage.read.outbox.dead(5)).toEqual([]);
});

it('reissues a card before the platform freezes it, and the old one points to the new one', async () => {
  const number = await district.claimed();
  const [old] = await cardsOf('housing', number);
  await district.moveTo('2026-03-17T11:00:00');
  await district.do('handler', 'housing', 'report-progress', number, { note: '仍在施工' });
  const [fresh, before] = await cardsOf('housing', number);
  expect(before?.id ?? old?.id).toBe(old?.id);
  expect(fresh?.id).not.toBe(old?.id);
  expect(JSON.stringify(district.board.message(old?.id ?? '')?.card)).toContain('续发');
  expect(await district.journal('refused')).toEqual([]);
});

it('gives up on a card the platform refuses, keeps it as dead and tells the administrator', async () => {
  await district.fault({
    api: 'message.create',
    mode: 'error',
    http: 400,
    code: 230099,
    msg: 'Failed to create card content, ext=ErrCode: 11310; element exceeds the limit',
    times: 1,
  });
  const number = await district.register();
  const [dead] = await district.storage.read.outbox.dead(5);
  expect(dead).toMatchObject({ chat: CHATS.dispatch, subject: `case:${number}`, kind: 'live' });
  expect(await district.directWords('admin')).toContain('未能送达');
});

it('carries the cases of a group that is gone one level up, unbinds it and says so', async () => {
  const number = await district.claimed();
  await fetch(`${district.platform.url}/sandbox/chats/${CHATS.housing}/disband`, { method: 'POST', body: '{}' });
  await district.settled();
  expect((await district.storage.read.roster.bindings()).map((one) => one.purpose)).not.toContain('unit:housing');
  expect(await cardsOf('lead', number)).toHaveLength(1);
  expect(await district.directWords('admin')).toContain('unit:housing');
  await district.do('handler', 'lead', 'reply-case', number, { reply: '在上级群答复', told_by: 'phone' });
});

it('finds out by a refused send that the bot was put out, without an event', async () => {
  const number = await district.register();
  const chat = district.platform.platform.state.chats.get(CHATS.housing);
  if (chat) chat.bot = false;
  await district.do('dispatcher', 'dispatch', 'assign-case', number, { unit: 'housing' });
  expect(await cardsOf('lead', number)).toHaveLength(1);
  await district.do('handler', 'lead', 'claim-case', number);
});

it('keeps the order within a chat, and never meets a rate limit in a burst of forty', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => district.post({})));
  await district.settled(30_000);
  expect(answers.every((answer) => answer.status === 201)).toBe(true);
  const sent = (await district.journal('message'))
    .filter((entry) => entry.chat_id === CHATS.dispatch)
    .map((entry) => summaryOf(entry.card).slice(0, 16));
  expect(sent).toHaveLength(40);
  expect(sent).toEqual([...sent].sort());
  expect(await district.journal('refused')).toEqual([]);
});

it('ends within moments in the middle of a burst, and the next start sends the rest once', async () => {
  const answers = await Promise.all(Array.from({ length: 14 }, () => district.post({})));
  const started = Date.now();
  await district.stop();
  expect(Date.now() - started).toBeLessThan(5000);
  expect(await district.storage.read.outbox.waiting()).toBeGreaterThan(0);
  await district.start();
  await district.settled(30_000);
  for (const answer of answers) expect(await cardsOf('dispatch', answer.body.number)).toHaveLength(1);
});

it('folds a burst of changes of one card into few updates that end with the truth', async () => {
  const number = await district.claimed();
  await district.board.pull();
  const { id } = await district.card('housing', number);
  const before = (await district.journal('patch')).length;
  for (let index = 1; index <= 12; index += 1) {
    await district.hands.client.say(STAFF.handler.id, `答复 ${number} 第 ${index} 次说明`, { p2p: true });
  }
  await district.settled();
  const patches = (await district.journal('patch')).slice(before).filter((entry) => entry.message_id === id);
  expect(patches.length).toBeGreaterThan(0);
  expect(patches.length).toBeLessThanOrEqual(12);
  expect(wordsOfCard(await district.card('housing', number))).toContain('第 12 次说明');
  expect((await district.storage.read.log.of(number)).filter((entry) => entry.type === 'case.replied')).toHaveLength(
    12,
  );
  expect(await district.journal('refused')).toEqual([]);
});

it('looks for a message of unknown outcome once the platform has forgotten its uuid', async () => {
  const number = await district.register();
  const [card] = await cardsOf('dispatch', number);
  const hourAgo = Date.now() - 2 * 3_600_000;
  // As after a crash: the platform took it two hours ago, the answer was lost, and nobody knows the message.
  await district.storage.write(async (stores) => {
    await stores.cards.remove(`case:${number}`, CHATS.dispatch);
    await stores.outbox.add({
      lane: 'y',
      kind: 'live',
      chat: CHATS.dispatch,
      subject: `case:${number}`,
      payload: null,
      uuid: 'forgotten',
      priority: 1,
      createdAt: Date.now(),
    });
    const [row] = await stores.outbox.claim('test', Date.now(), 0, 10);
    await stores.outbox.begin(row?.id ?? 0, Math.min(hourAgo, A_MORNING - DAY), 1);
    await stores.outbox.release('test');
  });
  await district.clock({ advance: 'PT1S' });
  await district.settled();
  expect((await cardsOf('dispatch', number)).map((one) => one.id)).toEqual([card?.id]);
});

it('starts and serves without the platform, and sends when it is back', async () => {
  const { port } = district.platform;
  await district.platform.close();
  const answer = await district.post({});
  expect(answer.status).toBe(201);
  expect(await district.storage.read.outbox.waiting()).toBe(1);
  const again = await startPlatform({ port });
  try {
    again.platform.state.saveChat({
      chat_id: CHATS.dispatch,
      mode: 'group',
      name: 'x',
      owner: STAFF.admin.id,
      members: new Set([STAFF.dispatcher.id]),
      bot: true,
      status: 'normal',
    });
    for (let tries = 0; tries < 200 && (await district.storage.read.outbox.waiting()) > 0; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(again.platform.journal.totals().message).toBe(1);
  } finally {
    await again.close();
  }
});
