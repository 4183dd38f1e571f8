import { CHANNELS } from '../plugin/channels/registry';
import { describeProblem, loadPack } from '../plugin/packs/load';
import { ClockMover, controlledClock, systemClock } from './app/clock';
import type { App } from './app/context';
import { DeskBuilder } from './app/desk';
import { ensureFirstAdmin } from './app/first-admin';
import { createHealth } from './app/health';
import { Inbox } from './app/inbox';
import { ProductDoors } from './app/product-doors';
import { startSealing } from './app/sealing';
import { Sender } from './app/sender';
import { Timers } from './app/timers';
import { Vault } from './app/vault';
import { type Config, type ConfigResult, problemLine } from './config';
import { loadDataKey } from './data-key';
import { buildCalendar } from './domain/calendar';
import type { Policy } from './domain/policy';
import { publishedHolidays } from './domain/published-holidays';
import { createHttpApp } from './http/app';
import { listen } from './http/listen';
import type { Rate } from './http/token-bucket';
import { createLogger } from './observability/logger';
import { createMetrics } from './observability/metrics';
import { openStorage, unsupported } from './open-storage';
import type { ChannelPort } from './ports/channel';
import type { ClockPort, MovableClock } from './ports/clock';
import type { Storage } from './ports/storage';
import { EmbeddedQueue } from './queue/embedded';

/** Shares of the ten seconds for work in hand at SIGTERM (contract §1): requests, then workers, then sends. */
const GRACE_MS = { http: 4_000, queue: 2_500, sender: 2_500 };
/** The embedded worker holds its leases under one name, so that a restart frees them at once. */
const WORKER = 'embedded';

export interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

export type Started =
  | { readonly ok: true; readonly value: Running }
  | { readonly ok: false; readonly problems: readonly string[] };

export interface Overrides {
  /** Another channel than the configured one, e.g. a null channel for measuring. */
  readonly channel?: ChannelPort;
  /** Another intake rate than the default; measuring must not meet the guard. */
  readonly intakeRate?: Rate;
  /** Where the one-time administrator code is printed. */
  readonly tell?: (line: string) => void;
}

/** The only wiring: settings → storage → clock → shell → channel → HTTP → workers. */
export async function startServer(read: ConfigResult, overrides: Overrides = {}): Promise<Started> {
  const problems = read.ok ? unsupported(read.value).map(problemLine) : read.problems.map(problemLine);
  const pack = loadPack(read.ok ? read.value.pack : 'laishan');
  if (!pack.ok) problems.push(...pack.problems.map(describeProblem));
  const key = read.ok ? loadDataKey(read.value) : undefined;
  if (key && !key.ok) problems.push(...key.problems.map(problemLine));
  if (!read.ok || !pack.ok || !key?.ok || problems.length > 0) return { ok: false, problems };
  const config = read.value;
  if (key.generatedAt !== undefined) {
    overrides.tell?.(
      `已生成数据密钥 ${key.generatedAt}，请与数据库分开备份 / a data key was made at ${key.generatedAt}: back it up apart from the database`,
    );
  }
  const storage = await openStorage(config);
  try {
    return {
      ok: true,
      value: await assemble({ config, policy: pack.value, storage, vault: new Vault(key.value), overrides }),
    };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

function subChannelsOf(policy: Policy): Record<string, string[]> {
  const children: Record<string, string[]> = {};
  for (const { code, parent } of policy.channels) {
    if (parent !== undefined) children[parent] = [...(children[parent] ?? []), code];
  }
  return children;
}

interface Parts {
  readonly config: Config;
  readonly policy: Policy;
  readonly storage: Storage;
  readonly vault: Vault;
  readonly overrides: Overrides;
}

async function chooseClock(config: Config, storage: Storage): Promise<ClockPort | MovableClock> {
  if (config.clock.kind === 'system') return systemClock;
  return controlledClock(storage, config.clock.startMs ?? Date.now());
}

async function assemble({ config, policy, storage, vault, overrides }: Parts): Promise<Running> {
  const logger = createLogger(config.logLevel);
  const metrics = createMetrics({ onUnknown: (name) => logger.error({ name }, 'metric.undeclared') });
  const queue = new EmbeddedQueue(logger);
  const clock = await chooseClock(config, storage);
  let url = '';
  const desks = new DeskBuilder({
    policy,
    calendar: buildCalendar(publishedHolidays()),
    clock,
    secrets: vault,
    publicUrl: () => config.publicUrl ?? url,
  });
  const app: App = { storage, desks, vault, queue, logger, metrics };
  const { appId = '', appSecret = '', encryptKey, verificationToken, domain } = config.feishu;
  const feishu = CHANNELS.feishu({ appId, appSecret, encryptKey, verificationToken, domain, logger, now: Date.now });
  const channel = overrides.channel ?? feishu.port;
  const inbox = new Inbox(app, channel);
  const sender = new Sender(app, channel, WORKER);
  const timers = new Timers(app);
  const http = createHttpApp({
    doors: new ProductDoors(app),
    health: createHealth(app, channel, metrics),
    webhook: feishu.webhook(inbox),
    subChannels: subChannelsOf(policy),
    ...('moveTo' in clock ? { clock: new ClockMover(app, clock, timers) } : {}),
    logger,
    metrics,
    intakeRate: overrides.intakeRate,
  });
  await ensureFirstAdmin(app, config.admins, overrides.tell ?? (() => undefined));
  queue.listen('inbox', () => inbox.work());
  queue.listen('outbox', () => sender.work());
  queue.listen('timers', () => timers.work());
  await sender.start();
  await timers.start();
  const listening = await listen(http, config.host, config.port);
  url = listening.url;
  await queue.start();
  const sealing = startSealing(app);
  return {
    url,
    stop: async () => {
      await listening.close(GRACE_MS.http);
      sealing.stop();
      await queue.stop(GRACE_MS.queue);
      await sender.stop(GRACE_MS.sender);
      await feishu.close();
      await storage.close();
    },
  };
}
