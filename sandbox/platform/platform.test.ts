import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@larksuiteoapi/node-sdk';
import { signPush } from './crypto';
import { defaultOptions, type PlatformOptions } from './options';
import { type RunningPlatform, startPlatform } from './server';
import { startTestBot } from './test-bot';

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, each checked by its expectation
type Loose = any;

const silent = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };
const plain = (content: string) => ({ tag: 'plain_text', content });
const claim = { tag: 'button', text: plain('签收'), behaviors: [{ type: 'callback', value: { cmd: 'claim', v: 1 } }] };
const card = (...elements: object[]) => ({ schema: '2.0', config: { update_multi: true }, body: { elements } });
const formCard = card({
  tag: 'form',
  name: 'reply',
  elements: [
    { tag: 'input', name: 'note', required: true, max_length: 5 },
    {
      tag: 'select_static',
      name: 'cause',
      options: [
        { text: plain('甲'), value: 'a' },
        { text: plain('乙'), value: 'b' },
      ],
    },
    { tag: 'date_picker', name: 'day' },
    { ...claim, name: 'send', form_action_type: 'submit' },
  ],
});

let running: RunningPlatform;
let bot: Awaited<ReturnType<typeof startTestBot>>;
let client: Client;
let chatId: string;

async function people(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, Loose> }> {
  const response = await fetch(`${running.url}/sandbox${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, Loose> };
}

async function start(options: PlatformOptions = {}): Promise<void> {
  running = await startPlatform({ retryScheduleMs: [20, 20], pushTimeoutMs: 300, ...options });
  client = sdkClient();
  expect((await people('POST', '/webhook', { url: bot.url })).status).toBe(200);
  for (const name of ['a', 'b', 'c']) await people('POST', '/users', { open_id: `ou_${name}`, name: `人${name}` });
  chatId = (await people('POST', '/chats', { name: '住建局', members: ['ou_a', 'ou_b'] })).body.chat_id;
}

function sdkClient(): Client {
  return new Client({
    appId: defaultOptions.appId,
    appSecret: defaultOptions.appSecret,
    domain: running.url,
    logger: silent,
    cache: memoryCache(),
  });
}

/** The SDK shares tokens between clients of one app; every test has a platform of its own. */
function memoryCache() {
  const values = new Map<unknown, unknown>();
  return {
    get: async (key: unknown) => values.get(key) as Loose,
    set: async (key: unknown, value: unknown) => values.set(key, value) !== undefined,
  };
}

beforeEach(async () => {
  bot = await startTestBot();
  await start();
});

afterEach(async () => {
  await running.close();
  await bot.close();
});

const send = (content: unknown, more: { msg_type?: string; uuid?: string; to?: string } = {}) =>
  client.im.v1.message.create({
    params: { receive_id_type: more.to === undefined ? 'chat_id' : 'open_id' },
    data: {
      receive_id: more.to ?? chatId,
      msg_type: more.msg_type ?? 'interactive',
      content: JSON.stringify(content),
      ...(more.uuid === undefined ? {} : { uuid: more.uuid }),
    },
  });
const sendCard = async (content: unknown = card(claim)) => (await send(content)).data?.message_id ?? '';
const refusal = async (call: Promise<unknown>) => {
  const error: Loose = await call.then(() => undefined).catch((caught: unknown) => caught);
  return { status: error?.response?.status, ...error?.response?.data };
};
const patch = (id: string, content: unknown) =>
  client.im.v1.message.patch({ path: { message_id: id }, data: { content: JSON.stringify(content) } });

describe('the open API through the real SDK', () => {
  it('sends, replies in a thread, patches, buzzes and recalls', async () => {
    const id = await sendCard();
    const reply = await client.im.v1.message.reply({
      path: { message_id: id },
      data: { msg_type: 'text', content: '{"text":"进展"}', reply_in_thread: true },
    });
    expect(reply.data?.thread_id).toMatch(/^omt_/);
    expect((await patch(id, card({ tag: 'markdown', content: '<at id=ou_a></at>' }))).code).toBe(0);
    const buzz = await client.im.v1.message.urgentApp({
      path: { message_id: id },
      params: { user_id_type: 'open_id' },
      data: { user_id_list: ['ou_a', 'ou_c'] },
    });
    expect(buzz.data?.invalid_user_id_list).toEqual(['ou_c']);
    expect((await people('GET', `/messages/${id}`)).body).toMatchObject({
      versions: 2,
      pings: ['ou_a'],
      urgent: ['ou_a'],
      updated: true,
    });
    const list = await client.im.v1.message.list({
      params: { container_id_type: 'thread', container_id: reply.data?.thread_id ?? '' },
    });
    expect(list.data?.items?.map((item) => item.msg_type)).toEqual(['interactive', 'text']);
    expect((await client.im.v1.message.delete({ path: { message_id: id } })).code).toBe(0);
    expect(await refusal(patch(id, card()))).toMatchObject({ status: 400, code: 230011 });
  });

  it('refuses with the platform codes, shapes and statuses, and journals it', async () => {
    expect(await refusal(send({ text: '电话13800138000' }, { msg_type: 'text' }))).toMatchObject({
      status: 400,
      code: 230028,
      error: { log_id: expect.any(String) },
    });
    expect(await refusal(send(card({ tag: 'note' })))).toMatchObject({
      code: 230099,
      msg: expect.stringContaining('ErrCode: 200861'),
    });
    expect(await refusal(send(card({ tag: 'markdown', content: '字'.repeat(11_000) })))).toMatchObject({
      code: 230025,
    });
    expect(await refusal(send({ text: 'x' }, { msg_type: 'text', to: 'ou_nobody' }))).toMatchObject({ code: 99992351 });
    await people('POST', `/chats/${chatId}/bot`, { present: false });
    expect(await refusal(send(card()))).toMatchObject({ code: 230002 });
    await people('POST', `/chats/${chatId}/disband`);
    expect(await refusal(send(card()))).toMatchObject({ code: 232009 });
    const { entries } = (await people('GET', '/journal?limit=1000')).body;
    expect(entries.filter((entry: Loose) => entry.kind === 'refused')).toHaveLength(6);
  });

  it('checks the token', async () => {
    const url = `${running.url}/open-apis/bot/v3/info`;
    const bare = await fetch(url);
    expect([bare.status, ((await bare.json()) as Loose).code]).toEqual([400, 99991661]);
    const wrong = await fetch(url, { headers: { authorization: 'Bearer t-none' } });
    expect(((await wrong.json()) as Loose).code).toBe(99991663);
  });

  it('gives the same message for the same uuid', async () => {
    const one = await send(card(claim), { uuid: 'case-1' });
    const two = await send(card(claim), { uuid: 'case-1' });
    expect(two.data?.message_id).toBe(one.data?.message_id);
    expect((await people('GET', '/stats')).body.messages).toBe(1);
    expect(await refusal(send(card(), { uuid: 'u'.repeat(51) }))).toMatchObject({ code: 230001 });
  });

  it('lets five messages a second into a chat and five updates of a message', async () => {
    const id = await sendCard();
    for (let sent = 1; sent < 5; sent += 1) await sendCard();
    expect(await refusal(send(card()))).toMatchObject({ status: 400, code: 230020 });
    for (let done = 0; done < 5; done += 1) await patch(id, card());
    expect(await refusal(patch(id, card()))).toMatchObject({ status: 400, code: 230020 });
  });

  it('answers 429 with a reset header above 50 calls a second', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, () => client.request({ method: 'GET', url: '/open-apis/bot/v3/info' })),
    );
    const refused: Loose[] = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason.response] : [],
    );
    expect(refused.length).toBeGreaterThanOrEqual(1);
    expect(refused[0].status).toBe(429);
    expect(refused[0].data.code).toBe(99991400);
    expect(refused[0].headers['x-ogw-ratelimit-reset']).toBe('1');
  });

  it('stops updating and clicking after 14 days of its own clock', async () => {
    const id = await sendCard();
    await people('POST', '/clock', { advance: 'P14DT1H' });
    expect(await refusal(patch(id, card()))).toMatchObject({ code: 230031 });
    const click = await people('POST', '/clicks', { as: 'ou_a', message_id: id, action: { tag: 'button' } });
    expect(click).toMatchObject({ status: 400, body: { error: expect.stringContaining('14 days') } });
  });

  it('knows chats, members, people, itself and its scopes', async () => {
    const created = await client.im.v1.chat.create({ data: { name: '研判', user_id_list: ['ou_a'] } });
    const path = { chat_id: created.data?.chat_id ?? '' };
    await client.im.v1.chatMembers.create({
      path,
      params: { member_id_type: 'open_id' },
      data: { id_list: ['ou_b', 'ou_c'] },
    });
    const page = await client.im.v1.chatMembers.get({ path, params: { page_size: 2 } });
    expect(page.data).toMatchObject({ has_more: true, member_total: 3 });
    expect((await client.im.v1.chatMembers.isInChat({ path })).data?.is_in_chat).toBe(true);
    expect((await client.contact.v3.user.get({ path: { user_id: 'ou_a' } })).data?.user?.name).toBe('人a');
    expect(((await client.request({ url: '/open-apis/bot/v3/info', method: 'GET' })) as Loose).bot.open_id).toMatch(
      /^ou_/,
    );
  });

  it('keeps uploads and shows them in cards', async () => {
    const image = await client.im.v1.image.create({ data: { image_type: 'message', image: Buffer.from('png') } });
    const key = image?.image_key ?? '';
    expect(key).toMatch(/^img_/);
    const id = await sendCard(card({ tag: 'img', img_key: key, alt: plain('') }));
    expect(id).toMatch(/^om_/);
  });

  it('fails on request', async () => {
    await people('POST', '/faults', { api: 'message.create', mode: 'accept-then-drop', times: 1 });
    await expect(send(card(), { uuid: 'u1' })).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await send(card(), { uuid: 'u1' })).code).toBe(0);
    expect((await people('GET', '/stats')).body.messages).toBe(1);
    await people('POST', '/faults', { api: 'message.create', mode: 'error', http: 503, times: 1 });
    expect(await refusal(send(card()))).toMatchObject({ status: 503 });
  });
});

describe('events', () => {
  it('pushes a mention in a group, encrypted and signed, and nothing else said there', async () => {
    bot.received.length = 0;
    expect((await people('POST', '/messages', { as: 'ou_a', chat_id: chatId, text: '随便说说' })).body).toMatchObject({
      pushed: false,
    });
    const said = await people('POST', '/messages', {
      as: 'ou_a',
      chat_id: chatId,
      text: '@suban 查 <at user_id="ou_b"></at>',
    });
    expect(said.body).toMatchObject({ pushed: true, delivered: true });
    expect(bot.received).toHaveLength(1);
    const [{ headers, raw, body }] = bot.received as [(typeof bot.received)[number]];
    const [timestamp, nonce] = [String(headers['x-lark-request-timestamp']), String(headers['x-lark-request-nonce'])];
    expect(headers['x-lark-signature']).toBe(signPush(timestamp, nonce, defaultOptions.encryptKey, raw));
    expect(body.header).toMatchObject({
      event_type: 'im.message.receive_v1',
      token: defaultOptions.verificationToken,
      app_id: defaultOptions.appId,
    });
    expect(body.header.create_time).toMatch(/^\d{13}$/);
    const message: Loose = body.event.message;
    expect(JSON.parse(message.content)).toEqual({ text: '@_user_2 查 @_user_1' });
    expect(message.mentions.map((one: Loose) => [one.key, one.mentioned_type, one.id.open_id.slice(0, 4)])).toEqual([
      ['@_user_1', 'user', 'ou_b'],
      ['@_user_2', 'bot', 'ou_b'],
    ]);
  });

  it('repeats an event that was not answered with 200', async () => {
    let calls = 0;
    bot.answerWith(() => {
      calls += 1;
      return calls === 1 ? 204 : {};
    });
    bot.received.length = 0;
    expect((await people('POST', '/messages', { as: 'ou_a', p2p: true, text: '你好' })).body.delivered).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(bot.received.map((one: Loose) => one.body.header.event_id)).toEqual([
      bot.received[0]?.body.header.event_id,
      bot.received[0]?.body.header.event_id,
    ]);
  });

  it('tells of members, menu and direct chat', async () => {
    bot.received.length = 0;
    await people('POST', `/chats/${chatId}/members`, { open_ids: ['ou_c'] });
    await people('DELETE', `/chats/${chatId}/members`, { open_ids: ['ou_c'] });
    await people('POST', '/menu', { as: 'ou_a', event_key: 'todo' });
    await people('POST', '/enter', { as: 'ou_a' });
    expect(bot.received.map((one: Loose) => one.body.header.event_type)).toEqual([
      'im.chat.member.user.added_v1',
      'im.chat.member.user.deleted_v1',
      'application.bot.menu_v6',
      'im.chat.access_event.bot_p2p_chat_entered_v1',
    ]);
  });
});

describe('clicks', () => {
  it('carries the value to the bot and shows its toast and card', async () => {
    const id = await sendCard();
    bot.answerWith(() => ({
      toast: { type: 'success', content: '已签收' },
      card: { type: 'raw', data: card({ tag: 'hr' }) },
    }));
    const click = await people('POST', '/clicks', {
      as: 'ou_a',
      message_id: id,
      action: { tag: 'button', value: { cmd: 'claim', v: 1 } },
    });
    expect(click.body).toEqual({ ok: true, toast: { type: 'success', content: '已签收' }, card: true });
    const { header, event } = bot.received.at(-1)!.body as Loose;
    expect(header.create_time).toMatch(/^\d{16}$/);
    expect(event).toMatchObject({
      operator: { open_id: 'ou_a' },
      action: { value: { cmd: 'claim', v: 1 } },
      context: { open_message_id: id },
    });
    const stale = await people('POST', '/clicks', { as: 'ou_b', message_id: id, action: { tag: 'button' } });
    expect(stale).toMatchObject({ status: 400, body: { error: 'the current card has no button' } });
    const update = (card: object) =>
      client.request({
        method: 'POST',
        url: '/open-apis/interactive/v1/card/update',
        data: { token: event.token, card },
      });
    await update(card(claim));
    await update(card(claim));
    expect(await refusal(update(card(claim)))).toMatchObject({ code: 300040 });
  });

  it('checks forms as the client would and fills in what was left alone', async () => {
    const id = await sendCard(formCard);
    const submit = (form_value: object) =>
      people('POST', '/clicks', { as: 'ou_a', message_id: id, action: { tag: 'button', name: 'send', form_value } });
    expect((await submit({})).body.error).toBe('note: is required');
    expect((await submit({ note: '六个字太多了' })).body.error).toBe('note: longer than 5 characters');
    expect((await submit({ note: '好', cause: 'z' })).body.error).toBe('cause: z is none of the options');
    expect((await submit({ note: '好', other: '1' })).body.error).toBe('the form has no field named other');
    expect((await submit({ note: '好', cause: 'a', day: '2026-03-02' })).body.ok).toBe(true);
    expect((bot.received.at(-1)!.body as Loose).event.action.form_value).toEqual({
      note: '好',
      cause: 'a',
      day: '2026-03-02 +0800',
    });
  });

  it.each<[string, number, unknown]>([
    ['a late answer', 200341, () => new Promise((resolve) => setTimeout(() => resolve({}), 600))],
    ['another status', 200671, 204],
    ['no JSON', 200672, 'ok'],
    ['a toast of unknown type', 200672, { toast: { type: 'loud' } }],
    ['a bad card', 200673, { card: { type: 'raw', data: card({ tag: 'note' }) } }],
    ['a 1.0 card', 200830, { card: { type: 'raw', data: { elements: [] } } }],
  ])('shows the error of %s', async (_name, code, reply) => {
    const id = await sendCard();
    bot.answerWith(() => (typeof reply === 'function' ? reply() : reply));
    const click = await people('POST', '/clicks', { as: 'ou_a', message_id: id, action: { tag: 'button' } });
    expect(click.body).toMatchObject({ ok: false, error: { code } });
  });

  it('is only for people in the chat', async () => {
    const id = await sendCard();
    expect((await people('POST', '/clicks', { as: 'ou_c', message_id: id, action: { tag: 'button' } })).status).toBe(
      400,
    );
  });
});

describe('the state file and the clock', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-state-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('brings everything back after a restart', async () => {
    const state = join(folder, 'state.jsonl');
    await running.close();
    await start({ state });
    const id = (await send(card(claim), { uuid: 'keep' })).data?.message_id;
    await people('POST', '/clock', { now: '2026-03-02T09:00:00+08:00' });
    const before = (await people('GET', '/journal')).body;
    await running.close();
    expect(existsSync(state)).toBe(true);
    running = await startPlatform({ state });
    expect((await people('GET', '/stats')).body.webhook).toBe(bot.url);
    client = sdkClient();
    expect((await people('GET', '/journal')).body).toEqual(before);
    expect((await people('GET', '/clock')).body).toEqual({ now: '2026-03-02T01:00:00.000Z', controlled: true });
    expect((await send(card(claim), { uuid: 'keep' })).data?.message_id).toBe(id);
  });

  it('stamps messages apart while its clock stands still', async () => {
    await people('POST', '/clock', { now: '2026-03-02T09:00:00+08:00' });
    const ids = [await sendCard(), await sendCard()];
    const times = await Promise.all(ids.map(async (id) => (await people('GET', `/messages/${id}`)).body.create_time));
    expect(times[1]).toBe(times[0] + 1);
  });
});
