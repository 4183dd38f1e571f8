import { createCipheriv, createHash } from 'node:crypto';
import type { ClickAnswer, Incoming, Receiver } from '../../../server/ports/channel';
import { createSeenIds } from './seen-ids';
import { createWebhook, type WebhookOptions } from './webhook';

const KEY = 'test key';
const TOKEN = 'verification-token';
const APP = 'cli_5b0a5b0a5b0a5b0a';
const NOW = Date.parse('2026-03-02T09:00:00+08:00');
const MINUTE = 60_000;

class FakeReceiver implements Receiver {
  readonly accepted: Incoming[] = [];
  readonly clicks: Incoming[] = [];
  failure: Error | undefined;
  answer: ClickAnswer = { toast: { kind: 'success', zh: '已签收。', en: 'Claimed.' } };

  async accept(incoming: Incoming): Promise<void> {
    if (this.failure) throw this.failure;
    this.accepted.push(incoming);
  }

  async click(incoming: Incoming): Promise<ClickAnswer> {
    if (this.failure) throw this.failure;
    this.clicks.push(incoming);
    return this.answer;
  }
}

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

function setUp(over: Partial<WebhookOptions> = {}) {
  const receiver = new FakeReceiver();
  const webhook = createWebhook({
    appId: APP,
    encryptKey: KEY,
    verificationToken: TOKEN,
    now: () => NOW,
    receiver,
    logger: quiet,
    self: async () => ({ openId: 'ou_bot' }),
    ...over,
  });
  return { receiver, webhook };
}

function seal(plain: string, key = KEY): string {
  const iv = Buffer.alloc(16, 7);
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(key).digest(), iv);
  return JSON.stringify({
    encrypt: Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final()]).toString('base64'),
  });
}

function signed(raw: string, timestamp = String(NOW / 1_000), key = KEY) {
  const body = Buffer.from(raw);
  const signature = createHash('sha256').update(`${timestamp}nonce${key}`).update(body).digest('hex');
  const headers = {
    'x-lark-request-timestamp': timestamp,
    'x-lark-request-nonce': 'nonce',
    'x-lark-signature': signature,
  };
  return { headers, body };
}

function anEvent(over: { header?: Record<string, unknown>; event?: Record<string, unknown> } = {}): string {
  const header = {
    event_id: 'e1',
    event_type: 'im.message.receive_v1',
    create_time: String(NOW),
    token: TOKEN,
    app_id: APP,
    tenant_key: 't1',
    ...over.header,
  };
  const event = {
    sender: { sender_id: { open_id: 'ou_li' }, sender_type: 'user' },
    message: {
      message_id: 'om_1',
      chat_id: 'oc_1',
      chat_type: 'p2p',
      message_type: 'text',
      content: JSON.stringify({ text: '路灯不亮，告警' }),
      create_time: String(NOW),
    },
    ...over.event,
  };
  return JSON.stringify({ schema: '2.0', header, event });
}

function aClick(header: Record<string, unknown> = {}): string {
  return anEvent({
    header: { event_type: 'card.action.trigger', create_time: `${NOW}000`, event_id: 'c1', ...header },
    event: {
      operator: { open_id: 'ou_li' },
      token: 'c-card-token',
      action: { tag: 'button', value: { cmd: 'claim-case', case: 'LS-1', v: 1 } },
      context: { open_message_id: 'om_1', open_chat_id: 'oc_1' },
    },
  });
}

