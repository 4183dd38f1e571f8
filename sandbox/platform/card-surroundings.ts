import { type Refusal, refuse } from './answers';
import { isObject } from './card-validator/context';
import { mentionedIds } from './card-validator/markdown';
import { cardErrorText, validateCard } from './card-validator/validate-card';
import type { Platform } from './platform';
import { findPrivateData, visibleTexts } from './private-data';
import type { Chat } from './state';

const MAX_CARD_BYTES = 30 * 1024;

/** Judges a card for one chat the way a send or a patch would. @returns why it is refused, or undefined */
export function refuseCard(platform: Platform, chat: Chat, card: unknown, bytes: number): Refusal | undefined {
  if (bytes > MAX_CARD_BYTES)
    return refuse(
      230025,
      `The length of the message content reaches its limit: card ${bytes} bytes, at most ${MAX_CARD_BYTES}.`,
    );
  const issue = cardIssues(platform, chat, card)[0];
  if (issue !== undefined) return refuse(230099, cardErrorText(issue));
  return refusePrivateData(visibleTexts(card));
}

/** Issues of a card with this chat's members and the tenant's people and images around it. */
export function cardIssues(platform: Platform, chat: Chat, card: unknown): ReturnType<typeof validateCard> {
  return validateCard(card, {
    personExists: (id) => platform.state.users.has(id),
    isMember: (id) => chat.members.has(id),
    imageExists: (key) => platform.state.media.get(key)?.type === 'image',
  });
}

/** 230028 when any of the texts holds a plain mobile number or e-mail address. */
export function refusePrivateData(texts: readonly string[]): Refusal | undefined {
  for (const text of texts) {
    const found = findPrivateData(text);
    if (found !== undefined) {
      return refuse(230028, `The messages do NOT pass the audit: plain ${found.kind} "${found.found}" in the text.`);
    }
  }
  return undefined;
}

/** Everybody the card pings: mentions in its markdown and lark_md texts, and in table cells of these types. */
export function cardPings(card: unknown): string[] {
  const pinged = new Set<string>();
  collectPings(card, pinged);
  return [...pinged];
}

function collectPings(node: unknown, pinged: Set<string>): void {
  if (Array.isArray(node)) for (const item of node) collectPings(item, pinged);
  if (!isObject(node)) return;
  if ((node.tag === 'markdown' || node.tag === 'lark_md') && typeof node.content === 'string') {
    for (const id of mentionedIds(node.content)) pinged.add(id);
  }
  if (node.tag === 'table') {
    // A cell's kind is its column's; a plain text cell with a look-alike is rare enough to be told as a ping.
    for (const text of visibleTexts({ rows: node.rows })) for (const id of mentionedIds(text)) pinged.add(id);
    return;
  }
  for (const [key, value] of Object.entries(node)) if (key !== 'value') collectPings(value, pinged);
}
