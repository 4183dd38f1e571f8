import { z } from 'zod';

/** One entry of the platform's journal; details depend on the kind. */
const entry = z.looseObject({
  seq: z.number(),
  at: z.string(),
  kind: z.string(),
  chat_id: z.string().optional(),
  message_id: z.string().optional(),
  parent_id: z.string().optional(),
  thread_id: z.string().optional(),
  by: z.string().optional(),
});
export type Entry = z.output<typeof entry>;

const clickAnswer = z.object({
  ok: z.boolean(),
  toast: z.looseObject({ type: z.string().optional(), content: z.string().optional() }).optional(),
  card: z.boolean().optional(),
  error: z.object({ code: z.number(), msg: z.string() }).optional(),
});
const sayAnswer = z.object({
  message_id: z.string(),
  chat_id: z.string(),
  pushed: z.boolean(),
  delivered: z.boolean(),
});
const clockAnswer = z.object({
  now: z.string(),
  fired: z.array(z.looseObject({ kind: z.string(), at: z.string() })).default([]),
  pending: z.number().default(0),
});
const chats = z.object({
  chats: z.array(z.looseObject({ chat_id: z.string(), mode: z.string(), owner: z.string(), name: z.string() })),
});
const messages = z.object({ messages: z.array(z.looseObject({ message_id: z.string(), msg_type: z.string() })) });

/** What a click led to. `done` only when the answer said so; `lost` when no proper answer came. */
export interface Clicked {
  readonly done: boolean;
  readonly toast: string | undefined;
  readonly error: string | undefined;
  readonly lost: boolean;
}

export type Moved = z.output<typeof clockAnswer>;
export type ChatRow = z.output<typeof chats>['chats'][number];
export type MessageRow = z.output<typeof messages>['messages'][number];

export interface ClickAction {
  readonly tag: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly option?: string;
  readonly form_value?: Readonly<Record<string, unknown>>;
}

/** The people's side of a local platform over HTTP. */
export class PlatformClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  addPerson(person: { open_id: string; name: string; title: string }): Promise<unknown> {
    return this.#ask('POST', '/sandbox/users', person);
  }

  addChat(chat: { chat_id: string; name: string; members: readonly string[]; bot: boolean }): Promise<unknown> {
    return this.#ask('POST', '/sandbox/chats', chat);
  }

  async chats(): Promise<readonly ChatRow[]> {
    return chats.parse(await this.#ask('GET', '/sandbox/chats')).chats;
  }

  async messagesOf(chatId: string): Promise<readonly MessageRow[]> {
    return messages.parse(await this.#ask('GET', `/sandbox/chats/${chatId}/messages?limit=1000000`)).messages;
  }

  async stats(): Promise<Readonly<Record<string, number>>> {
    return z.object({ journal: z.record(z.string(), z.number()) }).parse(await this.#ask('GET', '/sandbox/stats'))
      .journal;
  }

  async setWebhook(url: string): Promise<void> {
    await this.#ask('POST', '/sandbox/webhook', { url });
  }

  async say(as: string, text: string, where: { chat_id: string } | { p2p: true }): Promise<z.output<typeof sayAnswer>> {
    return sayAnswer.parse(await this.#ask('POST', '/sandbox/messages', { as, text, ...where }));
  }

  async click(as: string, messageId: string, action: ClickAction): Promise<Clicked> {
    const response = await this.#send('POST', '/sandbox/clicks', { as, message_id: messageId, action });
    if (response.status !== 200) {
      return { done: false, toast: undefined, error: `card: ${await reasonOf(response)}`, lost: false };
    }
    const answer = clickAnswer.parse(await response.json());
    if (!answer.ok) return { done: false, toast: undefined, error: answer.error?.msg ?? 'no answer', lost: true };
    const toast = answer.toast?.content;
    // A refusal comes as a warning or an error; only success and silence mean that it was done.
    const done = answer.toast === undefined || answer.toast.type === 'success' || answer.toast.type === 'info';
    return { done, toast, error: done ? undefined : (toast ?? 'refused'), lost: false };
  }

  /** Moves the common clock. @returns undefined when the product could not be asked */
  async moveClock(body: { now: string } | { advance: string }): Promise<Moved | undefined> {
    const response = await this.#send('POST', '/sandbox/clock', body);
    if (response.status === 502) return undefined;
    if (response.status !== 200)
      throw new Error(`the clock was refused (${response.status}): ${await response.text()}`);
    return clockAnswer.parse(await response.json());
  }

  /** Journal entries after this number, all of them. */
  async journalAfter(seq: number): Promise<readonly Entry[]> {
    const found: Entry[] = [];
    for (let after = seq; ; ) {
      const raw = await this.#ask('GET', `/sandbox/journal?after=${after}&limit=1000`);
      const { entries, next } = z.object({ entries: z.array(entry), next: z.number() }).parse(raw);
      found.push(...entries);
      if (entries.length < 1000) return found;
      after = next;
    }
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.#send(method, path, body);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await reasonOf(response)}`);
    return response.json();
  }

  #send(method: string, path: string, body?: unknown): Promise<Response> {
    const sent =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return fetch(`${this.url}${path}`, { method, ...sent });
  }
}

async function reasonOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const parsed: unknown = JSON.parse(text);
    const shaped = z.object({ error: z.string() }).safeParse(parsed);
    return shaped.success ? shaped.data.error : text;
  } catch {
    return text;
  }
}
