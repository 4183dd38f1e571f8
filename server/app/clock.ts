import { z } from 'zod';
import { fail, ok, type Result } from '../domain/result';
import { isoShanghai, parseInstant } from '../domain/shanghai';
import type { ClockPort, MovableClock } from '../ports/clock';
import type { Storage } from '../ports/storage';
import type { App } from './context';
import type { ClockDoor, ClockMove } from './doors';
import { beginTurn } from './schedule';
import type { Timers } from './timers';

export const systemClock: ClockPort = { controlled: false, now: () => Date.now() };

const CLOCK_KEY = 'clock.now';

/** Stands still between moves. The instant lies in the database: a restart goes on where it stood. */
export async function controlledClock(storage: Storage, startMs: number): Promise<MovableClock> {
  const stored = await storage.read.meta.get(CLOCK_KEY);
  let now = stored === undefined ? startMs : Number(stored);
  if (stored === undefined) await storage.write((stores) => stores.meta.set(CLOCK_KEY, String(now)));
  return {
    controlled: true,
    now: () => now,
    moveTo: async (ms) => {
      await storage.write((stores) => stores.meta.set(CLOCK_KEY, String(ms)));
      now = ms;
    },
  };
}

const Body = z.union([z.object({ now: z.string() }).strict(), z.object({ advance: z.string() }).strict()]);
const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const UNITS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000];
/** A move answers when all is quiet; a stuck platform must not hold it for ever. */
const DRAIN_MS = 180_000;
const DRAIN_STEP_MS = 4;

/** ISO 8601 duration of weeks, days, hours, minutes and seconds, in ms. */
function durationMs(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (!match || text === 'P' || text.endsWith('T')) return undefined;
  return UNITS.reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0);
}

/** Moves the controlled clock through every due instant, in order, each handled as at its own time. */
export class ClockMover implements ClockDoor {
  readonly #app: App;
  readonly #clock: MovableClock;
  readonly #timers: Timers;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(app: App, clock: MovableClock, timers: Timers) {
    this.#app = app;
    this.#clock = clock;
    this.#timers = timers;
  }

  /** Moves come one at a time. */
  move(body: unknown): Promise<Result<ClockMove>> {
    const turn = this.#turn.then(() => this.#move(body));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #move(body: unknown): Promise<Result<ClockMove>> {
    const target = await this.#target(body);
    if (!target.ok) return target;
    this.#timers.collect();
    await this.#drain();
    let before: number | undefined;
    for (;;) {
      const next = await this.#app.storage.read.timers.nextDue();
      if (next === undefined || next > target.value) break;
      if (next > this.#clock.now()) await this.#clock.moveTo(next);
      await this.#timers.fireDue();
      // One that failed stays armed and is tried again later; the clock does not wait for it.
      if ((await this.#app.storage.read.timers.nextDue()) === next && next === before) break;
      before = next;
      await this.#drain();
    }
    const back = target.value < this.#clock.now();
    if (target.value !== this.#clock.now()) await this.#clock.moveTo(target.value);
    // Recurring slots of the days gone back to are not armed yet.
    if (back) {
      await this.#app.storage.write((stores) => beginTurn(stores, target.value));
      await this.#timers.start();
    }
    const pending = await this.#drain();
    const fired = this.#timers.collected();
    return ok({
      now: isoShanghai(this.#clock.now()),
      fired: fired.map(({ kind, case: number, at }) => ({
        kind,
        ...(number === undefined ? {} : { case: number }),
        at: isoShanghai(at),
      })),
      pending,
    });
  }

  async #target(body: unknown): Promise<Result<number>> {
    const parsed = Body.safeParse(body);
    if (!parsed.success) return fail('clock.malformed');
    const now = this.#clock.now();
    if ('advance' in parsed.data) {
      if (parsed.data.advance === 'next-due')
        return ok(Math.max(now, (await this.#app.storage.read.timers.nextDue()) ?? now));
      const ms = durationMs(parsed.data.advance);
      return ms === undefined ? fail('clock.malformed') : ok(now + ms);
    }
    const wanted = parseInstant(parsed.data.now);
    if (!wanted.ok) return fail('clock.malformed');
    if (wanted.value < now && (await this.#app.storage.read.cases.hasAny()))
      return fail('clock.backwards', { now: isoShanghai(now) });
    return wanted;
  }

  /** Waits until everything taken in is worked off and sent. @returns what is left when the wait was too long */
  async #drain(): Promise<number> {
    const until = Date.now() + DRAIN_MS;
    for (;;) {
      const { inbox, outbox } = this.#app.storage.read;
      const left = (await outbox.waiting()) + ((await inbox.nextPendingAt()) === undefined ? 0 : 1);
      if (left === 0 || Date.now() > until) return left;
      this.#app.queue.ring('inbox');
      this.#app.queue.ring('outbox');
      await new Promise((resolve) => setTimeout(resolve, DRAIN_STEP_MS));
    }
  }
}
