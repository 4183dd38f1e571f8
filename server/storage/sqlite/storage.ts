import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { MIGRATION_NAMES } from '../../../migrations/names';
import type { Storage, Stores } from '../../ports/storage';
import { createStores } from '../stores/stores';
import { SqliteConnection } from './connection';
import { openDatabase, TypeormDriver } from './driver';
import { SqliteWriter } from './writer';

/** Opens (and creates) the database file and brings its schema up to date. */
export async function openSqlite(path: string): Promise<Storage> {
  mkdirSync(dirname(path), { recursive: true });
  const applied = await migrateFile(path);
  const writing = new SqliteConnection(openDatabase(path, { readOnly: false }));
  const reading = new SqliteConnection(openDatabase(path, { readOnly: true }));
  const writer = new SqliteWriter(writing, createStores(writing));
  const read: Stores = createStores(reading);
  return {
    write: (work) => writer.run(work),
    read,
    migrate: async () => applied,
    ping: async () => {
      await reading.get('SELECT 1 AS one');
    },
    close: async () => {
      await writer.idle();
      reading.close();
      writing.close();
    },
  };
}

/** A second process waits for the first: the migration runs inside an exclusive transaction of its own file lock. */
async function migrateFile(path: string): Promise<readonly string[]> {
  if (isUpToDate(path)) return [];
  // Loaded only when there is something to do: TypeORM is half of what a start costs, and migrations its only use.
  const { runMigrations } = require('../migrate') as typeof import('../migrate');
  return runMigrations({ type: 'better-sqlite3', database: path, driver: TypeormDriver });
}

/** Whether TypeORM's own list holds every migration; a file without that list is a new one. */
function isUpToDate(path: string): boolean {
  const database = openDatabase(path, { readOnly: false });
  try {
    const applied = new Set(
      database
        .prepare('SELECT name FROM migrations')
        .all()
        .map((row) => row.name),
    );
    return MIGRATION_NAMES.every((name) => applied.has(name));
  } catch {
    return false;
  } finally {
    database.close();
  }
}
