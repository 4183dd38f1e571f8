import type { Card } from '../../cards/card';

/** Where a message goes: a group (or direct) chat by its id, or a person's direct chat with the bot by open_id. */
export type Target = { readonly chat: string } | { readonly person: string };

export interface Sent {
  readonly messageId: string;
  readonly chatId: string;
  readonly threadId?: string;
}

/**
 * What a failed call means for the sender:
 * `retry` try again later (network, 5xx, lock) · `wait` a rate limit, try again after `afterMs` ·
 * `reissue` this message can no longer be changed (expired, recalled, deleted): post a new card ·
 * `unknown` the outcome is not known (timeout after the request left) · `drop` it can never succeed; `reason` says why.
 */
export class ChannelError extends Error {
  readonly action: 'retry' | 'wait' | 'reissue' | 'unknown' | 'drop';
  readonly code: number | string;
  readonly reason: string;
  readonly afterMs: number | undefined;
  constructor(init: {
    action: ChannelError['action'];
    code: number | string;
    reason: string;
    afterMs?: number | undefined;
    cause?: unknown;
  }) {
    super(`${init.action}: ${init.code} ${init.reason}`, { cause: init.cause });
    this.name = 'ChannelError';
    this.action = init.action;
    this.code = init.code;
    this.reason = init.reason;
    this.afterMs = init.afterMs;
  }
}

export type MessageContent = { readonly card: Card } | { readonly text: string; readonly mentions?: readonly string[] };

export interface Person {
  readonly openId: string;
  readonly name: string;
}

/** A chat platform, seen from the product. Every call has a timeout; every failure is a ChannelError. */
export interface ChannelPort {
  readonly name: string;
  /** `uuid` (≤ 50 chars) makes a repeat within the platform's window (Feishu: 1 hour) harmless. */
  send(target: Target, content: MessageContent, uuid: string): Promise<Sent>;
  /** Reply in the thread of `messageId`; where the group forbids threads, as a plain reply. */
  reply(messageId: string, content: MessageContent, uuid: string): Promise<Sent>;
  patch(messageId: string, card: Card): Promise<void>;
  /** In-app buzz of a message the bot sent. At least once. */
  buzz(messageId: string, openIds: readonly string[]): Promise<void>;
  /** Looks in a chat for a message sent since `sinceMs` whose card summary (or text) contains `needle`. */
  findSent(chatId: string, needle: string, sinceMs: number): Promise<Sent | undefined>;
  person(openId: string): Promise<Person | undefined>;
  chat(chatId: string): Promise<{ readonly name: string } | undefined>;
  members(chatId: string): Promise<readonly Person[]>;
  /** The bot's own open_id, by which a mention of it is known. */
  self(): Promise<{ readonly openId: string }>;
  /** Scopes granted to the app, for `doctor`; undefined where the platform cannot tell. */
  scopes(): Promise<readonly string[] | undefined>;
  /** The platform's JSON for a card, to be returned from a click; also what tests measure. */
  renderCard(card: Card): unknown;
  /** Size figures of a compiled card: the platform refuses above 200 elements or 30 KB. */
  measureCard(card: Card): { readonly elements: number; readonly bytes: number };
}

/** What people do, normalised: the only shapes in which the outside reaches the product. */
export type Incoming =
  | {
      readonly kind: 'message';
      /** Platform's unique event id. */
      readonly eventId: string;
      readonly messageId: string;
      readonly chatId: string;
      readonly chatType: 'group' | 'direct';
      readonly from: string;
      /** Text with the bot's own mention removed; other mentions stand as `@{open_id}`. */
      readonly text: string;
      readonly mentions: readonly Person[];
      readonly threadRootId?: string;
      readonly sentAtMs: number;
    }
  | {
      readonly kind: 'click';
      readonly eventId: string;
      readonly messageId: string;
      readonly chatId: string;
      readonly from: string;
      /** The component's own value; untrusted. */
      readonly value: Readonly<Record<string, unknown>>;
      /** Overflow option chosen, if any. */
      readonly option?: string;
      /** Form values by component name; untrusted. */
      readonly form: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'bot-added' | 'bot-removed' | 'chat-disbanded';
      readonly eventId: string;
      readonly chatId: string;
      readonly chatName: string;
      readonly by: string;
    }
  | {
      readonly kind: 'member-added' | 'member-removed';
      readonly eventId: string;
      readonly chatId: string;
      readonly people: readonly Person[];
    }
  | { readonly kind: 'menu'; readonly eventId: string; readonly from: string; readonly key: string }
  | { readonly kind: 'direct-opened'; readonly eventId: string; readonly chatId: string; readonly from: string };

/** What a click is answered with, within three seconds. */
export interface ClickAnswer {
  readonly toast: { readonly kind: 'success' | 'info' | 'warning' | 'error'; readonly zh: string; readonly en: string };
  readonly card?: Card;
}

/** The product's side of the door; a receiver calls it once per verified, decrypted, normalised input. */
export interface Receiver {
  /** Durable when it resolves: events may be acknowledged. */
  accept(incoming: Exclude<Incoming, { kind: 'click' }>): Promise<void>;
  click(incoming: Extract<Incoming, { kind: 'click' }>): Promise<ClickAnswer>;
}

/** A request as it came over the wire: raw bytes, lower-case header names. */
export interface WebhookRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface WebhookResponse {
  readonly status: number;
  readonly body: unknown;
}

/** The webhook front of a platform. `remember` returns false for an event id that was seen before (kept 24 h). */
export interface WebhookPort {
  readonly path: string;
  handle(request: WebhookRequest): Promise<WebhookResponse>;
}
