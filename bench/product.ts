import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { parseArgs } from 'node:util';
import { loadPack } from '../plugin/packs/load';
import { Vault } from '../server/app/vault';
import { readConfig } from '../server/config';
import { loadDataKey } from '../server/data-key';
import { type Running, startServer } from '../server/main';
import { openStorage } from '../server/open-storage';
import { furnish, prepareCases } from './district';
import { nullChannel } from './null-channel';

/** What the bench must know of a product it started; printed as one line of JSON. */
export interface ProductReady {
  readonly url: string;
  readonly token: string;
  readonly cases: readonly string[];
}

/** Far above what one machine can send: the bench measures the product, not its guard. */
const UNBOUNDED = { perSecond: 1_000_000, burst: 1_000_000 };

/**
 * The product as it is, on a furnished database. With `--null-channel` nothing leaves the process. Settings come
 * from the environment, as always.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'null-channel': { type: 'boolean', default: false },
      cases: { type: 'string', default: '0' },
      /** JSON: chat id by purpose, where chats are real ones of a platform. */
      chats: { type: 'string', default: '{}' },
      /** File for a CPU profile of what comes after the start. */
      profile: { type: 'string' },
    },
  });
  const chats = new Map(Object.entries(JSON.parse(values.chats) as Record<string, string>));
  const read = readConfig(process.env, 'serve');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const pack = loadPack(read.value.pack);
  const key = loadDataKey(read.value);
  if (!pack.ok || !key.ok) throw new Error('pack or key cannot be read');
  const storage = await openStorage(read.value);
  const given = { storage, vault: new Vault(key.value), policy: pack.value };
  const token = await furnish(given, (purpose) => chats.get(purpose) ?? purpose);
  const cases = await prepareCases(given, Number(values.cases));
  await storage.close();
  const started = await startServer(read, {
    intakeRate: UNBOUNDED,
    ...(values['null-channel'] ? { channel: nullChannel() } : {}),
  });
  if (!started.ok) throw new Error(started.problems.join('\n'));
  const ready: ProductReady = { url: started.value.url, token, cases };
  console.log(JSON.stringify(ready));
  const profiler = values.profile === undefined ? undefined : await startProfiler(values.profile);
  process.once('SIGTERM', () => void end(started.value, profiler));
}

async function end(running: Running, profiler: (() => Promise<void>) | undefined): Promise<void> {
  await profiler?.();
  await running.stop();
  process.exit(0);
}

/** @returns writes the profile */
async function startProfiler(file: string): Promise<() => Promise<void>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  return async () => {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(file, JSON.stringify(profile));
  };
}

void main();
