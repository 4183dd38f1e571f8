/** What happened, in order. `card` and other details depend on the kind; see docs/sandbox-api.md. */
export interface JournalEntry {
  readonly seq: number;
  /** ISO instant by the platform's clock. */
  readonly at: string;
  readonly kind: JournalKind;
  readonly [detail: string]: unknown;
}

export type JournalKind =
  | 'message'
  | 'reply'
  | 'patch'
  | 'urgent'
  | 'recall'
  | 'refused'
  | 'fault'
  | 'user-message'
  | 'click'
  | 'toast'
  | 'card-response'
  | 'callback-error'
  | 'event'
  | 'event-failed'
  | 'webhook'
  | 'chat'
  | 'clock';

/** The platform's diary: everything the bot and the people did, with every refusal. */
export class Journal {
  private readonly entries: JournalEntry[] = [];
  private readonly counts = new Map<JournalKind, number>();
  private readonly listeners = new Set<(entry: JournalEntry) => void>();
  private readonly nowMs: () => number;
  private readonly save: (entry: JournalEntry) => void;

  constructor(nowMs: () => number, save: (entry: JournalEntry) => void) {
    this.nowMs = nowMs;
    this.save = save;
  }

  /** Notes one happening, tells the listeners and stores it. */
  add(kind: JournalKind, details: Readonly<Record<string, unknown>>): JournalEntry {
    const at = new Date(this.nowMs()).toISOString();
    const entry: JournalEntry = { seq: (this.entries.at(-1)?.seq ?? 0) + 1, at, kind, ...details };
    this.keep(entry);
    this.save(entry);
    for (const tell of this.listeners) tell(entry);
    return entry;
  }

  /** Puts back an entry from the state file; entries must come in their order. */
  keep(entry: JournalEntry): void {
    this.entries.push(entry);
    this.counts.set(entry.kind, (this.counts.get(entry.kind) ?? 0) + 1);
  }

  /** Entries with a higher number than `seq`, at most `limit`. Numbers have no gaps, so this is a slice. */
  after(seq: number, limit: number): JournalEntry[] {
    const first = this.entries[0]?.seq ?? 1;
    const from = Math.max(0, seq - first + 1);
    return this.entries.slice(from, from + limit);
  }

  /** How many entries of each kind there are. */
  totals(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }

  /** Hears every new entry until the returned function is called. */
  listen(tell: (entry: JournalEntry) => void): () => void {
    this.listeners.add(tell);
    return () => this.listeners.delete(tell);
  }
}
