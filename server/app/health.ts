import type { ChannelPort } from '../ports/channel';
import type { App } from './context';
import type { Health } from './doors';

/** How long an answer of the platform counts; readiness is asked every few seconds. */
const PLATFORM_FRESH_MS = 30_000;

/** What `/readyz` and `/metrics` tell. */
export function createHealth(
  app: App,
  channel: ChannelPort,
  metrics: { text(): Promise<{ type: string; text: string }> },
): Health {
  let platform: { at: number; ok: boolean; detail?: string } | undefined;
  const askPlatform = async () => {
    if (platform && Date.now() - platform.at < PLATFORM_FRESH_MS && platform.ok) return platform;
    try {
      await channel.self();
      platform = { at: Date.now(), ok: true };
    } catch (error) {
      platform = { at: Date.now(), ok: false, detail: String(error).slice(0, 200) };
    }
    return platform;
  };
  const works = async (part: string, ask: () => Promise<unknown>) => {
    try {
      await ask();
      return { part, ok: true };
    } catch (error) {
      return { part, ok: false, detail: String(error).slice(0, 200) };
    }
  };
  return {
    async readiness() {
      const told = await askPlatform();
      const queue = await app.queue.healthy();
      return [
        await works('database', () => app.storage.ping()),
        { part: 'queue', ok: queue },
        told.detail === undefined
          ? { part: 'platform', ok: told.ok }
          : { part: 'platform', ok: told.ok, detail: told.detail },
      ];
    },
    async metrics() {
      app.metrics.gauge('outbox_waiting', await app.storage.read.outbox.waiting());
      app.metrics.gauge('inbox_pending', (await app.storage.read.inbox.pending(Date.now(), 1000)).length);
      return metrics.text();
    },
  };
}
