import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChannelError } from '../../../server/ports/channel';
import { createFeishuChannel, type FeishuChannel } from './send';

interface Seen {
  readonly method: string;
  readonly url: URL;
  readonly token: string | undefined;
  readonly body: Record<string, unknown>;
}

type Answer =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown }
  | 'hang'
  | 'reset';

/** A platform of a few lines: answers what the test scripts, counts tokens, keeps what it saw. */
class TinyPlatform {
  readonly seen: Seen[] = [];
  tokens = 0;
  script: (call: Seen) => Answer = () => ({ body: { code: 0, data: {} } });
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', 'http://platform');
    const body = raw === '' ? {} : (JSON.parse(raw) as Record<string, unknown>);
    const answer = this.answer({ method: request.method ?? '', url, token: request.headers.authorization, body });
    if (answer === 'hang') return;
    if (answer === 'reset') return void request.socket.destroy();
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body));
  }

  private answer(call: Seen): Answer {
    if (call.url.pathname.endsWith('/tenant_access_token/internal')) {
      this.tokens += 1;
      return { body: { code: 0, msg: 'ok', tenant_access_token: `t-${this.tokens}`, expire: 7200 } };
    }
    this.seen.push(call);
    return this.script(call);
  }
}

const logged: string[] = [];
const note = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
const logger = { debug: note, info: note, warn: note, error: note };
const card = { summary: 'LS-1', header: { title: '标题', tone: 'blue', tags: [] }, body: [] } as const;
const sentData = { message_id: 'om_1', chat_id: 'oc_1', thread_id: '' };

let platform: TinyPlatform;
let channel: FeishuChannel;

beforeEach(async () => {
  logged.length = 0;
  platform = new TinyPlatform();
  const domain = await platform.start();
  channel = createFeishuChannel({ appId: 'cli_1', appSecret: 'top-secret', domain, logger, timeoutMs: 300 });
});

afterEach(async () => {
  await channel.close();
  await platform.stop();
});

async function failureOf(work: Promise<unknown>): Promise<ChannelError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ChannelError);
  return error as ChannelError;
}

describe('sending', () => {
  it('sends a card to a chat and a text to a person', async () => {
    platform.script = () => ({ body: { code: 0, data: sentData } });
    expect(await channel.send({ chat: 'oc_1' }, { card }, 'u1')).toEqual({ messageId: 'om_1', chatId: 'oc_1' });
    const text = '<at user_id="all"></at> <b>粗</b> [x](http://e)';
    await channel.send({ person: 'ou_1' }, { text, mentions: ['ou_2'] }, 'u2');
    expect(platform.seen).toMatchObject([
      { method: 'POST', token: 'Bearer t-1', body: { receive_id: 'oc_1', msg_type: 'interactive', uuid: 'u1' } },
      { method: 'POST', body: { receive_id: 'ou_1', msg_type: 'text', uuid: 'u2' } },
    ]);
    expect(platform.seen.map((call) => call.url.search)).toEqual([
      '?receive_id_type=chat_id',
      '?receive_id_type=open_id',
    ]);
    expect(JSON.parse(String(platform.seen[0]?.body.content))).toMatchObject({ schema: '2.0' });
    const words = (JSON.parse(String(platform.seen[1]?.body.content)) as { text: string }).text;
    expect(words).toBe(
      '<at user_id="ou_2"></at> <\u200bat user_id="all"><\u200b/at> <\u200bb>粗<\u200b/b> [x]\u200b(http://e)',
    );
  });

  it('asks for one token however many calls start at once', async () => {
    platform.script = () => ({ body: { code: 0, data: sentData } });
    await Promise.all(['a', 'b', 'c', 'd'].map((uuid) => channel.send({ chat: 'oc_1' }, { card }, uuid)));
    expect(platform.tokens).toBe(1);
  });

  it('takes a fresh token once when the platform refuses the old one', async () => {
    platform.script = ({ token }) =>
      token === 'Bearer t-1'
        ? { status: 400, body: { code: 99991663, msg: 'bad token' } }
        : { body: { code: 0, data: sentData } };
    await channel.send({ chat: 'oc_1' }, { card }, 'u1');
    expect(platform.tokens).toBe(2);
    platform.script = () => ({ status: 400, body: { code: 99991663, msg: 'bad token' } });
    expect((await failureOf(channel.patch('om_1', card))).action).toBe('retry');
    expect(platform.tokens).toBe(3);
  });

  it('replies in the thread, or plainly where threads are forbidden', async () => {
    platform.script = ({ body }) =>
      body.reply_in_thread === true
        ? { status: 400, body: { code: 230071, msg: 'no threads' } }
        : { body: { code: 0, data: { ...sentData, thread_id: 'omt_1' } } };
    expect(await channel.reply('om_0', { text: '好' }, 'u1')).toEqual({
      messageId: 'om_1',
      chatId: 'oc_1',
      threadId: 'omt_1',
    });
    expect(platform.seen.map(({ body }) => body.reply_in_thread)).toEqual([true, false]);
  });

  it('buzzes at most 200 people at a time, each once', async () => {
    await channel.buzz('om_1', [...Array.from({ length: 201 }, (_, index) => `ou_${index}`), 'ou_0']);
    expect(platform.seen.map(({ body }) => (body.user_id_list as string[]).length)).toEqual([200, 1]);
    await channel.buzz('om_1', []);
    expect(platform.seen).toHaveLength(2);
  });

  it('lets no id out of its place in a path, and nothing too large out at all', async () => {
    expect((await failureOf(channel.patch('om_1/../../x', card))).code).toBe('bad-id');
    expect((await failureOf(channel.send({ chat: 'ou_1' }, { card }, 'u'))).code).toBe('bad-id');
    expect((await failureOf(channel.send({ chat: 'oc_1' }, { card }, 'u'.repeat(51)))).code).toBe('bad-uuid');
    expect((await failureOf(channel.send({ chat: 'oc_1' }, { text: 'x', mentions: ['all'] }, 'u'))).code).toBe(
      'bad-id',
    );
    const large = { ...card, body: [{ kind: 'quote' as const, text: '字'.repeat(20_000) }] };
    expect(await failureOf(channel.patch('om_1', large))).toMatchObject({ action: 'drop', code: 'card-limits' });
    expect(platform.seen).toEqual([]);
  });
});