describe('what reaches the product', () => {
  it('hands over a signed, encrypted event and acknowledges it once stored', async () => {
    const { receiver, webhook } = setUp();
    expect(await webhook.handle(signed(seal(anEvent())))).toEqual({ status: 200, body: {} });
    expect(receiver.accepted).toMatchObject([{ kind: 'message', eventId: 'e1', text: '路灯不亮，告警' }]);
  });

  it('reads characters that were split between chunks', async () => {
    const { receiver, webhook } = setUp({ encryptKey: undefined });
    const whole = Buffer.from(anEvent());
    const cut = whole.indexOf(Buffer.from('路')) + 1;
    const body = Buffer.concat([whole.subarray(0, cut), whole.subarray(cut)]);
    expect((await webhook.handle({ headers: {}, body })).status).toBe(200);
    expect(receiver.accepted).toMatchObject([{ text: '路灯不亮，告警' }]);
  });

  it('lets the receiver tell repeated events apart', async () => {
    const { receiver, webhook } = setUp();
    await webhook.handle(signed(seal(anEvent())));
    expect(await webhook.handle(signed(seal(anEvent())))).toEqual({ status: 200, body: {} });
    expect(receiver.accepted.map((incoming) => incoming.eventId)).toEqual(['e1', 'e1']);
  });

  it('acknowledges unknown types, first-protocol events and bots without acting', async () => {
    const { receiver, webhook } = setUp();
    const unknown = anEvent({ header: { event_type: 'im.chat.updated_v1' } });
    const legacy = JSON.stringify({
      uuid: 'u',
      token: TOKEN,
      type: 'event_callback',
      event: { type: 'p2p_chat_create' },
    });
    const bot = anEvent({ event: { sender: { sender_type: 'app' } } });
    for (const plain of [unknown, legacy, bot]) {
      expect(await webhook.handle(signed(seal(plain)))).toEqual({ status: 200, body: {} });
    }
    expect(receiver.accepted).toEqual([]);
  });

  it('asks for the event again when it could not be stored', async () => {
    const { receiver, webhook } = setUp();
    receiver.failure = new Error('disk full');
    expect((await webhook.handle(signed(seal(anEvent())))).status).toBe(503);
    receiver.failure = undefined;
    expect((await webhook.handle(signed(seal(anEvent())))).status).toBe(200);
    expect(receiver.accepted).toHaveLength(1);
  });
});

describe('the question at set-up', () => {
  const challenge = (token = TOKEN) => JSON.stringify({ type: 'url_verification', challenge: 'abc', token });

  it('is answered when encrypted with our key, unsigned', async () => {
    const { webhook } = setUp();
    const body = Buffer.from(seal(challenge()));
    expect(await webhook.handle({ headers: {}, body })).toEqual({ status: 200, body: { challenge: 'abc' } });
  });

  it('is refused in plain, under another key or with another token', async () => {
    const { webhook } = setUp();
    for (const raw of [challenge(), seal(challenge(), 'other key'), seal(challenge('other'))]) {
      expect((await webhook.handle({ headers: {}, body: Buffer.from(raw) })).status).toBe(401);
    }
  });
});

describe('what is refused', () => {
  const tampered = signed(seal(anEvent()));
  const refusals: readonly [string, { headers: Record<string, string>; body: Buffer }, number][] = [
    ['unsigned', { headers: {}, body: Buffer.from(seal(anEvent())) }, 401],
    ['forged', signed(seal(anEvent()), undefined, 'guess'), 401],
    ['tampered', { ...tampered, body: Buffer.concat([tampered.body, Buffer.from(' ')]) }, 401],
    ['plain instead of encrypted', signed(anEvent()), 401],
    ['encrypted under another key', signed(seal(anEvent(), 'other')), 401],
    ['another app', signed(seal(anEvent({ header: { app_id: 'cli_other' } }))), 401],
    ['another token', signed(seal(anEvent({ header: { token: 'x' } }))), 401],
    ['signed eight hours ago', signed(seal(anEvent()), String(NOW / 1_000 - 8 * 3_600)), 401],
    ['made eight hours ago', signed(seal(anEvent({ header: { create_time: String(NOW - 480 * MINUTE) } }))), 401],
    ['a click signed six minutes ago', signed(seal(aClick()), String(NOW - 6 * MINUTE)), 401],
    ['without a number for its time', signed(seal(anEvent()), 'yesterday'), 401],
    ['not JSON', signed('{"encrypt":'), 400],
    ['a list', signed('[1]'), 400],
    ['empty', signed(''), 400],
    ['another shape', signed(seal('{"schema":"2.0","header":{}}')), 400],
    ['a message without ids', signed(seal(anEvent({ event: { message: {} } }))), 400],
    ['too large', signed(`{"encrypt":"${'a'.repeat(1024 * 1024)}"}`), 413],
  ];

  it.each(refusals)('%s', async (_name, request, status) => {
    const { receiver, webhook } = setUp();
    const response = await webhook.handle(request);
    expect(response.status).toBe(status);
    expect(response.body).toEqual({ error: expect.any(String) });
    expect([...receiver.accepted, ...receiver.clicks]).toEqual([]);
  });

  it('takes an event signed six hours ago, in seconds or milliseconds', async () => {
    const { receiver, webhook } = setUp();
    const sixHoursAgo = NOW - 360 * MINUTE;
    for (const timestamp of [String(sixHoursAgo), String(sixHoursAgo / 1_000)]) {
      expect((await webhook.handle(signed(seal(anEvent()), timestamp))).status).toBe(200);
    }
    expect(receiver.accepted).toHaveLength(2);
  });

  it('refuses other tenants where tenants are named', async () => {
    const { webhook } = setUp({ tenantKeys: ['t2'] });
    expect((await webhook.handle(signed(seal(anEvent())))).status).toBe(401);
  });

  it('compares the token where no key is configured, and refuses everything where neither is', async () => {
    const byToken = setUp({ encryptKey: undefined }).webhook;
    const plain = (raw: string) => ({ headers: {}, body: Buffer.from(raw) });
    expect((await byToken.handle(plain(anEvent({ header: { token: 'guess' } })))).status).toBe(401);
    expect((await byToken.handle(plain(anEvent({ header: { create_time: undefined } })))).status).toBe(401);
    expect((await byToken.handle(plain(seal(anEvent())))).status).toBe(401);
    const bare = setUp({ encryptKey: undefined, verificationToken: undefined }).webhook;
    expect((await bare.handle(plain(anEvent()))).status).toBe(401);
  });
});

