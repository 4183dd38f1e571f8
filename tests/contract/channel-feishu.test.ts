import { createFeishuChannel } from '../../plugin/channels/feishu/send';
import { defaultOptions } from '../../sandbox/platform/options';
import { startPlatform } from '../../sandbox/platform/server';
import { type ChannelBench, channelContract, type Trouble } from './channel';

const PEOPLE = [
  { openId: 'ou_li', name: '李' },
  { openId: 'ou_wang', name: '王' },
];
const CHAT = { id: 'oc_unit', name: '区住建局', people: PEOPLE };
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const FAULTS: Readonly<Record<Trouble, Record<string, unknown>>> = {
  'rate-limit': { mode: 'error', http: 429, code: 99991400, msg: 'request trigger frequency limit' },
  outage: { mode: 'error', http: 503 },
  'cut-before': { mode: 'drop-response' },
  'cut-after': { mode: 'accept-then-drop' },
  'card-lock': {
    mode: 'error',
    http: 400,
    code: 230099,
    msg: 'Failed to create card content, ext=ErrCode: 11310; ErrPath: ROOT; ErrMsg: card action is lock; ErrorValue: ',
  },
};
const APIS = { send: 'im.v1.message.create', patch: 'im.v1.message.patch' };

async function setup(): Promise<ChannelBench> {
  const platform = await startPlatform();
  const at = (path: string) => `${platform.url}/sandbox${path}`;
  const post = async (path: string, body: unknown) => {
    const response = await fetch(at(path), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Record<string, unknown>;
  };
  const message = async (id: string) => (await (await fetch(at(`/messages/${id}`))).json()) as Record<string, unknown>;
  for (const { openId, name } of PEOPLE) await post('/users', { open_id: openId, name });
  const members = PEOPLE.map((person) => person.openId);
  await post('/chats', { chat_id: CHAT.id, name: CHAT.name, members });
  await post('/chats', { chat_id: 'oc_foreign', name: '别的群', members, bot: false });
  const channel = createFeishuChannel({
    appId: defaultOptions.appId,
    appSecret: defaultOptions.appSecret,
    domain: platform.url,
    logger: quiet,
    timeoutMs: 2_000,
  });
  return {
    channel,
    chat: CHAT,
    foreignChatId: 'oc_foreign',
    shown: async (chatId) => {
      const { messages } = (await (await fetch(at(`/chats/${chatId}/messages`))).json()) as {
        messages: { message_id: string; content: unknown }[];
      };
      return messages.map((one) => ({ messageId: one.message_id, words: JSON.stringify(one.content) }));
    },
    buzzed: async (id) => (await message(id)).urgent as string[],
    recall: async (id) => {
      platform.platform.state.messages.get(id)!.deleted = true;
    },
    outlive: async () => void (await post('/clock', { advance: 'P15D' })),
    troubleNext: async (call, trouble) =>
      void (await post('/faults', { api: APIS[call], times: 1, ...FAULTS[trouble] })),
    close: async () => {
      await channel.close();
      await platform.close();
    },
  };
}

channelContract('feishu', setup);
