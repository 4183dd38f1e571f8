import { type Refusal, refuse } from './answers';
import { cardPings, refuseCard } from './card-surroundings';
import { isObject } from './card-validator/context';
import type { Platform } from './platform';
import { refuseChat } from './sending';
import type { Message } from './state';

const UPDATABLE_MS = 14 * 24 * 60 * 60 * 1000;

/** Whether a card is past the 14 days in which it can be updated and clicked. */
export function isCardTooOld(platform: Platform, message: Message): boolean {
  return platform.clock.now() - (message.aged_from ?? message.create_time) > UPDATABLE_MS;
}

/** Why this message may not become that card, or undefined. */
export function refuseUpdate(platform: Platform, message: Message, card: unknown, bytes: number): Refusal | undefined {
  const chat = platform.state.chats.get(message.chat_id);
  if (chat === undefined) return refuse(230001, 'Your request contains an invalid request parameter: chat is unknown.');
  if (message.deleted) return refuse(230011, 'The message was recalled.');
  if (message.sender.type !== 'app') return refuse(230017, 'The operator is NOT the owner of the resource.');
  if (message.msg_type !== 'interactive')
    return refuse(230054, 'This operation is not supported for this message type.');
  if (isCardTooOld(platform, message))
    return refuse(230031, 'The message is older than 14 days and can not be updated.');
  const closed = refuseChat(chat);
  if (closed !== undefined) return closed;
  return refuseCard(platform, chat, card, bytes);
}

/** The patch API asks for update_multi to be written out, in the old card and the new one. */
export function refuseNotShared(message: Message, card: unknown): Refusal | undefined {
  if (isShared(message.content) && isShared(card)) return undefined;
  return refuse(
    230001,
    'Your request contains an invalid request parameter, ext=config.update_multi must be true in the card before and after.',
  );
}

function isShared(card: unknown): boolean {
  return isObject(card) && isObject(card.config) && card.config.update_multi === true;
}

/** Replaces the card for everybody. `via` says how it came: a patch, a callback answer, a card token. */
export function replaceCard(
  platform: Platform,
  message: Message,
  card: unknown,
  via: 'patch' | 'callback' | 'token',
): void {
  message.content = card;
  message.update_time = platform.clock.now();
  message.updated = true;
  message.versions += 1;
  message.pings = cardPings(card);
  platform.state.saveMessage(message);
  platform.journal.add(via === 'callback' ? 'card-response' : 'patch', {
    chat_id: message.chat_id,
    message_id: message.message_id,
    version: message.versions,
    via,
    pings: message.pings,
    card,
  });
}
