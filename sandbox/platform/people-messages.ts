import { z } from 'zod';
import { type Answer, badRequest, type Call, json } from './answers';
import { newId } from './ids';
import { eventMention, userIds } from './message-view';
import type { Platform } from './platform';
import { threadFor } from './sending';
import type { Chat, Mention, Message } from './state';

const messageBody = z.object({
  as: z.string(),
  chat_id: z.string().optional(),
  p2p: z.boolean().optional(),
  msg_type: z.enum(['text', 'image', 'file', 'post']).optional(),
  text: z.string().optional(),
  content: z.record(z.string(), z.unknown()).optional(),
  root_id: z.string().optional(),
});
type MessageBody = z.infer<typeof messageBody>;

/**
 * A person says something. The answer waits for the bot's first acknowledgement: `pushed` tells whether the
 * platform pushes this message at all (groups: only when the bot is mentioned), `delivered` whether it was taken.
 */
export async function sayAsPerson(platform: Platform, call: Call): Promise<Answer> {
  const parsed = messageBody.safeParse(call.body);
  if (!parsed.success) return badRequest(z.prettifyError(parsed.error));
  const body = parsed.data;
  const chat = chatOf(platform, body);
  if (typeof chat === 'string') return badRequest(chat);
  const parent = body.root_id === undefined ? undefined : platform.state.messages.get(body.root_id);
  if (body.root_id !== undefined && parent?.chat_id !== chat.chat_id)
    return badRequest('root_id is no message of this chat');
  const said = contentOf(platform, body);
  if (typeof said === 'string') return badRequest(said);
  const message = keep(platform, { body, chat, parent, ...said });
  const isPushed = chat.bot && (chat.mode === 'p2p' || said.mentions.some((mention) => mention.type === 'bot'));
  const delivered = isPushed && (await pushMessage(platform, chat, message));
  return json({ message_id: message.message_id, chat_id: chat.chat_id, pushed: isPushed, delivered });
}

function chatOf(platform: Platform, body: MessageBody): Chat | string {
  if (!platform.state.users.has(body.as)) return `there is no person ${body.as}`;
  if (body.p2p === true) return platform.state.directChat(body.as);
  const chat = platform.state.chats.get(body.chat_id ?? '');
  if (chat === undefined) return `there is no chat ${body.chat_id ?? '(chat_id missing, or set p2p)'}`;
  if (chat.status === 'dissolved') return 'the chat is dissolved';
  if (!chat.members.has(body.as)) return `${body.as} is not in this chat`;
  return chat;
}

interface Said {
  readonly msgType: string;
  readonly content: unknown;
  readonly mentions: readonly Mention[];
}

function contentOf(platform: Platform, body: MessageBody): Said | string {
  const msgType = body.msg_type ?? 'text';
  if (msgType === 'text') {
    const text = body.text ?? body.content?.text;
    if (typeof text !== 'string' || text === '') return 'text is missing';
    const found = takeMentions(platform, text);
    return typeof found === 'string' ? found : { msgType, content: { text: found.text }, mentions: found.mentions };
  }
  if (body.content === undefined) return `content is missing for ${msgType}`;
  const key = msgType === 'image' ? body.content.image_key : body.content.file_key;
  if (msgType !== 'post' && !platform.state.media.has(String(key))) return 'upload it first with POST /sandbox/media';
  return { msgType, content: body.content, mentions: [] };
}

/** Replaces mentions by the placeholders `@_user_N`, one per person, as the real text reaches a bot. */
function takeMentions(platform: Platform, text: string): { text: string; mentions: Mention[] } | string {
  const { botName, botOpenId } = platform.settings;
  const mentions = new Map<string, Mention>();
  let unknown: string | undefined;
  const placeholder = (id: string): string => {
    const isBot = id === 'bot' || id === botOpenId;
    const openId = isBot ? botOpenId : id;
    const name = isBot ? botName : platform.state.users.get(id)?.name;
    if (name === undefined) unknown ??= id;
    const mention = mentions.get(openId) ?? {
      key: `@_user_${mentions.size + 1}`,
      id: openId,
      name: name ?? id,
      type: isBot ? 'bot' : 'user',
    };
    mentions.set(openId, mention);
    return mention.key;
  };
  const replaced = text
    .replace(/<at\s+user_id=["']?([\w-]+)["']?\s*\/?>(?:[^<]*<\/at>)?/g, (_all, id: string) => placeholder(id))
    .replaceAll(`@${botName}`, () => placeholder('bot'))
    .replaceAll('@suban', () => placeholder('bot'));
  if (unknown !== undefined) return `there is no person ${unknown} to mention`;
  return { text: replaced, mentions: [...mentions.values()] };
}

function keep(
  platform: Platform,
  said: Said & { body: MessageBody; chat: Chat; parent: Message | undefined },
): Message {
  const { body, chat, parent } = said;
  const at = platform.clock.stamp();
  const message: Message = {
    message_id: newId('om_'),
    chat_id: chat.chat_id,
    msg_type: said.msgType,
    sender: { id: body.as, type: 'user' },
    create_time: at,
    update_time: at,
    parent_id: parent?.message_id,
    root_id: parent === undefined ? undefined : (parent.root_id ?? parent.message_id),
    thread_id: threadFor(platform, parent, false),
    mentions: said.mentions,
    content: said.content,
    updated: false,
    deleted: false,
    versions: 1,
    pings: said.mentions.filter((mention) => mention.type === 'user').map((mention) => mention.id),
    urgent: [],
  };
  platform.state.saveMessage(message);
  platform.journal.add('user-message', {
    chat_id: chat.chat_id,
    message_id: message.message_id,
    by: body.as,
    msg_type: said.msgType,
    content: said.content,
  });
  return message;
}

function pushMessage(platform: Platform, chat: Chat, message: Message): Promise<boolean> {
  const { tenantKey } = platform.settings;
  const event = {
    sender: { sender_id: userIds(message.sender.id), sender_type: 'user', tenant_key: tenantKey },
    message: {
      message_id: message.message_id,
      ...(message.root_id === undefined ? {} : { root_id: message.root_id, parent_id: message.parent_id }),
      ...(message.thread_id === undefined ? {} : { thread_id: message.thread_id }),
      create_time: String(message.create_time),
      update_time: String(message.update_time),
      chat_id: chat.chat_id,
      chat_type: chat.mode,
      message_type: message.msg_type,
      content: JSON.stringify(message.content),
      ...(message.mentions.length === 0
        ? {}
        : { mentions: message.mentions.map((one) => eventMention(one, tenantKey)) }),
    },
  };
  return platform.push.event('im.message.receive_v1', event, chat.chat_id);
}
