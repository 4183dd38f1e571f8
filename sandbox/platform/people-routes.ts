/**
 * The people's side of the platform: who exists, which chats they share, what they say and click.
 * Routes, bodies and answers are listed in docs/sandbox-api.md; errors are HTTP 400 or 404 with `{error}`.
 */
import { z } from 'zod';
import { type Answer, badRequest, type Call, json } from './answers';
import { keepMedia } from './api-media';
import { changeMembers, pushChatEvent } from './chat-events';
import { clickAsPerson } from './clicks';
import { newId } from './ids';
import { userIds } from './message-view';
import { sayAsPerson } from './people-messages';
import type { Platform } from './platform';
import type { Router } from './router';
import type { Chat, Message } from './state';

const openId = z.string().regex(/^ou_\w+$/);
const userBody = z.object({
  open_id: openId.optional(),
  name: z.string().min(1),
  title: z.string().optional(),
  available: z.boolean().optional(),
});
const chatBody = z.object({
  chat_id: z
    .string()
    .regex(/^oc_\w+$/)
    .optional(),
  name: z.string().min(1),
  members: z.array(openId).default([]),
  bot: z.boolean().default(true),
  as: openId.optional(),
});
const membersBody = z.object({ open_ids: z.array(openId).min(1), as: openId.optional() });
const botBody = z.object({ present: z.boolean(), as: openId.optional() });
const menuBody = z.object({ as: openId, event_key: z.string().min(1).max(30) });
const mediaBody = z.object({ type: z.enum(['image', 'file']), name: z.string().min(1), base64: z.string() });

/** Registers everything under /sandbox that people do. */
export function registerPeople(platform: Platform, router: Router): void {
  const { state } = platform;
  router.on('GET', '/sandbox/users', () => json({ users: [...state.users.values()] }));
  router.on('POST', '/sandbox/users', (call) => reading(userBody, call, (body) => addUser(platform, body)));
  router.on('GET', '/sandbox/chats', () => json({ chats: [...state.chats.values()].map(chatView) }));
  router.on('POST', '/sandbox/chats', (call) => reading(chatBody, call, (body) => addChat(platform, body)));
  router.on('POST', '/sandbox/chats/:chat_id/members', (call) =>
    reading(membersBody, call, (body) =>
      inChat(platform, call, (chat) => memberChange(platform, chat, { add: body.open_ids, by: body.as })),
    ),
  );
  router.on('DELETE', '/sandbox/chats/:chat_id/members', (call) =>
    reading(membersBody, call, (body) =>
      inChat(platform, call, (chat) => memberChange(platform, chat, { remove: body.open_ids, by: body.as })),
    ),
  );
  router.on('POST', '/sandbox/chats/:chat_id/bot', (call) =>
    reading(botBody, call, (body) => inChat(platform, call, (chat) => setBot(platform, chat, body))),
  );
  router.on('POST', '/sandbox/chats/:chat_id/disband', (call) =>
    inChat(platform, call, (chat) => disband(platform, chat)),
  );
  router.on('GET', '/sandbox/chats/:chat_id/messages', (call) =>
    inChat(platform, call, (chat) => history(platform, chat, call)),
  );
  router.on('POST', '/sandbox/messages', (call) => sayAsPerson(platform, call));
  router.on('GET', '/sandbox/messages/:message_id', (call) => {
    const message = state.messages.get(call.params.message_id ?? '');
    return message === undefined ? badRequest('there is no such message', 404) : json(messageView(message));
  });
  router.on('POST', '/sandbox/clicks', (call) => clickAsPerson(platform, call));
  router.on('POST', '/sandbox/menu', (call) => reading(menuBody, call, (body) => chooseMenu(platform, body)));
  router.on('POST', '/sandbox/enter', (call) =>
    reading(z.object({ as: openId }), call, (body) => enterDirectChat(platform, body.as)),
  );
  router.on('POST', '/sandbox/media', (call) =>
    reading(mediaBody, call, (body) => json({ key: keepMedia(platform, body).key })),
  );
}

/** Hands a body of the right shape on; answers 400 with every problem otherwise. */
export function reading<T>(
  schema: z.ZodType<T>,
  call: Call,
  then: (body: T) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const parsed = schema.safeParse(call.body ?? {});
  return parsed.success ? then(parsed.data) : badRequest(z.prettifyError(parsed.error));
}

function inChat(
  platform: Platform,
  call: Call,
  then: (chat: Chat) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const chat = platform.state.chats.get(call.params.chat_id ?? '');
  return chat === undefined ? badRequest('there is no such chat', 404) : then(chat);
}

function addUser(platform: Platform, body: z.infer<typeof userBody>): Answer {
  const user = {
    open_id: body.open_id ?? newId('ou_'),
    name: body.name,
    title: body.title,
    available: body.available ?? true,
  };
  platform.state.saveUser(user);
  return json(user);
}