describe('failures', () => {
  it.each<[string, Answer, string]>([
    ['a refusal in a 200', { body: { code: 230002, msg: 'bot not in chat' } }, 'drop'],
    ['an expired card', { status: 400, body: { code: 230031, msg: '' } }, 'reissue'],
    ['an outage', { status: 503, body: {} }, 'retry'],
    ['silence', 'hang', 'unknown'],
    ['a reset', 'reset', 'unknown'],
  ])('%s', async (_name, answer, action) => {
    platform.script = () => answer;
    expect((await failureOf(channel.patch('om_1', card))).action).toBe(action);
  });

  it('waits as long as the gateway says', async () => {
    const headers = { 'x-ogw-ratelimit-reset': '2' };
    platform.script = () => ({ status: 429, headers, body: { code: 99991400, msg: 'limit' } });
    expect(await failureOf(channel.send({ chat: 'oc_1' }, { card }, 'u'))).toMatchObject({
      action: 'wait',
      afterMs: 2_000,
    });
  });

  it('retries when nobody listens, and never logs a secret or a token', async () => {
    await platform.stop();
    expect((await failureOf(channel.send({ chat: 'oc_1' }, { card }, 'u'))).action).toBe('retry');
    await platform.start().catch(() => undefined);
    expect(logged.join('\n')).not.toContain('top-secret');
    expect(logged.join('\n')).not.toMatch(/t-\d/);
  });

  it('cannot tell whether an answer of another shape means sent', async () => {
    platform.script = () => ({ body: { code: 0, data: { other: true } } });
    expect((await failureOf(channel.send({ chat: 'oc_1' }, { card }, 'u'))).action).toBe('unknown');
  });
});

describe('asking', () => {
  it('names a person, through the basic profile where the contact range ends', async () => {
    platform.script = ({ url }) =>
      url.pathname.endsWith('basic_batch')
        ? { body: { code: 0, data: { users: [{ user_id: 'ou_2', name: '赵' }] } } }
        : url.pathname.endsWith('ou_1')
          ? { body: { code: 0, data: { user: { name: '王' } } } }
          : { status: 400, body: { code: url.pathname.endsWith('ou_2') ? 41050 : 99992351, msg: '' } };
    expect(await channel.person('ou_1')).toEqual({ openId: 'ou_1', name: '王' });
    expect(await channel.person('ou_2')).toEqual({ openId: 'ou_2', name: '赵' });
    expect(await channel.person('ou_3')).toBeUndefined();
  });

  it('pages through the members of a chat', async () => {
    platform.script = ({ url }) =>
      url.searchParams.get('page_token') === 'p2'
        ? { body: { code: 0, data: { items: [{ member_id: 'ou_2', name: '乙' }], has_more: false } } }
        : { body: { code: 0, data: { items: [{ member_id: 'ou_1', name: '甲' }], has_more: true, page_token: 'p2' } } };
    expect((await channel.members('oc_1')).map((person) => person.openId)).toEqual(['ou_1', 'ou_2']);
  });

  it('asks who the bot is once', async () => {
    platform.script = () => ({ body: { code: 0, msg: 'ok', bot: { open_id: 'ou_bot' } } });
    expect(await Promise.all([channel.self(), channel.self()])).toEqual([{ openId: 'ou_bot' }, { openId: 'ou_bot' }]);
    expect(platform.seen).toHaveLength(1);
  });

  it('knows a chat, its end, and the granted scopes', async () => {
    platform.script = ({ url }) =>
      url.pathname.endsWith('scopes')
        ? {
            body: {
              code: 0,
              data: {
                scopes: [
                  { scope_name: 'im:message', grant_status: 1 },
                  { scope_name: 'im:chat', grant_status: 2 },
                ],
              },
            },
          }
        : {
            body: {
              code: 0,
              data: { name: '派单', chat_status: url.pathname.endsWith('oc_1') ? 'normal' : 'dissolved' },
            },
          };
    expect(await channel.chat('oc_1')).toEqual({ name: '派单' });
    expect(await channel.chat('oc_2')).toBeUndefined();
    expect(await channel.scopes()).toEqual(['im:message']);
  });

  it('finds its own message by words of its card', async () => {
    const message = (over: object) => ({
      message_id: 'om_1',
      chat_id: 'oc_1',
      create_time: '2000',
      sender: { id: 'cli_1', sender_type: 'app' },
      body: { content: JSON.stringify({ title: 'LS&#45;20260302&#45;0001 路灯' }) },
      ...over,
    });
    const items = [
      message({ message_id: 'om_3', sender: { id: 'ou_1', sender_type: 'user' } }),
      message({ message_id: 'om_2', deleted: true }),
      message({}),
    ];
    platform.script = () => ({ body: { code: 0, data: { items, has_more: false } } });
    expect(await channel.findSent('oc_1', 'LS-20260302-0001', 1_000)).toEqual({ messageId: 'om_1', chatId: 'oc_1' });
    expect(await channel.findSent('oc_1', 'LS-20260302-0001', 3_000)).toBeUndefined();
    expect(await channel.findSent('oc_1', 'LS-9', 1_000)).toBeUndefined();
  });
});
