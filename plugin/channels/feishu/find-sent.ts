import { z } from 'zod';
import type { Sent } from '../../../server/ports/channel';
import type { FeishuApi } from './api';
import { assertChatId } from './ids';

/** Newest first, so what was sent minutes ago is on the first page; further back nobody looks. */
const PAGE_SIZE = 50;
const PAGES_MAX = 10;

const Message = z.object({
  message_id: z.string(),
  chat_id: z.string().optional(),
  thread_id: z.string().optional(),
  create_time: z.string().optional(),
  deleted: z.boolean().optional(),
  sender: z.object({ id: z.string().optional(), sender_type: z.string().optional() }).optional(),
  body: z.object({ content: z.string().optional() }).optional(),
});
const Page = z.object({
  data: z.object({
    items: z.array(Message).optional(),
    page_token: z.string().optional(),
    has_more: z.boolean().optional(),
  }),
});
type Listed = z.infer<typeof Message>;

export interface SentSearch {
  readonly appId: string;
  readonly chatId: string;
  readonly needle: string;
  readonly sinceMs: number;
}

/** The newest message of this app since an instant that contains the words; the answer to a send of unknown outcome. */
export async function findSentMessage(api: FeishuApi, search: SentSearch): Promise<Sent | undefined> {
  assertChatId(search.chatId);
  if (search.needle === '') return undefined;
  let pageToken: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const call = {
      operation: 'read',
      method: 'GET',
      path: '/open-apis/im/v1/messages',
      params: {
        container_id_type: 'chat',
        container_id: search.chatId,
        start_time: Math.floor(search.sinceMs / 1_000),
        sort_type: 'ByCreateTimeDesc',
        // Otherwise a card is read back without its summary.
        card_msg_content_type: 'user_card_content',
        page_size: PAGE_SIZE,
        ...(pageToken === undefined ? {} : { page_token: pageToken }),
      },
    } as const;
    const { data } = await api.call(call, Page);
    const found = data.items?.find((message) => isSought(message, search));
    if (found !== undefined) return toSent(found, search.chatId);
    pageToken = data.page_token;
    if (data.has_more !== true || !pageToken) break;
  }
  return undefined;
}

function isSought(message: Listed, search: SentSearch): boolean {
  if (message.deleted === true || message.sender?.sender_type !== 'app') return false;
  if (message.sender.id !== undefined && message.sender.id !== search.appId) return false;
  if (Number(message.create_time ?? search.sinceMs) < search.sinceMs) return false;
  return contentText(message.body?.content ?? '').includes(search.needle);
}

/** All strings of a message's JSON content, so that escaping in JSON or markdown does not hide the words. */
function contentText(content: string): string {
  try {
    const parts: string[] = [];
    JSON.parse(content, (_key, value: unknown) => {
      if (typeof value === 'string') parts.push(value);
      return value;
    });
    return parts.join('\n').replace(/&#(\d{2,3});/g, (_match, code) => String.fromCharCode(Number(code)));
  } catch {
    return content;
  }
}

function toSent(message: Listed, chatId: string): Sent {
  const sent = { messageId: message.message_id, chatId: message.chat_id ?? chatId };
  return message.thread_id ? { ...sent, threadId: message.thread_id } : sent;
}
