import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Board, type Shown } from '../sandbox/people/board';
import { isNode } from '../sandbox/people/card-reading';
import { type Act, type Hands, perform } from '../sandbox/people/person';
import { type Clicked, PlatformClient } from '../sandbox/people/platform-client';
import { defaultOptions, type PlatformOptions } from '../sandbox/platform/options';
import { type RunningPlatform, startPlatform } from '../sandbox/platform/server';
import { readConfig } from '../server/config';
import type { Role } from '../server/domain/policy';
import { type Running, startServer } from '../server/main';
import type { Storage } from '../server/ports/storage';
import { openSqlite } from '../server/storage/sqlite/storage';
import { at, aVault } from './factories';

/** The staff of the small district: what each may do follows from the posts alone. */
export const STAFF = {
  admin: { id: 'ou_admin', name: '曲建国', posts: [['admin']] },
  dispatcher: { id: 'ou_dispatcher', name: '王芳', posts: [['dispatcher', 'livelihood']] },
  handler: { id: 'ou_handler', name: '李强', posts: [['handler', 'housing']] },
  second: { id: 'ou_second', name: '周敏', posts: [['handler', 'housing']] },
  urban: { id: 'ou_urban', name: '孙涛', posts: [['handler', 'urban']] },
  caller: { id: 'ou_caller', name: '郑洁', posts: [['follow-up', 'livelihood']] },
  stranger: { id: 'ou_stranger', name: '路人', posts: [] },
} as const satisfies Record<string, { id: string; name: string; posts: readonly (readonly [Role, string?])[] }>;

/** Chats of the small district and what they serve; everybody sits in all of them. */
export const CHATS = {
  dispatch: 'oc_dispatch',
  housing: 'oc_housing',
  urban: 'oc_urban',
  lead: 'oc_lead',
  daily: 'oc_daily',
} as const;
const PURPOSES: Readonly<Record<keyof typeof CHATS, string>> = {
  dispatch: 'dispatch',
  housing: 'unit:housing',
  urban: 'unit:urban',
  lead: 'unit:livelihood',
  daily: 'daily',
};

export interface DistrictOptions {
  /** Where the controlled clock starts; default Wednesday, 4 March 2026, 10:00. */
  readonly start?: string;
  readonly platform?: PlatformOptions;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Moved {
  readonly now: string;
  readonly fired: readonly { readonly kind: string; readonly case?: string; readonly at: string }[];
  readonly pending: number;
}

/** A whole product on one machine: local platform, server, database file, and people who use it. */
export class District {
  readonly platform: RunningPlatform;
  readonly hands: Hands;
  /** A second connection to the same database, as a command-line tool would have. */
  readonly storage: Storage;
  readonly path: string;
  server: Running;
  readonly #folder: string;
  readonly #env: Readonly<Record<string, string>>;
  #sources = 0;

  constructor(given: {
    platform: RunningPlatform;
    server: Running;
    storage: Storage;
    folder: string;
    env: Readonly<Record<string, string>>;
  }) {
    this.platform = given.platform;
    this.server = given.server;
    this.storage = given.storage;
    this.#folder = given.folder;
    this.#env = given.env;
    this.path = join(given.folder, 'suban.db');
    const client = new PlatformClient(given.platform.url);
    this.hands = { client, board: new Board(client) };
  }

  get board(): Board {
    return this.hands.board;
  }

  /** Intake by the API of the hotline; everything not given is plain. */
  async post(
    body: Readonly<Record<string, unknown>>,
    options: { key?: string; token?: string } = {},
  ): Promise<{ status: number; body: Answer }> {
    this.#sources += 1;
    const response = await fetch(`${this.server.url}/api/v1/cases`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${options.token ?? 'hotline-token-of-the-tests'}`,
        'content-type': 'application/json',
        'idempotency-key': options.key ?? `key-${this.#sources}`,
      },
      body: JSON.stringify({
        source_id: `source-${this.#sources}`,
        content: `第 ${this.#sources} 盏路灯不亮`,
        ...body,
      }),
    });
    return { status: response.status, body: (await response.json()) as Answer };
  }

  /** Registers and returns the number once the dispatch group has the card. */
  async register(body: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const answer = await this.post(body);
    if (answer.status !== 201) throw new Error(`not registered: ${JSON.stringify(answer)}`);
    await this.settled();
    return answer.body.number;
  }

  /** Registers, assigns to housing and claims as its handler. */
  async claimed(body: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const number = await this.register(body);
    await this.do('dispatcher', 'dispatch', 'assign-case', number, { unit: 'housing' });
    await this.do('handler', 'housing', 'claim-case', number);
    return number;
  }

  /** Does an act as a person would, on the newest card that offers it; throws unless it was done. */
  async do(
    who: keyof typeof STAFF,
    chat: keyof typeof CHATS,
    cmd: string,
    number: string,
    fields?: Act['fields'],
  ): Promise<Clicked> {
    const done = await this.try(who, chat, cmd, number, fields);
    if (!done.done) throw new Error(`${cmd} was not done: ${done.error}`);
    await this.settled();
    return done;
  }

  async try(
    who: keyof typeof STAFF,
    chat: keyof typeof CHATS,
    cmd: string,
    number: string,
    fields?: Act['fields'],
  ): Promise<Clicked> {
    const card = await this.board.until(
      `${cmd} in ${chat}`,
      () => this.board.cardOffering(CHATS[chat], cmd, number),
      8000,
    );
    return perform(this.hands, STAFF[who].id, card, { cmd, caseNumber: number, ...(fields ? { fields } : {}) });
  }

  /** The live card of a case as a group sees it now. */
  async card(chat: keyof typeof CHATS, number: string): Promise<Shown> {
    return this.board.until(`the card of ${number}`, () => this.board.caseCard(CHATS[chat], number), 8000);
  }

