import { AsyncLocalStorage } from 'node:async_hooks';
import type { Stores } from '../../ports/storage';
import type { SqliteConnection } from './connection';

interface Job {
  readonly work: (stores: Stores) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly job: Job; readonly ok: boolean; readonly value: unknown };

/** Units gathered into one commit; more only adds latency, the fsync is shared long before. */
const BATCH = 64;

/**
 * The one writer of a SQLite database. Units of work run strictly one after another, each inside its own savepoint,
 * and those that are waiting together share one COMMIT and so one fsync. A unit's promise settles only after that
 * commit: what was reported is durable. A failing unit rolls back to its savepoint and harms no other.
 */
export class SqliteWriter {
  readonly #connection: SqliteConnection;
  readonly #stores: Stores;
  readonly #queue: Job[] = [];
  /** The unit this code runs in; closed when it ends, because work it left behind still carries it. */
  readonly #inside = new AsyncLocalStorage<{ open: boolean }>();
  #draining = false;
  #idle: (() => void)[] = [];

  constructor(connection: SqliteConnection, stores: Stores) {
    this.#connection = connection;
    this.#stores = stores;
  }

  run<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
    if (this.#inside.getStore()?.open) return work(this.#stores);
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (this.#draining) return;
      this.#draining = true;
      // One turn of the event loop, so that units arriving together are committed together.
      setImmediate(() => void this.#drain());
    });
  }

  /** Resolves when nothing is queued or running. */
  async idle(): Promise<void> {
    if (this.#draining) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#batch();
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.#draining = false;
    for (const wake of this.#idle.splice(0)) wake();
  }

  async #batch(): Promise<void> {
    const outcomes: Outcome[] = [];
    try {
      this.#connection.step('BEGIN IMMEDIATE');
    } catch (error) {
      for (const job of this.#queue.splice(0, BATCH)) job.reject(error);
      return;
    }
    try {
      while (outcomes.length < BATCH) {
        const job = this.#queue.shift();
        if (!job) break;
        await this.#unit(job, outcomes);
      }
      this.#connection.step('COMMIT');
    } catch (error) {
      this.#rollback();
      for (const { job, ok, value } of outcomes) job.reject(ok ? error : value);
      return;
    }
    for (const { job, ok, value } of outcomes) ok ? job.resolve(value) : job.reject(value);
  }

  /** @throws when the savepoint cannot be ended: the transaction is lost, and with it every unit of the batch */
  async #unit(job: Job, outcomes: Outcome[]): Promise<void> {
    const unit = { open: true };
    let outcome: Outcome;
    try {
      this.#connection.step('SAVEPOINT unit');
      const value = await this.#inside.run(unit, () => job.work(this.#stores));
      outcome = { job, ok: true, value };
    } catch (error) {
      outcome = { job, ok: false, value: error };
    }
    unit.open = false;
    outcomes.push(outcome);
    if (!outcome.ok) this.#connection.step('ROLLBACK TO unit');
    this.#connection.step('RELEASE unit');
  }

  #rollback(): void {
    try {
      this.#connection.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself (disk full, I/O error): there is no transaction left to end.
    }
  }
}
