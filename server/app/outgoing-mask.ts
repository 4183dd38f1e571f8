import type { Card } from '../../cards/card';
import { maskText } from '../domain/mask';
import type { MessageContent } from '../ports/channel';

/** Keys under which a neutral card holds words people read. Values of actions, names of fields and links are not. */
const WORDS = new Set(['text', 'title', 'subtitle', 'summary', 'label', 'placeholder', 'initial']);
/** Cheap test: only text with a few digits or an @ can hold anything to mask. */
const SUSPECT = /[0-9０-９]{3}|[0-9０-９][\s.-]+[0-9０-９]|[@＠]|[单楼栋室]|[\u4e00-\u9fa5][A-Z]/;

function words(text: string): string {
  return SUSPECT.test(text) ? maskText(text) : text;
}

function mask(value: unknown, key: string, parent: Readonly<Record<string, unknown>>): unknown {
  if (typeof value === 'string') {
    const shown = WORDS.has(key) || (key === 'value' && 'label' in parent);
    return shown ? words(value) : value;
  }
  if (Array.isArray(value)) return value.map((item) => mask(item, key, parent));
  if (value !== null && typeof value === 'object') return maskObject(value as Readonly<Record<string, unknown>>, key);
  return value;
}

function maskObject(value: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> {
  const inRows = key === 'rows';
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      name,
      inRows && typeof held === 'string' ? words(held) : mask(held, name, value),
    ]),
  );
}

/**
 * Last line of defence (D31, D32): whatever a view forgot, no message leaves with a telephone number, an address of
 * mail or an identity number in it. The platform would refuse the whole card for it.
 */
export function maskOutgoing(content: MessageContent): MessageContent {
  if ('text' in content) return { ...content, text: words(content.text) };
  return { card: maskCard(content.card) };
}

/** The same for a card that leaves as the answer to a click. */
export function maskCard(card: Card): Card {
  return mask(card, '', {}) as Card;
}
