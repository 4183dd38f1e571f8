import type { Desk } from '../commands/command';
import type { Stores, TimerRow } from '../ports/storage';
import { SYSTEM } from './actor';
import type { App } from './context';
import { perform } from './perform';
import { armSlots, fireSlot } from './schedule';

const BATCH = 100;
/** Rings may be lost: every half minute the database is asked what is due. */
export const SWEEP_MS = 30_000;

export interface Fired {
  readonly kind: string;
  readonly case?: string;
  readonly at: number;
}

/** Fires what is due, each (case, kind, due) once: the firing and what follows from it commit together. */
export class Timers {
  readonly #app: App;
  #collected: Fired[] | undefined;
  /** Timers that failed, with the system time of their next try. */
  readonly #resting = new Map<string, number>();

  constructor(app: App) {
    this.#app = app;
  }

  async start(): Promise<void> {
    await this.#app.storage.write(async (stores) => armSlots(stores, await this.#app.desks.at(stores)));
  }

  /** Doorbell work. @returns system time to look again */
  async work(): Promise<number | undefined> {
    const { clock } = this.#app.desks;
    await this.fireDue();
    const next = await this.#app.storage.read.timers.nextDue();
    this.#app.metrics.gauge(
      'timers_overdue_seconds',
      next === undefined ? 0 : Math.max(0, (clock.now() - next) / 1000),
    );
    const sweep = Date.now() + SWEEP_MS;
    if (clock.controlled || next === undefined) return sweep;
    return Math.min(sweep, next);
  }

  /** From now on everything that fires, by whomever it was rung, is also kept for `collected`. */
  collect(): void {
    this.#collected = [];
  }

  /** What fired since `collect`, in order. */
  collected(): Fired[] {
    const fired = this.#collected ?? [];
    this.#collected = undefined;
    return fired;
  }

  /** Fires all that is due by the business clock, in order. One that fails rests for a while and holds up no other. */
  async fireDue(): Promise<void> {
    for (;;) {
      const resting = [...this.#resting].filter(([, until]) => until > Date.now()).map(([key]) => key);
      const found = await this.#app.storage.read.timers.due(this.#app.desks.clock.now(), BATCH + resting.length);
      const due = found.filter((timer) => !resting.includes(timer.key));
      if (due.length === 0) return;
      for (const timer of due) await this.#one(timer);
      this.#app.queue.ring('outbox');
    }
  }

  async #one(timer: TimerRow): Promise<void> {
    try {
      const done = await this.#app.storage.write((stores) => this.#fire(stores, timer));
      this.#resting.delete(timer.key);
      if (!done) return;
    } catch (error) {
      this.#app.logger.error({ timer: timer.key, error: String(error) }, 'timer.failed');
      this.#resting.set(timer.key, Date.now() + SWEEP_MS);
      return;
    }
    this.#collected?.push({
      kind: timer.kind,
      at: timer.dueAt,
      ...(timer.caseNumber === null ? {} : { case: timer.caseNumber }),
    });
    this.#app.metrics.count('timers_fired_total', { kind: timer.kind.split(':')[0] ?? timer.kind });
  }

  async #fire(stores: Stores, timer: TimerRow): Promise<boolean> {
    const desk = await this.#app.desks.at(stores);
    if (!(await stores.timers.fire(timer.key, desk.now))) return false;
    if (timer.caseNumber === null) await fireSlot(stores, desk, timer);
    else await this.#fireCase(stores, desk, timer, timer.caseNumber);
    return true;
  }

  async #fireCase(stores: Stores, desk: Desk, timer: TimerRow, caseNumber: string): Promise<void> {
    const command = timer.kind === 'archive' ? 'archive-case' : 'remind-case';
    const act = { command, caseNumber, form: { step: timer.kind, at: timer.dueAt }, actor: SYSTEM };
    const done = await perform({ stores, desk, vault: this.#app.vault }, act);
    // A timer of a case that moved on meanwhile is disarmed in the same commit; a refusal here is a bug worth a line.
    if (!done.ok) this.#app.logger.warn({ case: caseNumber, timer: timer.kind, code: done.code }, 'timer.refused');
  }
}
