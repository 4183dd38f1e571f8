import { z } from 'zod';
import { type Answer, type Call, isRefusal, type Refusal, refuse, success } from './answers';
import type { ApiGateway } from './api-gateway';
import { readBody } from './api-messages';
import { changeMembers } from './chat-events';
import { newId } from './ids';
import { pageOf } from './pages';
import type { Platform } from './platform';
import { refuseChat } from './sending';
import type { Chat } from './state';

const createBody = z.object({
  name: z.string().max(60).optional(),
  description: z.string().max(100).optional(),
  owner_id: z.string().optional(),
  user_id_list: z.array(z.string()).max(50).optional(),
});
const membersBody = z.object({ id_list: z.array(z.string()).min(1).max(50) });

const CHAT_UUID_MS = 10 * 60 * 60 * 1000;

/** Registers groups and their members. */
export function registerChats(platform: Platform, gateway: ApiGateway): void {
  const path = '/im/v1/chats';
  const created = new Map<string, { chat: Chat; at: number }>();
  gateway.on({ method: 'POST', path, api: 'im.v1.chat.create' }, (call) => createChat(platform, call, created));
  gateway.on({ method: 'GET', path, api: 'im.v1.chat.list' }, (call) => listChats(platform, call));
  gateway.on({ method: 'GET', path: `${path}/:chat_id`, api: 'im.v1.chat.get' }, (call) => getChat(platform, call));
  const members = `${path}/:chat_id/members`;
  gateway.on({ method: 'GET', path: members, api: 'im.v1.chatMembers.get' }, (call) => listMembers(platform, call));
  gateway.on({ method: 'POST', path: members, api: 'im.v1.chatMembers.create' }, (call) => addMembers(platform, call));
  gateway.on({ method: 'DELETE', path: members, api: 'im.v1.chatMembers.delete' }, (call) =>
    removeMembers(platform, call),
  );
  gateway.on({ method: 'GET', path: `${members}/is_in_chat`, api: 'im.v1.chatMembers.isInChat' }, (call) => {
    const chat = platform.state.chats.get(call.params.chat_id ?? '');
    return chat === undefined ? unknownChat() : success({ is_in_chat: chat.bot && chat.status === 'normal' });
  });
}

function createChat(
  platform: Platform,
  call: Call,
  created: Map<string, { chat: Chat; at: number }>,
): Answer | Refusal {
  const body = readBody(createBody, call.body ?? {});
  if (isRefusal(body)) return body;
  const people = [...new Set([...(body.user_id_list ?? []), ...(body.owner_id === undefined ? [] : [body.owner_id])])];
  const unknown = people.find((id) => !platform.state.users.has(id));
  if (unknown !== undefined)
    return refuse(99992351, `The request you send is not a valid {open_id} or not exists: ${unknown}`);
  const uuid = call.query.get('uuid');
  const uuidKey = `${uuid}\n${body.owner_id ?? ''}`;
  const known = uuid === null ? undefined : created.get(uuidKey);
  if (known !== undefined && Date.now() - known.at < CHAT_UUID_MS) return success(chatView(platform, known.chat));
  const chat: Chat = {
    chat_id: newId('oc_'),
    mode: 'group',
    name: body.name ?? '(no name)',
    owner: body.owner_id ?? '',
    members: new Set(people),
    bot: true,
    status: 'normal',
  };
  platform.state.saveChat(chat);
  if (uuid !== null) created.set(uuidKey, { chat, at: Date.now() });
  platform.journal.add('chat', {
    chat_id: chat.chat_id,
    change: 'created',
    name: chat.name,
    members: people,
    by: 'bot',
  });
  return success(chatView(platform, chat));
}

function chatView(platform: Platform, chat: Chat): Record<string, unknown> {
  return {
    chat_id: chat.chat_id,
    avatar: '',
    name: chat.name,
    description: '',
    ...(chat.owner === '' ? {} : { owner_id: chat.owner, owner_id_type: 'open_id' }),
    user_manager_id_list: [],
    bot_manager_id_list: [],
    chat_mode: chat.mode,
    chat_type: 'private',
    chat_tag: 'inner',
    chat_status: chat.status,
    at_all_permission: 'only_owner',
    moderation_permission: 'all_members',
    urgent_setting: 'all_members',
    external: false,
    user_count: String(chat.members.size),
    bot_count: chat.bot ? '1' : '0',
    tenant_key: platform.settings.tenantKey,
  };
}

function listChats(platform: Platform, call: Call): Answer | Refusal {
  const groups = [...platform.state.chats.values()].filter(
    (chat) => chat.mode === 'group' && chat.bot && chat.status === 'normal',
  );
  const page = pageOf(groups, call.query, { usual: 20, max: 100 });
  return isRefusal(page) ? page : success({ ...page, items: page.items.map((chat) => chatView(platform, chat)) });
}

function getChat(platform: Platform, call: Call): Answer | Refusal {
  const chat = platform.state.chats.get(call.params.chat_id ?? '');
  if (chat === undefined) return unknownChat();
  if (!chat.bot) return notInside();
  const { chat_id: _known, ...view } = chatView(platform, chat);
  return success(view);
}

function listMembers(platform: Platform, call: Call): Answer | Refusal {
  const chat = openChat(platform, call);
  if (isRefusal(chat)) return chat;
  const page = pageOf([...chat.members], call.query, { usual: 20, max: 100 });
  if (isRefusal(page)) return page;
  const items = page.items.map((id) => ({
    member_id_type: 'open_id',
    member_id: id,
    name: platform.state.users.get(id)?.name ?? '',
    tenant_key: platform.settings.tenantKey,
  }));
  return success({ ...page, items, member_total: chat.members.size });
}

async function addMembers(platform: Platform, call: Call): Promise<Answer | Refusal> {
  const body = readBody(membersBody, call.body);
  if (isRefusal(body)) return body;
  const chat = openChat(platform, call);
  if (isRefusal(chat)) return chat;
  const missing = body.id_list.filter((id) => !platform.state.users.has(id));
  if (missing.length > 0 && (call.query.get('succeed_type') ?? '0') === '0') {
    return refuse(232024, `Users or bots are not visible or do not exist: ${missing.join(',')}`);
  }
  void changeMembers(platform, chat, { add: body.id_list.filter((id) => platform.state.users.has(id)) });
  return success({ invalid_id_list: missing, not_existed_id_list: missing, pending_approval_id_list: [] });
}

async function removeMembers(platform: Platform, call: Call): Promise<Answer | Refusal> {
  const body = readBody(membersBody, call.body);
  if (isRefusal(body)) return body;
  const chat = openChat(platform, call);
  if (isRefusal(chat)) return chat;
  void changeMembers(platform, chat, { remove: body.id_list });
  return success({ invalid_id_list: body.id_list.filter((id) => !platform.state.users.has(id)) });
}

function openChat(platform: Platform, call: Call): Chat | Refusal {
  const chat = platform.state.chats.get(call.params.chat_id ?? '');
  if (chat === undefined) return unknownChat();
  const closed = refuseChat(chat);
  if (closed === undefined) return chat;
  return closed.code === 230002 ? notInside() : closed;
}

function unknownChat(): Refusal {
  return refuse(232006, 'Your request contains an invalid chat_id.');
}

function notInside(): Refusal {
  return refuse(232011, 'Operator can NOT be out of the chat.');
}
