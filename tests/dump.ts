import { openDatabase } from '../server/storage/sqlite/driver';

/** Every row of a table as text: what somebody with the database file would read. */
export function dumpTable(path: string, table: string): string {
  const database = openDatabase(path, { readOnly: true });
  try {
    return JSON.stringify(database.prepare(`SELECT * FROM ${table}`).all());
  } finally {
    database.close();
  }
}

/** Changes rows behind the product's back, as somebody with the database file could. */
export function tamper(path: string, sql: string): void {
  const database = openDatabase(path, { readOnly: false });
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}

/** Every table there is, so that a new one is looked into as well. */
export function tablesOf(path: string): readonly string[] {
  const database = openDatabase(path, { readOnly: true });
  try {
    const rows = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return rows.map((row) => String(row.name));
  } finally {
    database.close();
  }
}
