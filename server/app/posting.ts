import { randomUUID } from 'node:crypto';
import type { Card } from '../../cards/card';
import type { Desk, Place, Post } from '../commands/command';
import { placeFor } from '../domain/roster';
import type { MessageContent } from '../ports/channel';
import type { LiveCard, NewOutboxRow, Stores } from '../ports/storage';

/** What waits in the outbox for a one-off message; sealed, because it may quote what a person typed. */
export interface Parcel {
  readonly content: MessageContent;
  /** Set on a reply: the message whose thread it goes into. */
  readonly replyTo?: string;
}

export const caseSubject = (number: string) => `case:${number}`;

/** People wait for the answer to a click or a command; lists and notices can stand behind it. */
const PRIORITY = { answer: 2, live: 1, bulk: 0 } as const;

function row(given: Pick<NewOutboxRow, 'lane' | 'kind' | 'chat' | 'subject' | 'payload' | 'priority'>): NewOutboxRow {
  return { ...given, uuid: randomUUID(), createdAt: Date.now() };
}

/** Puts one message into the outbox, inside the unit of work that caused it. */
export class Posting {
  readonly #stores: Stores;
  readonly #desk: Desk;

  constructor(stores: Stores, desk: Desk) {
    this.#stores = stores;
    this.#desk = desk;
  }

  async post(post: Post, leadUnit: string, caseNumber: string | undefined): Promise<void> {
    switch (post.kind) {
      case 'case-card':
        if (caseNumber !== undefined) await this.#live(caseSubject(caseNumber), post.at, leadUnit);
        return;
      case 'live':
        return this.#live(post.subject, post.at, leadUnit);
      case 'card':
        return this.#message(post.at, { card: post.card }, leadUnit);
      case 'text':
        return this.#message(post.at, { text: post.text }, leadUnit);
      case 'thread':
        return this.reply(post.messageId, post.chat, { card: post.card });
    }
  }

  /** Every live card of the case, wherever it hangs, is brought up to date. */
  async refresh(subject: string): Promise<void> {
    for (const card of await this.#stores.cards.ofSubject(subject))
      await this.#queueLive(subject, card.chat, `m:${card.messageId}`);
  }

  async reply(messageId: string, chat: string, content: MessageContent): Promise<void> {
    const parcel: Parcel = { content, replyTo: messageId };
    await this.#stores.outbox.add(
      row({
        lane: `t:${messageId}`,
        kind: 'reply',
        chat,
        subject: null,
        payload: this.#desk.secrets.seal(JSON.stringify(parcel)),
        priority: PRIORITY.answer,
      }),
    );
  }

  /** The old message of a card that goes on elsewhere points there. */
  async moved(old: LiveCard, card: Card): Promise<void> {
    const parcel: Parcel = { content: { card }, replyTo: old.messageId };
    await this.#stores.outbox.add(
      row({
        lane: `m:${old.messageId}`,
        kind: 'moved',
        chat: old.chat,
        subject: null,
        payload: this.#desk.secrets.seal(JSON.stringify(parcel)),
        priority: PRIORITY.bulk,
      }),
    );
  }

  async direct(openId: string, content: MessageContent): Promise<void> {
    await this.#add(`p:${openId}`, content, PRIORITY.answer);
  }

  async #message(at: Place, content: MessageContent, leadUnit: string): Promise<void> {
    const chat = this.#resolve(at, leadUnit);
    if (chat !== undefined) await this.#add(chat, content, PRIORITY.bulk);
  }

  async #add(chat: string, content: MessageContent, priority: number): Promise<void> {
    const parcel: Parcel = { content };
    await this.#stores.outbox.add(
      row({
        lane: `c:${chat}`,
        kind: 'message',
        chat,
        subject: null,
        payload: this.#desk.secrets.seal(JSON.stringify(parcel)),
        priority,
      }),
    );
  }

  async #live(subject: string, at: Place, leadUnit: string): Promise<void> {
    const chat = this.#resolve(at, leadUnit);
    if (chat === undefined) return;
    const known = await this.#stores.cards.find(subject, chat);
    await this.#queueLive(subject, chat, known ? `m:${known.messageId}` : `c:${chat}`);
  }

  /** One waiting update of a card is enough: it will show whatever is true when it goes out. */
  async #queueLive(subject: string, chat: string, lane: string): Promise<void> {
    if (await this.#stores.outbox.hasWaiting(chat, subject)) return;
    await this.#stores.outbox.add(
      row({
        lane,
        kind: 'live',
        chat,
        subject,
        payload: null,
        priority: lane.startsWith('m:') ? PRIORITY.live : PRIORITY.bulk,
      }),
    );
  }

  #resolve(at: Place, leadUnit: string): string | undefined {
    if ('chat' in at) return at.chat;
    if ('person' in at) return `p:${at.person}`;
    const place = placeFor(at.purpose, leadUnit, this.#desk.roster);
    if (place === undefined) return undefined;
    return 'chat' in place ? place.chat : `p:${place.person}`;
  }
}
