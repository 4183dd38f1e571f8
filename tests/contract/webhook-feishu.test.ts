import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFeishuChannel } from '../../plugin/channels/feishu/send';
import { createWebhook } from '../../plugin/channels/feishu/webhook';
import { defaultOptions } from '../../sandbox/platform/options';
import { type RunningPlatform, startPlatform } from '../../sandbox/platform/server';
import type { Incoming, WebhookPort } from '../../server/ports/channel';
import { fullCard } from './full-card';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The webhook behind a plain server that keeps the raw bytes. */
async function listen(webhook: WebhookPort): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const answer = await webhook.handle({ headers, body: Buffer.concat(chunks) });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe('webhook and channel on a whole platform', () => {
  let platform: RunningPlatform;
  let server: Server;
  let channel: ReturnType<typeof createFeishuChannel>;
  const received: Incoming[] = [];

  const post = async (path: string, body: unknown) => {
    const response = await fetch(`${platform.url}/sandbox${path}`, { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as Record<string, unknown>;
  };

  beforeAll(async () => {
    platform = await startPlatform();
    const { appId, appSecret, encryptKey, verificationToken } = defaultOptions;
    channel = createFeishuChannel({ appId, appSecret, domain: platform.url, logger: quiet });
    const webhook = createWebhook({
      appId,
      encryptKey,
      verificationToken,
      tenantKeys: [defaultOptions.tenantKey],
      now: Date.now,
      logger: quiet,
      self: () => channel.self(),
      receiver: {
        accept: async (incoming) => void received.push(incoming),
        click: async (incoming) => {
          received.push(incoming);
          return { toast: { kind: 'success', zh: '已答复。', en: 'Replied.' }, card: fullCard('已答复', 'ou_li') };
        },
      },
    });
    server = await listen(webhook);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${webhook.path}`;
    expect(await post('/webhook', { url })).toEqual({ url });
  });

  afterAll(async () => {
    await channel.close();
    await platform.close();
    server.closeAllConnections();
    server.close();
  });

  it('hears of chats, messages, the menu and clicks, and changes the card it answers with', async () => {
    await post('/users', { open_id: 'ou_li', name: '李' });
    await post('/chats', { chat_id: 'oc_unit', name: '区住建局', members: ['ou_li'], as: 'ou_li' });
    await post('/messages', { as: 'ou_li', chat_id: 'oc_unit', text: '<at user_id="bot"></at> 帮助' });
    await post('/enter', { as: 'ou_li' });
    await post('/menu', { as: 'ou_li', event_key: 'help' });
    const sent = await channel.send({ chat: 'oc_unit' }, { card: fullCard('答复', 'ou_li') }, 'u-1');
    const click = await post('/clicks', {
      as: 'ou_li',
      message_id: sent.messageId,
      action: { tag: 'button', name: 'submit_reply_case', form_value: { reply_case__reply: '路灯已修好' } },
    });
    expect(click).toEqual({ ok: true, toast: expect.objectContaining({ type: 'success' }), card: true });
    expect(received.map((incoming) => incoming.kind)).toEqual([
      'bot-added',
      'message',
      'direct-opened',
      'menu',
      'click',
    ]);
    expect(received[0]).toMatchObject({ chatId: 'oc_unit', chatName: '区住建局', by: 'ou_li' });
    expect(received[1]).toMatchObject({ from: 'ou_li', chatType: 'group', text: '帮助' });
    expect(received[4]).toMatchObject({
      value: { cmd: 'reply-case', v: 3 },
      form: {
        reply_case__reply: '路灯已修好',
        reply_case__told_by: 'phone',
        reply_case__told_at: '2026-03-02 09:00 +0800',
      },
    });
  });
});
