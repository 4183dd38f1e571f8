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

export const TABLES = [
  'meta',
  'inbox',
  'case_file',
  'case_text',
  'case_log',
  'case_clock',
  'counter',
  'seal',
  'settings_log',
  'outbox',
  'live_card',
  'timer',
  'binding',
  'role_grant',
  'person',
  'chat_member',
  'token',
  'ticket',
] as const;