describe('clicks', () => {
  it('are answered with a toast in both languages and the new card', async () => {
    const { receiver, webhook } = setUp();
    receiver.answer = {
      ...receiver.answer,
      card: { summary: 's', header: { title: 't', tone: 'wathet', tags: [] }, body: [] },
    };
    const response = await webhook.handle(signed(seal(aClick())));
    expect(response).toMatchObject({
      status: 200,
      body: {
        toast: { type: 'success', content: '已签收。', i18n: { zh_cn: '已签收。', en_us: 'Claimed.' } },
        card: { type: 'raw', data: { schema: '2.0', header: { template: 'wathet' } } },
      },
    });
    expect(receiver.clicks).toMatchObject([{ kind: 'click', eventId: 'c1', value: { cmd: 'claim-case' } }]);
  });

  it('are not acted on twice', async () => {
    const { receiver, webhook } = setUp();
    await webhook.handle(signed(seal(aClick())));
    expect(await webhook.handle(signed(seal(aClick())))).toEqual({ status: 200, body: {} });
    expect(receiver.clicks).toHaveLength(1);
  });

  it('that fail say that nothing was saved', async () => {
    const { receiver, webhook } = setUp();
    receiver.failure = new Error('database is locked');
    const response = await webhook.handle(signed(seal(aClick())));
    expect(response).toMatchObject({
      status: 200,
      body: { toast: { type: 'error', content: '系统繁忙，未保存，请稍后重试。' } },
    });
  });

  it('that take too long are answered in time', async () => {
    const { receiver, webhook } = setUp({ clickBudgetMs: 20 });
    receiver.click = () => new Promise(() => undefined);
    const response = await webhook.handle(signed(seal(aClick())));
    expect(response).toMatchObject({ status: 200, body: { toast: { type: 'info' } } });
  });

  it('keep their toast when the card cannot be rendered', async () => {
    const { receiver, webhook } = setUp();
    const quote = { kind: 'quote' as const, text: '字'.repeat(20_000) };
    receiver.answer = {
      ...receiver.answer,
      card: { summary: 's', header: { title: 't', tone: 'red', tags: [] }, body: [quote] },
    };
    const response = await webhook.handle(signed(seal(aClick())));
    expect(response.body).toEqual({ toast: expect.objectContaining({ type: 'success' }) });
  });
});

describe('seen ids', () => {
  it('are forgotten after their time', async () => {
    let now = 0;
    const seen = createSeenIds(() => now);
    expect([seen.remember('a', 10), seen.remember('a', 10)]).toEqual([true, false]);
    now = 10;
    expect(seen.remember('a', 10)).toBe(true);
  });
});
