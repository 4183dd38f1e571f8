import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, runChild, startChild } from '../sandbox/child';
import { median } from './figures';
import type { LoadResult } from './load';
import { inFolder, productEnv, ROOT, script } from './processes';
import type { ProductReady } from './product';
import type { LoadKind, LoadOrder } from './requests';

const CONNECTIONS = 32;
/** More than any machine answers on one connection, so that time and not the requests run out. */
const MOST_PER_SECOND = 200;
const CLICKS_PER_SECOND = 40;

export interface PhaseOptions {
  readonly seconds: number;
  /** Good answers before counting begins. */
  readonly warmAnswers: number;
  readonly connections?: number;
  /** File for a CPU profile of the product under load; none is written when left out. */
  readonly profile?: string | undefined;
}

/** One phase: a fresh server with a fresh database, loaded by a process of its own. */
export async function phase(kind: LoadKind, options: PhaseOptions): Promise<LoadResult> {
  const connections = options.connections ?? CONNECTIONS;
  return inFolder(async (folder) => {
    const server = await serverFor(kind, folder, options);
    try {
      const ready = JSON.parse(server.readyLine) as Partial<ProductReady>;
      const order: LoadOrder = {
        kind,
        url: ready.url ?? '',
        seconds: options.seconds,
        warmAnswers: options.warmAnswers,
        connections,
        most: options.warmAnswers + options.seconds * connections * MOST_PER_SECOND,
        from: 1,
        token: ready.token ?? '',
        cases: ready.cases ?? [],
      };
      return await runLoad(order, folder, server);
    } finally {
      await server.stop();
    }
  });
}

async function serverFor(kind: LoadKind, folder: string, options: PhaseOptions): Promise<Child> {
  if (kind === 'limit') return startChild({ args: script('limit.ts', [join(folder, 'limit.db')]), cwd: ROOT }, /^\{/);
  // A case gives two clicks.
  const clicks = options.warmAnswers + options.seconds * (options.connections ?? CONNECTIONS) * CLICKS_PER_SECOND;
  const cases = kind === 'click' ? Math.ceil(clicks / 2) : 0;
  const profile = options.profile === undefined ? [] : ['--profile', options.profile];
  const args = script('product.ts', ['--null-channel', '--cases', String(cases), ...profile]);
  // Nothing listens there: a product on the null channel that called out would be seen at once.
  return startChild({ args, env: productEnv(folder, 'http://127.0.0.1:9'), cwd: ROOT }, /^\{/);
}

async function runLoad(order: LoadOrder, folder: string, server: Child): Promise<LoadResult> {
  const file = join(folder, 'order.json');
  writeFileSync(file, JSON.stringify(order));
  const done = await runChild({ args: script('load.ts', [file]), cwd: ROOT });
  if (done.code !== 0) throw new Error(`the load of ${order.kind} failed\n${done.stderr}\n${server.stderr()}`);
  const result = JSON.parse(done.stdout) as LoadResult;
  if (result.failed > 0)
    throw new Error(
      `${result.failed} requests of ${order.kind} failed, the first: ${result.firstFailure}\n${server.stderr()}`,
    );
  return result;
}

export interface Throughput {
  readonly rounds: Readonly<Record<LoadKind, readonly number[]>>;
  readonly medians: Readonly<Record<LoadKind, number>>;
  /** Median of the rounds' own ratios to the limit of the same round. */
  readonly intakeShare: number;
  readonly clickShare: number;
}

/** Limit, intake and clicks in turn, `rounds` times: what slows the machine meanwhile slows all three. */
export async function measureThroughput(
  rounds: number,
  options: PhaseOptions,
  say: (line: string) => void,
): Promise<Throughput> {
  const found: Record<LoadKind, number[]> = { limit: [], intake: [], click: [] };
  for (let round = 1; round <= rounds; round += 1) {
    for (const kind of ['limit', 'intake', 'click'] as const) {
      const { perSecond, p50, p99 } = await phase(kind, options);
      found[kind].push(perSecond);
      say(
        `round ${round} ${kind.padEnd(6)} ${perSecond.toFixed(0).padStart(6)}/s  p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms`,
      );
    }
  }
  const share = (kind: LoadKind) => median(found[kind].map((rate, round) => rate / (found.limit[round] ?? Number.NaN)));
  return {
    rounds: found,
    medians: { limit: median(found.limit), intake: median(found.intake), click: median(found.click) },
    intakeShare: share('intake'),
    clickShare: share('click'),
  };
}
