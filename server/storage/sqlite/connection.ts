import { DuplicateError } from '../../ports/storage';
import { type Sql, type SqlRow, type SqlValue, sqliteDialect } from '../sql';
import type { Database, StatementSync } from './driver';

const UNIQUE_CODES = new Set([1555, 2067]);

/** One SQLite connection as `Sql`: synchronous underneath, with its statements kept prepared. */
export class SqliteConnection implements Sql {
  readonly dialect = sqliteDialect;
  readonly #database: Database;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: Database) {
    this.#database = database;
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** One statement without parameters or rows, kept prepared: transaction words are said hundreds of times a second. */
  step(sql: string): void {
    this.#statement(sql).run();
  }

  async all(sql: string, params: readonly SqlValue[] = []): Promise<readonly SqlRow[]> {
    return this.#statement(sql).all(...params) as SqlRow[];
  }

  async get(sql: string, params: readonly SqlValue[] = []): Promise<SqlRow | undefined> {
    return this.#statement(sql).get(...params) as SqlRow | undefined;
  }

  async run(sql: string, params: readonly SqlValue[] = []): Promise<number> {
    try {
      return Number(this.#statement(sql).run(...params).changes);
    } catch (error) {
      const errcode = (error as { errcode?: number }).errcode;
      if (errcode !== undefined && UNIQUE_CODES.has(errcode)) throw new DuplicateError(tableOf(error), error);
      throw error;
    }
  }

  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  #statement(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}

function tableOf(error: unknown): string {
  const match = /UNIQUE constraint failed: (\w+)/.exec(String(error));
  return match?.[1] ?? 'unknown';
}
