import type { Card } from '../cards/card';
import { renderCard } from '../plugin/channels/feishu/render-card';
import type { ChannelPort, MessageContent, Sent, Target } from '../server/ports/channel';
import { messageIdOf } from './district';

/**
 * A platform that answers at once and keeps nothing. Message ids follow from chat and case number, so that clicks on
 * cards can be prepared without asking anybody.
 */
export function nullChannel(): ChannelPort {
  let count = 0;
  const sent = (chat: string, content: MessageContent): Sent => {
    const number = 'card' in content ? /[A-Z]+-\d{8}-\d+/.exec(content.card.summary)?.[0] : undefined;
    count += 1;
    return { messageId: number === undefined ? `om_${count}` : messageIdOf(chat, number), chatId: chat };
  };
  return {
    name: 'null',
    send: async (target: Target, content) => sent('chat' in target ? target.chat : target.person, content),
    reply: async (messageId, content) => sent(messageId, content),
    patch: async () => undefined,
    buzz: async () => undefined,
    findSent: async () => undefined,
    person: async (openId) => ({ openId, name: openId }),
    chat: async (chatId) => ({ name: chatId }),
    members: async () => [],
    self: async () => ({ openId: 'ou_bench_bot' }),
    scopes: async () => undefined,
    renderCard: (card: Card) => renderCard(card),
    measureCard: () => ({ elements: 0, bytes: 0 }),
  };
}
