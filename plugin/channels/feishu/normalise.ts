import { z } from 'zod';
import type { Incoming } from '../../../server/ports/channel';
import { Mentions, readText } from './message-text';
import { epochMs } from './signature';

/** A payload of a known type without what it must have. The platform is told (400), nobody acts on it. */
export class BadPayload extends Error {
  readonly paths: readonly string[];
  constructor(type: string, issues: readonly z.core.$ZodIssue[]) {
    const paths = issues.map((issue) => issue.path.join('.') || '(root)');
    super(`${type}: ${paths.join(', ')}`);
    this.name = 'BadPayload';
    this.paths = paths;
  }
}

export const CARD_ACTION = 'card.action.trigger';
export const MESSAGE = 'im.message.receive_v1';

const UserId = z.looseObject({ open_id: z.string().optional() });
const Time = z.union([z.string(), z.number()]).optional();
const Head = z.looseObject({ event_id: z.string().min(1), create_time: Time });
const MessageEvent = Head.extend({
  sender: z.looseObject({ sender_id: UserId.optional(), sender_type: z.string() }),
  message: z.looseObject({
    message_id: z.string().min(1),
    root_id: z.string().optional(),
    create_time: Time,
    chat_id: z.string().min(1),
    chat_type: z.string(),
    message_type: z.string(),
    content: z.string(),
    mentions: Mentions.nullish(),
  }),
});
const Place = { open_message_id: z.string().optional(), open_chat_id: z.string().optional() };
const CardAction = Head.extend({
  operator: z.looseObject({ open_id: z.string().min(1) }),
  action: z.looseObject({
    value: z.unknown().optional(),
    option: z.string().optional().catch(undefined),
    form_value: z.record(z.string(), z.unknown()).optional().catch(undefined),
  }),
  context: z.looseObject(Place).optional(),
  ...Place,
});
const ChatEvent = Head.extend({
  chat_id: z.string().min(1),
  name: z.string().optional(),
  operator_id: UserId.nullish(),
  users: z.array(z.looseObject({ name: z.string().optional(), user_id: UserId.optional() })).nullish(),
});
const MenuEvent = Head.extend({
  operator: z.looseObject({ operator_id: z.looseObject({ open_id: z.string().min(1) }) }),
  event_key: z.string(),
});

type Reader = (payload: unknown, selfId: string | undefined) => Incoming | null;

const READERS: Readonly<Record<string, Reader>> = {
  [MESSAGE]: readMessage,
  [CARD_ACTION]: readClick,
  'im.chat.member.bot.added_v1': (payload) => readChat('bot-added', payload),
  'im.chat.member.bot.deleted_v1': (payload) => readChat('bot-removed', payload),
  'im.chat.disbanded_v1': (payload) => readChat('chat-disbanded', payload),
  'im.chat.member.user.added_v1': (payload) => readMembers('member-added', payload),
  'im.chat.member.user.deleted_v1': (payload) => readMembers('member-removed', payload),
  'im.chat.member.user.withdrawn_v1': (payload) => readMembers('member-removed', payload),
  'im.chat.access_event.bot_p2p_chat_entered_v1': readDirectOpened,
  'application.bot.menu_v6': readMenu,
};

/** Event and callback types the product listens to; `manifest.json` subscribes to the same. */
export const EVENT_TYPES: readonly string[] = Object.keys(READERS);

/**
 * Turns what the SDK's dispatcher hands over (header and event flattened into one object) into an input.
 * @param selfId the bot's own open_id, where known
 * @returns null for what concerns nobody: unknown types, bots' messages, group talk not addressed to the bot
 * @throws BadPayload when a known type lacks what it must have
 */
export function normalise(type: string, payload: unknown, selfId?: string): Incoming | null {
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  return reader === undefined ? null : reader(payload, selfId);
}

function parse<T>(type: string, schema: z.ZodType<T>, payload: unknown): T {
  const parsed = schema.safeParse(payload);
  if (!parsed.success) throw new BadPayload(type, parsed.error.issues);
  return parsed.data;
}

function readMessage(payload: unknown, selfId: string | undefined): Incoming | null {
  const event = parse(MESSAGE, MessageEvent, payload);
  const { message, sender } = event;
  const from = sender.sender_id?.open_id;
  if (sender.sender_type !== 'user' || !from || from === selfId) return null;
  const read = readText(
    { type: message.message_type, content: message.content, mentions: message.mentions ?? [] },
    selfId,
  );
  const isDirect = message.chat_type === 'p2p';
  // With the right to read all group messages, talk among people arrives too.
  if (!isDirect && !read.isAddressed) return null;
  const sentAtMs = epochMs(message.create_time ?? event.create_time);
  return {
    kind: 'message',
    eventId: event.event_id,
    messageId: message.message_id,
    chatId: message.chat_id,
    chatType: isDirect ? 'direct' : 'group',
    from,
    text: read.text,
    mentions: read.mentions,
    ...(message.root_id ? { threadRootId: message.root_id } : {}),
    sentAtMs: Number.isNaN(sentAtMs) ? 0 : sentAtMs,
  };
}

function readClick(payload: unknown): Incoming | null {
  const event = parse(CARD_ACTION, CardAction, payload);
  // Older payloads carry the place beside the context.
  const messageId = event.context?.open_message_id ?? event.open_message_id;
  const chatId = event.context?.open_chat_id ?? event.open_chat_id;
  if (!messageId) return null;
  const { action } = event;
  return {
    kind: 'click',
    eventId: event.event_id,
    messageId,
    chatId: chatId ?? '',
    from: event.operator.open_id,
    value: isRecord(action.value) ? action.value : {},
    ...(action.option === undefined ? {} : { option: action.option }),
    form: action.form_value ?? {},
  };
}

function readChat(kind: 'bot-added' | 'bot-removed' | 'chat-disbanded', payload: unknown): Incoming {
  const event = parse(kind, ChatEvent, payload);
  return {
    kind,
    eventId: event.event_id,
    chatId: event.chat_id,
    chatName: event.name ?? '',
    by: event.operator_id?.open_id ?? '',
  };
}

function readMembers(kind: 'member-added' | 'member-removed', payload: unknown): Incoming {
  const event = parse(kind, ChatEvent, payload);
  const people = (event.users ?? []).flatMap((user) => {
    const openId = user.user_id?.open_id;
    return openId ? [{ openId, name: user.name ?? '' }] : [];
  });
  return { kind, eventId: event.event_id, chatId: event.chat_id, people };
}

function readDirectOpened(payload: unknown): Incoming | null {
  const event = parse('direct-opened', ChatEvent, payload);
  const from = event.operator_id?.open_id;
  return from ? { kind: 'direct-opened', eventId: event.event_id, chatId: event.chat_id, from } : null;
}

function readMenu(payload: unknown): Incoming {
  const event = parse('application.bot.menu_v6', MenuEvent, payload);
  return { kind: 'menu', eventId: event.event_id, from: event.operator.operator_id.open_id, key: event.event_key };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
