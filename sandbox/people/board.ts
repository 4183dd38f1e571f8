import { summaryOf } from './card-reading';
import { findAct } from './find-act';
import type { Entry, PlatformClient } from './platform-client';

/** A message as everybody in its chat sees it now. */
export interface Shown {
  readonly id: string;
  readonly chat: string;
  readonly seq: number;
  /** The message it answers, when it does. */
  readonly parent: string | undefined;
  /** Undefined for what the bot said. */
  readonly by: string | undefined;
  readonly card: unknown;
  readonly content: unknown;
}

const POLL_MS = 15;

/** What people see: every message with its card as it now is, kept up to date from the platform's journal. */
export class Board {
  readonly entries: Entry[] = [];
  readonly #client: PlatformClient;
  readonly #messages = new Map<string, Shown>();
  readonly #byChat = new Map<string, string[]>();
  readonly #listeners = new Set<(entry: Entry) => void>();
  /** The reading under way, the one to come after it, and the pause between two looks. */
  #current: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #tick: Promise<void> | undefined;

  constructor(client: PlatformClient) {
    this.#client = client;
  }

  get seq(): number {
    return this.entries.at(-1)?.seq ?? 0;
  }

  /** Hears every entry as it is read. */
  onEntry(tell: (entry: Entry) => void): void {
    this.#listeners.add(tell);
  }

  /** Reads what happened since the last time; one reading serves all who asked for it before it began. */
  pull(): Promise<void> {
    if (this.#next !== undefined) return this.#next;
    const current = this.#current ?? Promise.resolve();
    const next = current
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        this.#current = this.#read();
        return this.#current;
      });
    this.#next = next;
    return next;
  }

  /** Waits until something is to be seen. @throws after `timeoutMs`, naming what was awaited */
  async until<T>(what: string, look: () => T | undefined, timeoutMs = 30_000): Promise<T> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      await this.pull();
      const found = look();
      if (found !== undefined) return found;
      if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms for ${what}`);
      this.#tick ??= new Promise((resolve) => setTimeout(resolve, POLL_MS)).then(() => {
        this.#tick = undefined;
      });
      await this.#tick;
    }
  }

  async #read(): Promise<void> {
    for (const entry of await this.#client.journalAfter(this.seq)) {
      if (entry.seq <= this.seq) continue;
      this.entries.push(entry);
      this.#apply(entry);
      for (const tell of this.#listeners) tell(entry);
    }
  }

  message(id: string): Shown | undefined {
    return this.#messages.get(id);
  }

  /** Messages of a chat, newest first. */
  newest(chat: string): readonly Shown[] {
    const ids = this.#byChat.get(chat) ?? [];
    return ids.toReversed().flatMap((id) => this.#messages.get(id) ?? []);
  }

  /** The newest message of the chat's main line that offers the act on this case. */
  cardOffering(chat: string, cmd: string, caseNumber: string): Shown | undefined {
    const own = this.caseCard(chat, caseNumber);
    if (own !== undefined && findAct(own.card, cmd, caseNumber) !== undefined) return own;
    return this.newest(chat).find(
      (one) => one.parent === undefined && findAct(one.card, cmd, caseNumber) !== undefined,
    );
  }

  /** The newest card of the chat that carries the case in its summary. */
  caseCard(chat: string, caseNumber: string): Shown | undefined {
    return this.newest(chat).find((one) => one.parent === undefined && summaryOf(one.card).includes(caseNumber));
  }

  /** What the bot said in answer to a message, after it. */
  answerTo(messageId: string): Shown | undefined {
    const asked = this.#messages.get(messageId);
    if (asked === undefined) return undefined;
    return this.newest(asked.chat).find((one) => one.by === undefined && one.parent === messageId);
  }

  #apply(entry: Entry): void {
    const { kind, message_id: id, chat_id: chat } = entry;
    if (id === undefined || chat === undefined) return;
    if (kind === 'message' || kind === 'reply' || kind === 'user-message') {
      const by = kind === 'user-message' ? entry.by : undefined;
      const { seq, parent_id: parent, card, content } = entry;
      this.#messages.set(id, { id, chat, seq, parent, by, card, content });
      const line = this.#byChat.get(chat);
      if (line === undefined) this.#byChat.set(chat, [id]);
      else line.push(id);
    }
    if (kind === 'patch' || kind === 'card-response') {
      const known = this.#messages.get(id);
      if (known !== undefined) this.#messages.set(id, { ...known, card: entry.card });
    }
  }
}
