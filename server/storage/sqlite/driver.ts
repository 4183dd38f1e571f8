import type { DatabaseSync } from '@photostructure/sqlite';

export type Database = InstanceType<typeof DatabaseSync>;
export type StatementSync = ReturnType<Database['prepare']>;

/**
 * The embedded database engine: Node's own `node:sqlite` where it is stable (Node 22.13 and later), else the same
 * API from a package that carries its prebuilt binary. Chosen by trying, so no version list has to be kept.
 */
function loadEngine(): typeof DatabaseSync {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const builtIn = major > 22 || (major === 22 && minor >= 13);
  return require(builtIn ? 'node:sqlite' : '@photostructure/sqlite').DatabaseSync;
}

export function openDatabase(path: string, options: { readOnly: boolean }): Database {
  const Engine = loadEngine();
  const database = new Engine(path, { readOnly: options.readOnly });
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON;');
  // FULL: a commit that was reported survives a power cut. WAL: readers never wait for the writer.
  if (!options.readOnly) database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  // Savepoints keep their undo pages in memory, hot pages stay cached (at most 32 MB), and the log is folded back
  // into the file every 16 MB instead of every 4: none of it touches what a commit promises.
  database.exec('PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000;');
  return database;
}

/** The better-sqlite3 statement shape that TypeORM's driver expects. */
interface ReaderStatement {
  readonly reader: boolean;
  all(...params: unknown[]): unknown[];
  run(...params: unknown[]): { changes: number; lastInsertRowid: number };
}

/**
 * What TypeORM's `better-sqlite3` driver asks of its engine, answered by the engine above. It is used for
 * migrations only; the stores speak to their own connections.
 */
export class TypeormDriver {
  readonly #database: Database;
  constructor(path: string) {
    this.#database = openDatabase(path, { readOnly: false });
  }
  prepare(sql: string): ReaderStatement {
    const statement = this.#database.prepare(sql);
    return {
      reader: statement.columns().length > 0,
      all: (...params) => statement.all(...(params as never[])),
      run: (...params) => {
        const done = statement.run(...(params as never[]));
        return { changes: Number(done.changes), lastInsertRowid: Number(done.lastInsertRowid) };
      },
    };
  }
  pragma(text: string): unknown[] {
    return this.#database.prepare(`PRAGMA ${text}`).all();
  }
  exec(sql: string): void {
    this.#database.exec(sql);
  }
  close(): void {
    this.#database.close();
  }
}
