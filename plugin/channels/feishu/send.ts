import { z } from 'zod';
import type { Card } from '../../../cards/card';
import {
  ChannelError,
  type ChannelPort,
  type MessageContent,
  type Sent,
  type Target,
} from '../../../server/ports/channel';
import { type ApiCall, FeishuApi, type FeishuAppOptions } from './api';
import { FeishuDirectory } from './directory';
import { refuseLocally, THREAD_CODES } from './errors';
import { findSentMessage } from './find-sent';
import { assertChatId, assertMessageId, assertOpenId } from './ids';
import { isOpenId, literalMessageText } from './literal';
import { measureCard, renderCard } from './render-card';

/** The platform takes at most this many people in one buzz. */
const BUZZ_MAX = 200;
const UUID_MAX = 50;

const SentBody = z.object({
  data: z.object({ message_id: z.string(), chat_id: z.string(), thread_id: z.string().optional() }),
});
const BuzzBody = z.object({
  data: z.object({ invalid_user_id_list: z.array(z.string()).nullish() }).nullish(),
});

interface WireContent {
  readonly msg_type: 'interactive' | 'text';
  readonly content: string;
}

/** The Feishu channel, with a way to close its kept connections. */
export interface FeishuChannel extends ChannelPort {
  close(): Promise<void>;
}

/** Nothing is loaded or asked before the first call. */
export function createFeishuChannel(options: FeishuAppOptions): FeishuChannel {
  const api = new FeishuApi(options);
  const directory = new FeishuDirectory(api);
  return {
    name: 'feishu',
    send: (target, content, uuid) => send(api, { target, content, uuid }),
    reply: (messageId, content, uuid) => reply(api, { messageId, content, uuid }),
    patch: (messageId, card) => patch(api, messageId, card),
    buzz: (messageId, openIds) => buzz(options, api, { messageId, openIds }),
    findSent: (chatId, needle, sinceMs) => findSentMessage(api, { appId: options.appId, chatId, needle, sinceMs }),
    person: (openId) => directory.person(openId),
    chat: (chatId) => directory.chat(chatId),
    members: (chatId) => directory.members(chatId),
    self: () => directory.self(),
    scopes: () => directory.scopes(),
    renderCard,
    measureCard,
    close: () => api.close(),
  };
}

async function send(
  api: FeishuApi,
  message: { readonly target: Target; readonly content: MessageContent; readonly uuid: string },
): Promise<Sent> {
  const { target, content, uuid } = message;
  assertUuid(uuid);
  const receiver = 'chat' in target ? { type: 'chat_id', id: target.chat } : { type: 'open_id', id: target.person };
  if (receiver.type === 'chat_id') assertChatId(receiver.id);
  else assertOpenId(receiver.id);
  return post(api, {
    operation: 'send',
    method: 'POST',
    path: '/open-apis/im/v1/messages',
    params: { receive_id_type: receiver.type },
    data: { receive_id: receiver.id, ...toWire(content), uuid },
  });
}

async function reply(
  api: FeishuApi,
  message: { readonly messageId: string; readonly content: MessageContent; readonly uuid: string },
): Promise<Sent> {
  const { messageId, content, uuid } = message;
  assertMessageId(messageId);
  assertUuid(uuid);
  const wire = toWire(content);
  const call = { operation: 'reply', method: 'POST', path: `/open-apis/im/v1/messages/${messageId}/reply` } as const;
  try {
    return await post(api, { ...call, data: { ...wire, reply_in_thread: true, uuid } });
  } catch (error) {
    if (!(error instanceof ChannelError) || !THREAD_CODES.has(error.code)) throw error;
    // Nothing was sent, so the same uuid is still good for the plain reply.
    return await post(api, { ...call, data: { ...wire, reply_in_thread: false, uuid } });
  }
}

async function patch(api: FeishuApi, messageId: string, card: Card): Promise<void> {
  assertMessageId(messageId);
  const { content } = toWire({ card });
  const path = `/open-apis/im/v1/messages/${messageId}`;
  await api.call({ operation: 'patch', method: 'PATCH', path, data: { content } }, z.unknown());
}

async function buzz(
  options: FeishuAppOptions,
  api: FeishuApi,
  call: { readonly messageId: string; readonly openIds: readonly string[] },
): Promise<void> {
  assertMessageId(call.messageId);
  const people = [...new Set(call.openIds)];
  for (const id of people) assertOpenId(id);
  for (let from = 0; from < people.length; from += BUZZ_MAX) {
    const request: ApiCall = {
      operation: 'buzz',
      method: 'PATCH',
      path: `/open-apis/im/v1/messages/${call.messageId}/urgent_app`,
      params: { user_id_type: 'open_id' },
      data: { user_id_list: people.slice(from, from + BUZZ_MAX) },
    };
    const body = await api.call(request, BuzzBody);
    const invalid = body.data?.invalid_user_id_list ?? [];
    if (invalid.length > 0) options.logger.warn({ messageId: call.messageId, invalid }, 'buzz did not reach everyone');
  }
}

function toWire(content: MessageContent): WireContent {
  if ('card' in content) return { msg_type: 'interactive', content: JSON.stringify(compile(content.card)) };
  const mentions = (content.mentions ?? []).map(toMention).join('');
  return { msg_type: 'text', content: JSON.stringify({ text: `${mentions}${literalMessageText(content.text)}` }) };
}

function toMention(openId: string): string {
  if (!isOpenId(openId)) throw refuseLocally('bad-id', 'bad-id: 人员标识无效 / not an open_id');
  return `<at user_id="${openId}"></at> `;
}

/** A card above the limits is our bug: it can never be sent, and the reason names the card. */
function compile(card: Card): unknown {
  try {
    return renderCard(card);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refuseLocally('card-limits', `card-limits: 卡片超过平台上限 / ${error.message}`, error);
  }
}

function assertUuid(uuid: string): void {
  if (uuid === '' || uuid.length > UUID_MAX) {
    throw refuseLocally(
      'bad-uuid',
      `bad-uuid: 幂等标识须为 1 至 ${UUID_MAX} 字符 / uuid must have 1 to ${UUID_MAX} characters`,
    );
  }
}

async function post(api: FeishuApi, call: ApiCall): Promise<Sent> {
  const { data } = await api.call(call, SentBody);
  const sent = { messageId: data.message_id, chatId: data.chat_id };
  return data.thread_id ? { ...sent, threadId: data.thread_id } : sent;
}
