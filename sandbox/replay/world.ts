import { mkdirSync } from 'node:fs';
import { Intake } from '../district/intake-client';
import { type District, readDistrict } from '../district/read';
import { adminOf, bindAndGrant, createDistrict } from '../district/seed';
import { isoShanghai } from '../district/working-days';
import { Board } from '../people/board';
import { PlatformClient } from '../people/platform-client';
import { type RunningPlatform, startPlatform } from '../platform/server';
import { freePort, Product } from '../product';
import { Killer, type KillPoint } from './killer';

export interface WorldOptions {
  readonly folder: string;
  readonly startAt: number;
  readonly channels: readonly string[];
  readonly kills: readonly KillPoint[];
}

/** Events the product could not take are repeated soon, so that a kill costs seconds and not a quarter of an hour. */
const RETRY_MS = [250, 500, 1000, 2000, 4000, 8000, 16_000];

/** A platform and a product of its own, with the district's people in it, and one clock for all. */
export class World {
  readonly platform: RunningPlatform;
  readonly product: Product;
  readonly client: PlatformClient;
  readonly board: Board;
  readonly intake: Intake;
  readonly district: District;
  readonly killer: Killer;
  #now: number;

  private constructor(
    parts: Pick<World, 'platform' | 'product' | 'client' | 'intake' | 'district' | 'killer'>,
    now: number,
  ) {
    this.platform = parts.platform;
    this.product = parts.product;
    this.client = parts.client;
    this.intake = parts.intake;
    this.district = parts.district;
    this.killer = parts.killer;
    this.board = new Board(parts.client);
    this.#now = now;
  }

  static async start(options: WorldOptions): Promise<World> {
    mkdirSync(options.folder, { recursive: true });
    const district = readDistrict();
    const port = await freePort(21_000 + (process.pid % 20_000));
    const platform = await startPlatform({
      clockHook: `http://127.0.0.1:${port}/sandbox/clock`,
      retryScheduleMs: RETRY_MS,
    });
    const { folder, startAt } = options;
    const product = new Product({
      folder,
      platformUrl: platform.url,
      port,
      admin: adminOf(district),
      startAt: isoShanghai(startAt),
    });
    const client = new PlatformClient(platform.url);
    try {
      await product.start();
      await client.setWebhook(product.webhookUrl);
      await client.moveClock({ advance: 'PT0S' });
      await createDistrict(client, district);
      // The bot greets every new group; who speaks first must not depend on the machine's load.
      await client.moveClock({ advance: 'PT0S' });
      const scopes = [...new Set([...options.channels, 'read'])];
      const [, tokens] = await Promise.all([bindAndGrant(client, district), product.tokens(scopes)]);
      const intake = new Intake(product.url, tokens);
      const killer = new Killer({ product, journal: platform.platform.journal, points: options.kills });
      const world = new World({ platform, product, client, intake, district, killer }, startAt);
      await world.settle();
      return world;
    } catch (error) {
      console.error(product.stderr());
      await product.stop();
      await platform.close();
      throw error;
    }
  }

  /** Business time, epoch ms. */
  get now(): number {
    return this.#now;
  }

  /** Moves the clock forward to an instant, through everything that falls due before it. */
  async moveTo(instant: number): Promise<void> {
    this.#now = Math.max(this.#now, instant);
    // An absolute instant may be asked for again after a restart; a distance would be gone twice.
    await this.#clock(this.#now);
  }

  /** Waits until the product has nothing left to say, and looks at what it said. */
  async settle(): Promise<void> {
    await this.#clock(this.#now);
    await this.board.pull();
  }

  async stop(): Promise<void> {
    this.killer.stop();
    await this.product.stop();
    await this.platform.close();
  }

  async #clock(instant: number): Promise<void> {
    for (;;) {
      await this.product.whenUp();
      const moved = await this.client.moveClock({ now: isoShanghai(instant) });
      if (moved === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        continue;
      }
      if (moved.pending > 0) throw new Error(`${moved.pending} messages are still waiting after the clock stood`);
      return;
    }
  }
}
