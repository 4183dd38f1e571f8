import { sealLog } from './audit';
import type { App } from './context';

const EVERY_MS = 60_000;

/** Seals the log every minute of system time (D33). */
export function startSealing(app: App): { stop(): void } {
  const timer = setInterval(() => {
    sealLog(app.storage, app.desks.clock.now()).catch((error: unknown) =>
      app.logger.error({ error: String(error) }, 'seal.failed'),
    );
  }, EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
