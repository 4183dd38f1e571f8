import { type Answer, type Call, isRefusal, type Refusal, refuse, success } from './answers';
import type { ApiGateway } from './api-gateway';
import { findMessage } from './api-messages';
import { apiMessage } from './message-view';
import { pageOf } from './pages';
import type { Platform } from './platform';
import { refuseChat } from './sending';
import type { Chat, Message } from './state';

/** Registers reading one message, a chat's history and a thread's. */
export function registerMessageReads(platform: Platform, gateway: ApiGateway): void {
  const path = '/im/v1/messages';
  gateway.on({ method: 'GET', path: `${path}/:message_id`, api: 'im.v1.message.get' }, (call) =>
    getOne(platform, call),
  );
  gateway.on({ method: 'GET', path, api: 'im.v1.message.list' }, (call) => listMessages(platform, call));
}

function getOne(platform: Platform, call: Call): Answer | Refusal {
  const found = findMessage(platform, call);
  if (isRefusal(found)) return found;
  const closed = refuseChat(found.chat);
  return closed ?? success({ items: [apiMessage(platform, found.message, wantsRawCard(call))] });
}

function listMessages(platform: Platform, call: Call): Answer | Refusal {
  const container = findContainer(platform, call.query);
  if (isRefusal(container)) return container;
  const closed = refuseChat(container.chat);
  if (closed !== undefined) return closed;
  const page = pageOf(inTime(container.messages, call.query), call.query, { usual: 20, max: 50 });
  if (isRefusal(page)) return page;
  return success({ ...page, items: page.items.map((message) => apiMessage(platform, message, wantsRawCard(call))) });
}

/** A chat's history shows only the first message of each thread; the rest is read by thread id. */
function findContainer(
  platform: Platform,
  query: URLSearchParams,
): { chat: Chat; messages: readonly Message[] } | Refusal {
  const { state } = platform;
  const id = query.get('container_id') ?? '';
  const type = query.get('container_id_type');
  if (type === 'chat') {
    const chat = state.chats.get(id);
    if (chat === undefined)
      return refuse(230001, 'Your request contains an invalid request parameter, ext=container_id.');
    const messages = (state.byChat.get(id) ?? []).filter(
      (one) => one.thread_id === undefined || one.root_id === undefined,
    );
    return { chat, messages };
  }
  const messages = type === 'thread' ? state.byThread.get(id) : undefined;
  const chat = state.chats.get(messages?.[0]?.chat_id ?? '');
  if (messages === undefined || chat === undefined) {
    return refuse(
      230001,
      'Your request contains an invalid request parameter, ext=container_id_type chat or thread, container_id.',
    );
  }
  return { chat, messages };
}

/** start_time and end_time are seconds and belong to the range. */
function inTime(messages: readonly Message[], query: URLSearchParams): readonly Message[] {
  const from = query.get('start_time') ? Number(query.get('start_time')) * 1000 : Number.NEGATIVE_INFINITY;
  const until = query.get('end_time') ? Number(query.get('end_time')) * 1000 + 999 : Number.POSITIVE_INFINITY;
  const chosen = messages.filter((one) => one.create_time >= from && one.create_time <= until);
  return query.get('sort_type') === 'ByCreateTimeDesc' ? chosen.reverse() : chosen;
}

function wantsRawCard(call: Call): boolean {
  return ['raw_card_content', 'user_card_content'].includes(call.query.get('card_msg_content_type') ?? '');
}
