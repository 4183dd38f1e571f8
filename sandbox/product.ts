import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { type Child, runChild, startChild } from './child';
import { defaultOptions } from './platform/options';

const ROOT = resolve(__dirname, '..');
/** Loaded into the process itself: the command line of tsx would be a second process between us and the signals. */
const SUBAN = ['--import', 'tsx', join(ROOT, 'server', 'cli', 'suban.ts')];

/** Where a product of the workspace keeps its things and whom it talks to. */
export interface ProductOptions {
  readonly folder: string;
  readonly platformUrl: string;
  readonly port: number;
  readonly admin: string;
  /** First instant of the controlled clock, ISO; counts only on the first start. */
  readonly startAt?: string | undefined;
  readonly logLevel?: string;
}

/** The product as a child process: started, stopped, killed and started again on the same database. */
export class Product {
  readonly url: string;
  readonly #options: ProductOptions;
  #child: Child | undefined;
  #starting: Promise<void> | undefined;
  #generation = 0;

  constructor(options: ProductOptions) {
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}`;
  }

  /** Counts starts: an answer that spans two of them may be lost. */
  get generation(): number {
    return this.#generation;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get webhookUrl(): string {
    return `${this.url}/feishu/webhook`;
  }

  /** @throws when the product refuses to start; the message holds its stderr */
  start(): Promise<void> {
    this.#starting = this.#launch();
    return this.#starting;
  }

  /** Resolves when the product can take work. */
  async whenUp(): Promise<void> {
    await this.#starting;
  }

  /** Resolves when the running process ends, for whatever reason. */
  get ended(): Promise<unknown> {
    return this.#child?.exited ?? Promise.resolve();
  }

  get isUp(): boolean {
    return this.#child !== undefined;
  }

  /** Ends it without warning and starts it at once on the same database. */
  killAndRestart(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#generation += 1;
    // The signal goes out in this very turn, so that what is in flight is cut where it stands.
    const ended = child?.stop('SIGKILL');
    this.#starting = Promise.resolve(ended).then(() => this.#launch());
    return this.#starting;
  }

  async stop(): Promise<void> {
    await this.#starting?.catch(() => undefined);
    await this.#child?.stop('SIGTERM');
    this.#child = undefined;
  }

  /** Tokens by scope, made one after the other: several command lines at once would starve the server of its cores. */
  async tokens(scopes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const made = new Map<string, string>();
    for (const scope of scopes) made.set(scope, await this.token(scope));
    return made;
  }

  /** A token of one channel, or `read`, made by the command line beside the running server. */
  async token(scope: string): Promise<string> {
    const done = await runChild({ args: [...SUBAN, 'token', scope], env: this.#env(), cwd: ROOT });
    const token = done.stdout.trim().split('\n').at(-1) ?? '';
    if (done.code !== 0 || token === '') throw new Error(`suban token ${scope} failed (${done.code})\n${done.stderr}`);
    return token;
  }

  stderr(): string {
    return this.#child?.stderr() ?? '';
  }

  async #launch(): Promise<void> {
    this.#child = await startChild({ args: [...SUBAN, 'serve'], env: this.#env(), cwd: ROOT }, /^suban ready/);
    this.#generation += 1;
  }

  #env(): Record<string, string> {
    const { folder, platformUrl, port, admin, startAt, logLevel } = this.#options;
    return {
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: this.url,
      DATABASE_URL: `sqlite:${join(folder, 'suban.db')}`,
      SUBAN_DATA_DIR: folder,
      FEISHU_APP_ID: defaultOptions.appId,
      FEISHU_APP_SECRET: defaultOptions.appSecret,
      FEISHU_ENCRYPT_KEY: defaultOptions.encryptKey,
      FEISHU_VERIFICATION_TOKEN: defaultOptions.verificationToken,
      FEISHU_DOMAIN: platformUrl,
      FEISHU_TRANSPORT: 'webhook',
      SUBAN_ADMINS: admin,
      SUBAN_CLOCK: 'controlled',
      ...(startAt === undefined ? {} : { SUBAN_CLOCK_START: startAt }),
      LOG_LEVEL: logLevel ?? 'warn',
    };
  }
}

/** `wanted` when it is free on the loopback address, else the next free one above it; 0 takes any. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 50; port += 1) {
    const taken = await tryPort(port);
    if (taken !== undefined) return taken;
  }
  throw new Error(`no free port from ${wanted} on`);
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const found = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => done(found));
    });
  });
}
