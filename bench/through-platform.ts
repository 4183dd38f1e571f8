import { startChild } from '../sandbox/child';
import { chatIdOf } from '../sandbox/district/seed';
import { PlatformClient } from '../sandbox/people/platform-client';
import type { JournalEntry } from '../sandbox/platform/journal';
import { startPlatform } from '../sandbox/platform/server';
import { percentile } from './figures';
import { letter, phone } from './letters';
import { inFolder, productEnv, ROOT, script } from './processes';
import type { ProductReady } from './product';

const ADMIN = 'ou_bench_admin';
const DRAIN_LIMIT_MS = 180_000;
const SENDERS = 32;

/** How long cards took to reach the group, in ms from the POST. */
export interface Steady {
  readonly perSecond: number;
  readonly cases: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface Burst {
  readonly cases: number;
  /** Time until the 201, in ms. */
  readonly ackP50: number;
  readonly ackP99: number;
  readonly ackMax: number;
  readonly lost: number;
  readonly inOrder: boolean;
  /** Cards a second from the first to the last. */
  readonly drainedPerSecond: number;
}

export interface ThroughPlatform {
  readonly steady: Steady;
  readonly evenBurst: Burst;
  readonly suddenBurst: Burst;
  /** Calls the platform refused, over everything. */
  readonly refused: number;
}

interface Posted {
  readonly number: string;
  readonly at: number;
  readonly ackMs: number;
}

/** The product and a platform with the real limits, both alive; cards are seen where people would see them. */
class Scene {
  readonly cards = new Map<string, number>();
  refused = 0;
  readonly #url: string;
  readonly #token: string;
  #sent = 0;

  constructor(ready: ProductReady) {
    this.#url = `${ready.url}/api/v1/cases`;
    this.#token = ready.token;
  }

  hear(entry: JournalEntry): void {
    if (entry.kind === 'refused') this.refused += 1;
    if (entry.kind !== 'message') return;
    const number = /[A-Z]+-\d{8}-\d+/.exec(JSON.stringify(entry.card ?? entry.content ?? ''))?.[0];
    if (number !== undefined && !this.cards.has(number)) this.cards.set(number, performance.now());
  }

  async post(): Promise<Posted> {
    this.#sent += 1;
    const n = this.#sent;
    const at = performance.now();
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.#token}`,
        'idempotency-key': `bench-${n}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ source_id: `bench-${n}`, content: letter(n), name: '测试人', phone: phone(n) }),
    });
    if (response.status !== 201)
      throw new Error(`a case was answered with ${response.status} ${await response.text()}`);
    const { number } = (await response.json()) as { number: string };
    return { number, at, ackMs: performance.now() - at };
  }

  /** One every `everyMs`, whatever becomes of those before. */
  async postEvenly(count: number, everyMs: number): Promise<Posted[]> {
    const began = performance.now();
    const posted: Promise<Posted>[] = [];
    for (let n = 0; n < count; n += 1) {
      const waitMs = began + n * everyMs - performance.now();
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      posted.push(this.post());
    }
    return Promise.all(posted);
  }

  /** As fast as they are taken, by so many senders at once. */
  async postAtOnce(count: number): Promise<Posted[]> {
    const posted: Posted[] = [];
    let left = count;
    const sender = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        posted.push(await this.post());
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, sender));
    return posted;
  }

  /** Until every card is in the group, or long after it should be. */
  async drained(posted: readonly Posted[]): Promise<void> {
    const until = performance.now() + DRAIN_LIMIT_MS;
    while (performance.now() < until && posted.some(({ number }) => !this.cards.has(number))) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** @param quick a tenth of the time, for trying out */
export async function measureThroughPlatform(quick: boolean, say: (line: string) => void): Promise<ThroughPlatform> {
  const platform = await startPlatform();
  try {
    return await inFolder(async (folder) => {
      const client = new PlatformClient(platform.url);
      await client.addPerson({ open_id: ADMIN, name: '管理员', title: '测试' });
      const chat = chatIdOf('dispatch');
      await client.addChat({ chat_id: chat, name: '派单群', members: [ADMIN], bot: true });
      const child = await startChild(
        {
          args: script('product.ts', ['--chats', JSON.stringify({ dispatch: chat })]),
          env: productEnv(folder, platform.url),
          cwd: ROOT,
        },
        /^\{/,
      );
      try {
        const scene = new Scene(JSON.parse(child.readyLine) as ProductReady);
        const silence = platform.platform.journal.listen((entry) => scene.hear(entry));
        const found = await scenes(scene, quick, say);
        silence();
        return found;
      } finally {
        await child.stop();
      }
    });
  } finally {
    await platform.close();
  }
}

async function scenes(scene: Scene, quick: boolean, say: (line: string) => void): Promise<ThroughPlatform> {
  // The first card also pays for loading the platform's SDK, once in the life of a server.
  await scene.drained([await scene.post()]);
  const steady = await measureSteady(scene, quick ? 20 : 120);
  say(
    `steady   ${steady.cases} cases at ${steady.perSecond}/s: card after p50 ${ms(steady.p50)}, p95 ${ms(steady.p95)}, p99 ${ms(steady.p99)}`,
  );
  const count = quick ? 50 : 300;
  const evenBurst = await measureBurst(scene, await scene.postEvenly(count, 60_000 / 300));
  say(`burst    ${told(evenBurst)}`);
  const suddenBurst = await measureBurst(scene, await scene.postAtOnce(count));
  say(`at once  ${told(suddenBurst)}`);
  return { steady, evenBurst, suddenBurst, refused: scene.refused };
}

const ms = (value: number) => `${value.toFixed(0)} ms`;

function told(burst: Burst): string {
  return `${burst.cases} cases: 201 after p99 ${ms(burst.ackP99)}, max ${ms(burst.ackMax)}; lost ${burst.lost}; in order ${burst.inOrder}; ${burst.drainedPerSecond.toFixed(2)} cards/s`;
}

async function measureSteady(scene: Scene, seconds: number): Promise<Steady> {
  const perSecond = 4;
  const posted = await scene.postEvenly(seconds * perSecond, 1000 / perSecond);
  await scene.drained(posted);
  const delays = posted.map(({ number, at }) => (scene.cards.get(number) ?? Number.POSITIVE_INFINITY) - at);
  return {
    perSecond,
    cases: posted.length,
    p50: percentile(delays, 50),
    p95: percentile(delays, 95),
    p99: percentile(delays, 99),
  };
}

async function measureBurst(scene: Scene, posted: readonly Posted[]): Promise<Burst> {
  await scene.drained(posted);
  const acks = posted.map(({ ackMs }) => ackMs);
  // Numbers are given in the order of acceptance; a Map keeps the order in which the cards came.
  const mine = new Set(posted.map(({ number }) => number));
  const seen = [...scene.cards].filter(([number]) => mine.has(number));
  const inOrder = seen.every(
    ([number], index) => index === 0 || sequence(seen[index - 1]?.[0] ?? '') < sequence(number),
  );
  const spanMs = (seen.at(-1)?.[1] ?? 0) - (seen[0]?.[1] ?? 0);
  return {
    cases: posted.length,
    ackP50: percentile(acks, 50),
    ackP99: percentile(acks, 99),
    ackMax: Math.max(...acks),
    lost: posted.length - seen.length,
    inOrder,
    drainedPerSecond: ((seen.length - 1) * 1000) / spanMs,
  };
}

function sequence(number: string): number {
  return Number(number.split('-').at(-1));
}
