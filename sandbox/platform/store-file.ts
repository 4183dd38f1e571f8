import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** One stored record; `v` null means the record was taken away. */
export interface StoredRecord {
  readonly t: string;
  readonly k: string;
  readonly v: unknown;
}

const WRITE_DELAY_MS = 200;
const NEWLINE = 10;

/**
 * Keeps the platform's records in one file of JSON lines, the last line of a record being the valid one.
 * Lines and not one big document, so that a save costs what changed and not everything ever said: a long
 * rehearsal holds hundreds of megabytes of cards. Loading rewrites the file (whole, then renamed) when it
 * is mostly superseded lines. Without a path everything stays in memory.
 */
export class StoreFile {
  private readonly path: string | undefined;
  private readonly changed = new Map<string, StoredRecord>();
  private timer: NodeJS.Timeout | undefined;

  constructor(path: string | undefined) {
    this.path = path;
    if (path !== undefined) mkdirSync(dirname(path), { recursive: true });
  }

  /** Every live record in the order it was first stored. A torn last line (power cut) is left out. */
  load(): StoredRecord[] {
    if (this.path === undefined || !existsSync(this.path)) return [];
    const live = new Map<string, StoredRecord>();
    let lines = 0;
    const bytes = readFileSync(this.path);
    // What is written next must not run into the torn line.
    if (bytes.length > 0 && bytes.at(-1) !== NEWLINE) appendFileSync(this.path, '\n');
    for (const line of linesOf(bytes)) {
      const record = parseRecord(line);
      if (record === undefined) continue;
      lines += 1;
      live.set(`${record.t}\n${record.k}`, record);
    }
    const records = [...live.values()].filter((record) => record.v !== null);
    if (lines > records.length * 2 + 1000) this.rewrite(records);
    return records;
  }

  /** Notes a changed record; it is written within {@link WRITE_DELAY_MS}. Later changes before that are one write. */
  put(table: string, key: string, value: unknown): void {
    if (this.path === undefined) return;
    this.changed.set(`${table}\n${key}`, { t: table, k: key, v: value ?? null });
    this.timer ??= setTimeout(() => this.flush(), WRITE_DELAY_MS);
  }

  /** Writes what is still waiting, at once. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.path === undefined || this.changed.size === 0) return;
    const text = [...this.changed.values()].map(toLine).join('');
    this.changed.clear();
    appendFileSync(this.path, text);
  }

  private rewrite(records: readonly StoredRecord[]): void {
    if (this.path === undefined) return;
    const fresh = `${this.path}.new`;
    writeFileSync(fresh, '');
    for (let at = 0; at < records.length; at += 1000) {
      appendFileSync(
        fresh,
        records
          .slice(at, at + 1000)
          .map(toLine)
          .join(''),
      );
    }
    renameSync(fresh, this.path);
  }
}

function toLine(record: StoredRecord): string {
  return `${JSON.stringify(record, (_key, value: unknown) => (value instanceof Set ? [...value] : value))}\n`;
}

function* linesOf(bytes: Buffer): Generator<string> {
  let from = 0;
  for (let to = bytes.indexOf(NEWLINE); to !== -1; to = bytes.indexOf(NEWLINE, from)) {
    yield bytes.toString('utf8', from, to);
    from = to + 1;
  }
}

function parseRecord(line: string): StoredRecord | undefined {
  try {
    return JSON.parse(line) as StoredRecord;
  } catch {
    return undefined;
  }
}
