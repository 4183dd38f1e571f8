/** Values a statement may bind. Booleans are stored as 0 and 1, instants as epoch milliseconds. */
export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/**
 * The few words of SQL the stores need, on one connection. Statements use `?` and the common subset of SQLite,
 * MySQL 8 and MariaDB; where they differ, `dialect` holds the phrase.
 */
export interface Sql {
  readonly dialect: Dialect;
  all(sql: string, params?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  get(sql: string, params?: readonly SqlValue[]): Promise<SqlRow | undefined>;
  /** @returns number of rows changed  @throws DuplicateError on a unique key that exists */
  run(sql: string, params?: readonly SqlValue[]): Promise<number>;
}

export interface Dialect {
  /** `INSERT` that leaves an existing row alone and then reports 0 changes. */
  readonly insertIgnore: string;
  /** Tail of an insert that overwrites `columns` of the row with the same key. */
  onConflictUpdate(key: readonly string[], columns: readonly string[]): string;
  /** Tail of a select that locks its rows until the unit of work ends; empty where there is one writer. */
  readonly forUpdate: string;
  /** Tail of a select that locks free rows and passes over held ones. */
  readonly skipLocked: string;
}

export const sqliteDialect: Dialect = {
  insertIgnore: 'INSERT OR IGNORE',
  onConflictUpdate: (key, columns) =>
    ` ON CONFLICT(${key.join(', ')}) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
  forUpdate: '',
  skipLocked: '',
};

export function textOf(row: SqlRow, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} is not text`);
  return value;
}

export function textOrNull(row: SqlRow, column: string): string | null {
  const value = row[column];
  return value === null || value === undefined ? null : String(value);
}

export function numberOf(row: SqlRow, column: string): number {
  const value = Number(row[column]);
  if (!Number.isFinite(value)) throw new TypeError(`column ${column} is not a number`);
  return value;
}

export function numberOrNull(row: SqlRow, column: string): number | null {
  const value = row[column];
  return value === null || value === undefined ? null : Number(value);
}