function chatView(chat: Chat): Record<string, unknown> {
  return { ...chat, members: [...chat.members] };
}

async function addChat(platform: Platform, body: z.infer<typeof chatBody>): Promise<Answer> {
  const unknown = body.members.find((id) => !platform.state.users.has(id));
  if (unknown !== undefined) return badRequest(`there is no person ${unknown}`);
  if (body.chat_id !== undefined && platform.state.chats.has(body.chat_id)) return badRequest('this chat_id is taken');
  const chat: Chat = {
    chat_id: body.chat_id ?? newId('oc_'),
    mode: 'group',
    name: body.name,
    owner: body.as ?? body.members[0] ?? '',
    members: new Set(body.members),
    bot: body.bot,
    status: 'normal',
  };
  platform.state.saveChat(chat);
  platform.journal.add('chat', {
    chat_id: chat.chat_id,
    change: 'created',
    name: chat.name,
    members: body.members,
    bot: chat.bot,
  });
  const delivered =
    chat.bot &&
    (await pushChatEvent(platform, chat, { type: 'im.chat.member.bot.added_v1', by: chat.owner || undefined }));
  return json({ ...chatView(chat), delivered });
}

async function memberChange(
  platform: Platform,
  chat: Chat,
  change: Parameters<typeof changeMembers>[2],
): Promise<Answer> {
  const unknown = change.add?.find((id) => !platform.state.users.has(id));
  if (unknown !== undefined) return badRequest(`there is no person ${unknown}`);
  if (chat.mode === 'p2p') return badRequest('a direct chat has fixed members');
  const delivered = await changeMembers(platform, chat, { ...change, by: change.by ?? (chat.owner || undefined) });
  return json({ ...chatView(chat), delivered });
}

async function setBot(platform: Platform, chat: Chat, body: z.infer<typeof botBody>): Promise<Answer> {
  if (chat.bot === body.present) return json({ ...chatView(chat), delivered: true });
  chat.bot = body.present;
  platform.state.saveChat(chat);
  platform.journal.add('chat', { chat_id: chat.chat_id, change: 'bot', present: body.present });
  const type = body.present ? 'im.chat.member.bot.added_v1' : 'im.chat.member.bot.deleted_v1';
  const delivered = await pushChatEvent(platform, chat, { type, by: body.as ?? (chat.owner || undefined) });
  return json({ ...chatView(chat), delivered });
}

async function disband(platform: Platform, chat: Chat): Promise<Answer> {
  if (chat.status === 'dissolved') return badRequest('the chat is dissolved already');
  chat.status = 'dissolved';
  platform.state.saveChat(chat);
  platform.journal.add('chat', { chat_id: chat.chat_id, change: 'disbanded' });
  const delivered =
    chat.bot && (await pushChatEvent(platform, chat, { type: 'im.chat.disbanded_v1', by: chat.owner || undefined }));
  return json({ ...chatView(chat), delivered });
}

function history(platform: Platform, chat: Chat, call: Call): Answer {
  const thread = call.query.get('thread');
  const all = thread === null ? platform.state.byChat.get(chat.chat_id) : platform.state.byThread.get(thread);
  const limit = Number(call.query.get('limit') ?? 500);
  return json({ messages: (all ?? []).slice(-limit).map(messageView) });
}

/** A message in full, for people and tests: a card as the object shown now. */
function messageView(message: Message): Record<string, unknown> {
  const { uuid: _internal, content, ...rest } = message;
  return { ...rest, content, ...(message.msg_type === 'interactive' ? { card: content } : {}) };
}

async function chooseMenu(platform: Platform, body: z.infer<typeof menuBody>): Promise<Answer> {
  const user = platform.state.users.get(body.as);
  if (user === undefined) return badRequest(`there is no person ${body.as}`);
  const chat = platform.state.directChat(body.as);
  const operator = { operator_name: user.name, operator_id: userIds(user.open_id) };
  const event = { operator, event_key: body.event_key, timestamp: Math.floor(platform.clock.now() / 1000) };
  const delivered = await platform.push.event('application.bot.menu_v6', event, chat.chat_id);
  return json({ chat_id: chat.chat_id, delivered });
}

async function enterDirectChat(platform: Platform, person: string): Promise<Answer> {
  if (!platform.state.users.has(person)) return badRequest(`there is no person ${person}`);
  const chat = platform.state.directChat(person);
  const last = platform.state.byChat.get(chat.chat_id)?.at(-1);
  const event = {
    chat_id: chat.chat_id,
    operator_id: userIds(person),
    last_message_id: last?.message_id ?? '',
    last_message_create_time: last === undefined ? '' : String(last.create_time),
  };
  const delivered = await platform.push.event('im.chat.access_event.bot_p2p_chat_entered_v1', event, chat.chat_id);
  return json({ chat_id: chat.chat_id, delivered });
}
