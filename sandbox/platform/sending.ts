import { type Answer, isRefusal, type Refusal, refuse, success } from './answers';
import { cardPings, refuseCard, refusePrivateData } from './card-surroundings';
import { isObject } from './card-validator/context';
import { newId } from './ids';
import { apiMessage } from './message-view';
import type { Platform } from './platform';
import type { Chat, Message } from './state';

/** A message the bot wants to say, already knowing where. */
export interface Draft {
  readonly chat: Chat;
  readonly msgType: string;
  /** The JSON string of the call. */
  readonly content: string;
  readonly uuid?: string | undefined;
  readonly parent?: Message | undefined;
  readonly inThread: boolean;
}

const MAX_TEXT_BYTES = 150 * 1024;
const MAX_POST_BYTES = 30 * 1024;
const MAX_UUID = 50;

/** Sends one message of the bot: the same uuid again gives the same message, a refusal creates nothing. */
export function sendDraft(platform: Platform, draft: Draft): Answer | Refusal {
  const closed = refuseChat(draft.chat);
  if (closed !== undefined) return closed;
  if (draft.uuid !== undefined && [...draft.uuid].length > MAX_UUID) {
    return refuse(230001, `Your request contains an invalid request parameter: uuid longer than ${MAX_UUID}.`);
  }
  const uuidKey =
    draft.uuid === undefined ? undefined : `${draft.parent?.message_id ?? draft.chat.chat_id}\n${draft.uuid}`;
  const known = uuidKey === undefined ? undefined : platform.state.uuids.get(uuidKey);
  if (known !== undefined && Date.now() - known.at < platform.settings.uuidWindowMs) {
    return success(apiMessage(platform, known.message));
  }
  const content = readContent(platform, draft);
  if (isRefusal(content)) return content;
  const slow = takeSendSlot(platform, draft.chat);
  if (slow !== undefined) return slow;
  const message = keepMessage(platform, draft, content, uuidKey);
  return success(apiMessage(platform, message));
}

/** Why the bot may not talk in a chat, or undefined. */
export function refuseChat(chat: Chat): Refusal | undefined {
  if (chat.status === 'dissolved')
    return refuse(232009, 'Your request specifies a chat which has already been dissolved.');
  if (!chat.bot) return refuse(230002, 'Bot/User can NOT be out of the chat.');
  return undefined;
}

function takeSendSlot(platform: Platform, chat: Chat): Refusal | undefined {
  const { limits } = platform;
  const fits = chat.mode === 'p2p' ? limits.person.take(chat.owner) : limits.chat.take(chat.chat_id);
  if (fits) return undefined;
  return refuse(
    230020,
    `This operation triggers the frequency limit: 5 per second to the same ${chat.mode === 'p2p' ? 'user' : 'group'}.`,
  );
}

function readContent(platform: Platform, draft: Draft): unknown {
  const bytes = Buffer.byteLength(draft.content);
  const content = parseJson(draft.content);
  if (!isObject(content)) return invalidContent('content must be a JSON object written as a string');
  switch (draft.msgType) {
    case 'text':
      return readText(content, bytes);
    case 'post':
      if (bytes > MAX_POST_BYTES) return tooLong(bytes, MAX_POST_BYTES);
      return refusePrivateData(postTexts(content)) ?? content;
    case 'interactive':
      return readCard(platform, draft.chat, content, bytes);
    case 'image':
      return hasMedia(platform, content.image_key, 'image') ? content : invalidContent('image_key is unknown');
    case 'file':
      return hasMedia(platform, content.file_key, 'file') ? content : invalidContent('file_key is unknown');
    default:
      return refuse(230054, `This operation is not supported for this message type: ${draft.msgType}.`);
  }
}

function readText(content: Readonly<Record<string, unknown>>, bytes: number): unknown {
  if (typeof content.text !== 'string' || content.text === '') return invalidContent('text must be a non-empty string');
  if (bytes > MAX_TEXT_BYTES) return tooLong(bytes, MAX_TEXT_BYTES);
  if (/<at\s+user_id=["']?all["']?/i.test(content.text)) {
    return refuse(230018, 'These operations are NOT allowed at current group settings: at all.');
  }
  return refusePrivateData([content.text]) ?? content;
}

function readCard(platform: Platform, chat: Chat, card: Readonly<Record<string, unknown>>, bytes: number): unknown {
  if (card.type === 'template') return refuse(230099, cardFailure(200380, 'template is not published'));
  if (card.type === 'card') return refuse(230099, cardFailure(200740, 'card entity does not exist'));
  return refuseCard(platform, chat, card, bytes) ?? card;
}

function cardFailure(code: number, msg: string): string {
  return `Failed to create card content, ext=ErrCode: ${code}; ErrPath: ROOT; ErrMsg: ${msg}; ErrorValue: `;
}

function keepMessage(platform: Platform, draft: Draft, content: unknown, uuidKey: string | undefined): Message {
  const { state, clock, journal, settings } = platform;
  const at = clock.stamp();
  const root = draft.parent === undefined ? undefined : (draft.parent.root_id ?? draft.parent.message_id);
  const message: Message = {
    message_id: newId('om_'),
    chat_id: draft.chat.chat_id,
    msg_type: draft.msgType,
    sender: { id: settings.appId, type: 'app' },
    create_time: at,
    update_time: at,
    parent_id: draft.parent?.message_id,
    root_id: root,
    thread_id: threadFor(platform, draft.parent, draft.inThread),
    mentions: [],
    uuid: uuidKey === undefined ? undefined : { key: uuidKey, at: Date.now() },
    content,
    updated: false,
    deleted: false,
    versions: 1,
    pings: draft.msgType === 'interactive' ? cardPings(content) : textPings(content, draft.chat),
    urgent: [],
  };
  state.saveMessage(message);
  clock.noteMessage(message.message_id);
  journal.add(draft.parent === undefined ? 'message' : 'reply', {
    chat_id: message.chat_id,
    message_id: message.message_id,
    parent_id: message.parent_id,
    thread_id: message.thread_id,
    msg_type: message.msg_type,
    pings: message.pings,
    uuid: draft.uuid,
    ...(draft.msgType === 'interactive' ? { card: content } : { content }),
  });
  return message;
}

/** A reply to a message of a thread stays there; `reply_in_thread` opens one on the message replied to. */
export function threadFor(platform: Platform, parent: Message | undefined, inThread: boolean): string | undefined {
  if (parent === undefined) return undefined;
  return parent.thread_id ?? (inThread ? platform.state.openThread(parent) : undefined);
}

function textPings(content: unknown, chat: Chat): string[] {
  const ids = [...JSON.stringify(content).matchAll(/user_id\\?["']?\s*[=:]\s*\\?["']?(ou_\w+)/g)].map(
    (match) => match[1] ?? '',
  );
  return [...new Set(ids)].filter((id) => chat.members.has(id));
}

function postTexts(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(postTexts);
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' ? (key === 'text' || key === 'title' ? [value] : []) : postTexts(value),
  );
}

function hasMedia(platform: Platform, key: unknown, type: 'image' | 'file'): boolean {
  return typeof key === 'string' && platform.state.media.get(key)?.type === type;
}

function tooLong(bytes: number, max: number): Refusal {
  return refuse(230025, `The length of the message content reaches its limit: ${bytes} bytes, at most ${max}.`);
}

function invalidContent(reason: string): Refusal {
  return refuse(230001, `Your request contains an invalid request parameter, ext=${reason}.`);
}

/** The value, or undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