  /** Messages of a person's direct chat with the bot, as one text. */
  async directWords(who: keyof typeof STAFF): Promise<string> {
    await this.board.pull();
    const { chat_id } = this.platform.platform.state.directChat(STAFF[who].id);
    return JSON.stringify(this.board.newest(chat_id).filter((one) => one.by === undefined));
  }

  /** All that was taken in is worked off and sent. */
  async settled(timeoutMs = 20_000): Promise<void> {
    const end = Date.now() + timeoutMs;
    for (;;) {
      const { inbox, outbox } = this.storage.read;
      if ((await outbox.waiting()) === 0 && (await inbox.nextPendingAt()) === undefined) return this.board.pull();
      if (Date.now() > end) throw new Error('the outbox did not drain');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async clock(body: unknown): Promise<{ status: number; body: Moved }> {
    const response = await fetch(`${this.server.url}/sandbox/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Moved };
  }

  /** Moves product and platform to an instant, through all that is due. */
  async moveTo(text: string): Promise<Moved> {
    const moved = await this.clock({ now: new Date(at(text)).toISOString() });
    if (moved.status !== 200) throw new Error(`the clock did not move: ${JSON.stringify(moved)}`);
    this.platform.platform.clock.set(at(text));
    await this.board.pull();
    return moved.body;
  }

  fault(fault: Readonly<Record<string, unknown>>): Promise<Response> {
    return fetch(`${this.platform.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
  }

  /** Journal entries of one kind, oldest first. */
  async journal(kind: string): Promise<Board['entries']> {
    await this.board.pull();
    return this.board.entries.filter((entry) => entry.kind === kind);
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** Starts the server again on what the last one left. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.server = await serve({ ...this.#env, ...env });
    await this.hands.client.setWebhook(`${this.server.url}/feishu/webhook`);
  }

  async close(): Promise<void> {
    await this.server.stop().catch(() => undefined);
    await this.storage.close();
    await this.platform.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The 201 body, or the problems of a 422. */
export interface Answer {
  readonly number: string;
  readonly status: string;
  readonly tracking_url: string;
  readonly clocks: readonly {
    readonly kind: string;
    readonly rule: string;
    readonly due: string | null;
    readonly state: string;
  }[];
  readonly duplicates: readonly string[];
  readonly known_source?: boolean;
  readonly errors?: readonly {
    readonly field: string;
    readonly code: string;
    readonly zh: string;
    readonly en: string;
  }[];
}

/** What the server prints besides its log. */
export const told: string[] = [];

export async function serve(env: Readonly<Record<string, string>>): Promise<Running> {
  const started = await startServer(readConfig(env, 'serve'), { tell: (line) => void told.push(line) });
  if (!started.ok) throw new Error(started.problems.join('\n'));
  return started.value;
}

async function settle(storage: Storage): Promise<void> {
  await storage.write(async (stores) => {
    for (const { id, name, posts } of Object.values(STAFF)) {
      await stores.roster.putPerson({ openId: id, name });
      for (const [role, unit] of posts) await stores.roster.grant({ openId: id, role, unit: unit ?? null });
    }
    for (const [key, chat] of Object.entries(CHATS))
      await stores.roster.bind(PURPOSES[key as keyof typeof CHATS], chat);
    const tokens = {
      'hotline-token-of-the-tests': 'hotline-12345',
      'read-token-of-the-tests': 'read',
      'hall-token-of-the-tests': 'service-hall',
      'proposal-token-of-the-tests': 'proposals',
    };
    for (const [token, scope] of Object.entries(tokens)) {
      await stores.tokens.add({ hash: aVault().fingerprint('token', token), scope, createdAt: 0 });
    }
  });
}

/** Two units, their lead unit, a dispatch group and the daily group, all bound and staffed, on a controlled clock. */
export async function aDistrict(options: DistrictOptions = {}): Promise<District> {
  const start = options.start ?? '2026-03-04T10:00:00';
  const folder = mkdtempSync(join(tmpdir(), 'suban-district-'));
  const platform = await startPlatform(options.platform ?? {});
  platform.platform.clock.set(at(start));
  const client = new PlatformClient(platform.url);
  const people = Object.values(STAFF);
  for (const { id, name } of people) await client.addPerson({ open_id: id, name, title: '' });
  const members = people.map((person) => person.id);
  for (const [key, chat_id] of Object.entries(CHATS))
    await client.addChat({ chat_id, name: `${key}群`, members, bot: true });
  const storage = await openSqlite(join(folder, 'suban.db'));
  await settle(storage);
  const env = {
    PORT: '0',
    DATABASE_URL: `sqlite:${join(folder, 'suban.db')}`,
    SUBAN_DATA_DIR: folder,
    SUBAN_DATA_KEY: Buffer.alloc(32, 1).toString('base64'),
    FEISHU_APP_ID: defaultOptions.appId,
    FEISHU_APP_SECRET: defaultOptions.appSecret,
    FEISHU_ENCRYPT_KEY: defaultOptions.encryptKey,
    FEISHU_VERIFICATION_TOKEN: defaultOptions.verificationToken,
    FEISHU_DOMAIN: platform.url,
    SUBAN_CLOCK: 'controlled',
    SUBAN_CLOCK_START: new Date(at(start)).toISOString(),
    LOG_LEVEL: 'silent',
    ...options.env,
  };
  const server = await serve(env);
  await client.setWebhook(`${server.url}/feishu/webhook`);
  return new District({ platform, server, storage, folder, env });
}

/** Every table of the database as text, one line a row: what somebody with the file would read. */
export function wordsOfCard(shown: Shown): string {
  return isNode(shown.card) ? JSON.stringify(shown.card) : JSON.stringify(shown.content);
}
