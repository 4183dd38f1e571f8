import { isObject } from './card-validator/context';
import { unionIdOf } from './ids';
import type { Platform } from './platform';
import { visibleTexts } from './private-data';
import type { Mention, Message } from './state';

/** A message as the open API shows it: times as text in milliseconds, content as a JSON string. */
export function apiMessage(platform: Platform, message: Message, wantsRawCard = true): Record<string, unknown> {
  const isApp = message.sender.type === 'app';
  const tenantKey = platform.settings.tenantKey;
  return {
    message_id: message.message_id,
    ...(message.root_id === undefined ? {} : { root_id: message.root_id, parent_id: message.parent_id }),
    ...(message.thread_id === undefined ? {} : { thread_id: message.thread_id }),
    msg_type: message.msg_type,
    create_time: String(message.create_time),
    update_time: String(message.update_time),
    deleted: message.deleted,
    updated: message.updated,
    chat_id: message.chat_id,
    sender: {
      id: message.sender.id,
      id_type: isApp ? 'app_id' : 'open_id',
      sender_type: isApp ? 'app' : 'user',
      tenant_key: tenantKey,
    },
    body: { content: contentText(message, wantsRawCard) },
    ...(message.mentions.length === 0 ? {} : { mentions: message.mentions.map((one) => listMention(one, tenantKey)) }),
  };
}

function listMention(mention: Mention, tenantKey: string): Record<string, unknown> {
  return { key: mention.key, id: mention.id, id_type: 'open_id', name: mention.name, tenant_key: tenantKey };
}

/** A mention as an event shows it, with all three ids. */
export function eventMention(mention: Mention, tenantKey: string): Record<string, unknown> {
  return {
    key: mention.key,
    id: userIds(mention.id),
    mentioned_type: mention.type,
    name: mention.name,
    tenant_key: tenantKey,
  };
}

/** The id block of events; user_id needs a scope this app does not have. */
export function userIds(openId: string): Record<string, unknown> {
  return { union_id: unionIdOf(openId), user_id: null, open_id: openId };
}

function contentText(message: Message, wantsRawCard: boolean): string {
  if (message.deleted) return 'This message was recalled';
  if (message.msg_type !== 'interactive' || wantsRawCard) return JSON.stringify(message.content);
  return JSON.stringify(readableCard(message.content));
}

/** Without `card_msg_content_type` a card is read back as its title and texts only, not as it was sent. */
function readableCard(card: unknown): unknown {
  if (!isObject(card)) return {};
  const texts = visibleTexts(isObject(card.body) ? card.body.elements : undefined).map((text) => [
    { tag: 'text', text },
  ]);
  const title = isObject(card.header) && isObject(card.header.title) ? card.header.title.content : '';
  return { title, elements: texts };
}
