import { z } from 'zod';
import { type Answer, type Call, isRefusal, type Refusal, refuse, success } from './answers';
import type { ApiGateway } from './api-gateway';
import { refuseNotShared, refuseUpdate, replaceCard } from './card-updates';
import type { Platform } from './platform';
import { parseJson, refuseChat, sendDraft } from './sending';
import type { Chat, Message } from './state';

const uuid = z.string().optional();
const createBody = z.object({ receive_id: z.string(), msg_type: z.string(), content: z.string(), uuid });
const replyBody = z.object({
  msg_type: z.string(),
  content: z.string(),
  reply_in_thread: z.boolean().optional(),
  uuid,
});
const patchBody = z.object({ content: z.string() });
const urgentBody = z.object({ user_id_list: z.array(z.string()).min(1).max(200) });
const updateBody = z.object({ token: z.string(), card: z.record(z.string(), z.unknown()) });

/** Registers sending, replying, updating, recalling and buzzing. */
export function registerMessages(platform: Platform, gateway: ApiGateway): void {
  const path = '/im/v1/messages';
  gateway.on({ method: 'POST', path, api: 'im.v1.message.create' }, (call) => create(platform, call));
  gateway.on({ method: 'POST', path: `${path}/:message_id/reply`, api: 'im.v1.message.reply' }, (call) =>
    reply(platform, call),
  );
  gateway.on({ method: 'PATCH', path: `${path}/:message_id`, api: 'im.v1.message.patch' }, (call) =>
    patch(platform, call),
  );
  gateway.on({ method: 'DELETE', path: `${path}/:message_id`, api: 'im.v1.message.delete' }, (call) =>
    recall(platform, call),
  );
  gateway.on({ method: 'PATCH', path: `${path}/:message_id/urgent_app`, api: 'im.v1.message.urgentApp' }, (call) =>
    urgent(platform, call),
  );
  gateway.on({ method: 'POST', path: '/interactive/v1/card/update', api: 'interactive.v1.card.update' }, (call) =>
    delayedUpdate(platform, call),
  );
}

function create(platform: Platform, call: Call): Answer | Refusal {
  const body = readBody(createBody, call.body);
  if (isRefusal(body)) return body;
  const chat = receiver(platform, call.query.get('receive_id_type') ?? 'open_id', body.receive_id);
  if (isRefusal(chat)) return chat;
  return sendDraft(platform, { chat, msgType: body.msg_type, content: body.content, uuid: body.uuid, inThread: false });
}

function receiver(platform: Platform, type: string, id: string): Chat | Refusal {
  if (type === 'chat_id') {
    return platform.state.chats.get(id) ?? invalid('receive_id: no such chat');
  }
  if (type !== 'open_id') return invalid('receive_id_type: only chat_id and open_id exist here');
  const person = platform.state.users.get(id);
  if (person === undefined)
    return refuse(99992351, `The request you send is not a valid {open_id} or not exists: ${id}`);
  if (!person.available) return refuse(230013, 'Bot has NO availability to this user.');
  return platform.state.directChat(id);
}

function reply(platform: Platform, call: Call): Answer | Refusal {
  const body = readBody(replyBody, call.body);
  if (isRefusal(body)) return body;
  const found = findMessage(platform, call);
  if (isRefusal(found)) return found;
  const { message: parent, chat } = found;
  if (parent.deleted) return refuse(230011, 'The message was recalled.');
  const inThread = body.reply_in_thread === true;
  return sendDraft(platform, {
    chat,
    msgType: body.msg_type,
    content: body.content,
    uuid: body.uuid,
    parent,
    inThread,
  });
}

function patch(platform: Platform, call: Call): Answer | Refusal {
  const body = readBody(patchBody, call.body);
  if (isRefusal(body)) return body;
  const found = findMessage(platform, call);
  if (isRefusal(found)) return found;
  const card = parseJson(body.content);
  const refused =
    refuseUpdate(platform, found.message, card, Buffer.byteLength(body.content)) ??
    refuseNotShared(found.message, card);
  if (refused !== undefined) return refused;
  if (!platform.limits.patch.take(found.message.message_id)) {
    return refuse(230020, 'This operation triggers the frequency limit: 5 updates per second of the same message.');
  }
  replaceCard(platform, found.message, card, 'patch');
  return success();
}

function recall(platform: Platform, call: Call): Answer | Refusal {
  const found = findMessage(platform, call);
  if (isRefusal(found)) return found;
  const { message, chat } = found;
  const closed = refuseChat(chat);
  if (closed !== undefined) return closed;
  if (message.deleted) return refuse(230011, 'The message was recalled.');
  if (message.sender.type !== 'app') return refuse(230017, 'The operator is NOT the owner of the resource.');
  message.deleted = true;
  message.update_time = platform.clock.now();
  platform.state.saveMessage(message);
  platform.journal.add('recall', { chat_id: chat.chat_id, message_id: message.message_id });
  return success();
}

function urgent(platform: Platform, call: Call): Answer | Refusal {
  const body = readBody(urgentBody, call.body);
  if (isRefusal(body)) return body;
  const found = findMessage(platform, call);
  if (isRefusal(found)) return found;
  const { message, chat } = found;
  const closed = refuseChat(chat);
  if (closed !== undefined) return closed;
  if (message.deleted) return refuse(230011, 'The message was recalled.');
  if (message.sender.type !== 'app') return refuse(230017, 'The operator is NOT the owner of the resource.');
  const isMember = (id: string) => chat.members.has(id);
  const buzzed = body.user_id_list.filter(isMember);
  message.urgent = [...new Set([...message.urgent, ...buzzed])];
  platform.state.saveMessage(message);
  platform.journal.add('urgent', { chat_id: chat.chat_id, message_id: message.message_id, users: buzzed });
  return success({ invalid_user_id_list: body.user_id_list.filter((id) => !isMember(id)) });
}

function delayedUpdate(platform: Platform, call: Call): Answer | Refusal {
  const body = readBody(updateBody, call.body);
  if (isRefusal(body)) return body;
  const token = platform.cardTokens.check(body.token);
  if (isRefusal(token)) return token;
  const message = platform.state.messages.get(token.messageId);
  if (message === undefined || message.deleted) return refuse(200000, 'The message was recalled.');
  const { open_ids: onlyFor, ...card } = body.card;
  if (onlyFor !== undefined) return refuse(200320, 'open_ids is only for exclusive cards of schema 1.0.');
  const refused = refuseUpdate(platform, message, card, Buffer.byteLength(JSON.stringify(card)));
  if (refused !== undefined) return refused;
  platform.cardTokens.use(body.token);
  replaceCard(platform, message, card, 'token');
  return success();
}

/** The message of the path and its chat. */
export function findMessage(platform: Platform, call: Call): { message: Message; chat: Chat } | Refusal {
  const id = call.params.message_id ?? '';
  if (!id.startsWith('om_'))
    return refuse(99992354, `The request you send is not a valid {open_message_id} or not exists: ${id}`);
  const message = platform.state.messages.get(id);
  const chat = message === undefined ? undefined : platform.state.chats.get(message.chat_id);
  if (message === undefined || chat === undefined) return invalid(`message_id: no such message ${id}`);
  return { message, chat };
}

function invalid(reason: string): Refusal {
  return refuse(230001, `Your request contains an invalid request parameter, ext=${reason}.`);
}

/** The body in its shape, or 230001 naming every field that is wrong. */
export function readBody<T>(schema: z.ZodType<T>, body: unknown): T | Refusal {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  return invalid(parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; '));
}
