import type { CaseState, LogEntry, Status } from '../domain/case';
import type { Role } from '../domain/policy';

/** Thrown when a unique key exists already; `constraint` names the table. One error for every database. */
export class DuplicateError extends Error {
  readonly constraint: string;
  constructor(constraint: string, cause?: unknown) {
    super(`duplicate key: ${constraint}`, { cause });
    this.name = 'DuplicateError';
    this.constraint = constraint;
  }
}

/** Thrown when a case was changed since it was read; the handler loads it again and decides anew. */
export class VersionConflict extends Error {
  constructor(number: string) {
    super(`case ${number} changed meanwhile`);
    this.name = 'VersionConflict';
  }
}

export type InboxStatus = 'pending' | 'done' | 'failed';

export interface InboxRow {
  readonly id: string;
  readonly kind: string;
  readonly status: InboxStatus;
  readonly payload: string | null;
  readonly result: string | null;
  readonly receivedAt: number;
  readonly attempts: number;
}

export interface InboxStore {
  /** Inserts; false when `id` or `altId` is known already. */
  add(row: {
    id: string;
    altId?: string;
    kind: string;
    status: InboxStatus;
    payload: string | null;
    result: string | null;
    receivedAt: number;
  }): Promise<boolean>;
  find(id: string): Promise<InboxRow | undefined>;
  /** Pending rows that are due, oldest first. */
  pending(nowMs: number, limit: number): Promise<readonly InboxRow[]>;
  nextPendingAt(): Promise<number | undefined>;
  finish(id: string, status: 'done' | 'failed', result: string | null, atMs: number): Promise<void>;
  defer(id: string, notBeforeMs: number): Promise<void>;
  /** Removes finished rows of one sort received before `beforeMs`; returns how many. Events are all that is no click and no intake. */
  prune(sort: 'event' | 'click' | 'intake', beforeMs: number): Promise<number>;
}

export interface StoredCase {
  readonly state: CaseState;
  readonly subject: string;
  readonly wrappedKey: string;
  readonly cipher: string;
  readonly logSeq: number;
  readonly logHead: string;
}

export interface NewCase extends StoredCase {
  readonly trackingHash: string;
  readonly phoneHash: string | null;
  readonly nameHash: string | null;
  /** 64-bit similarity print of the text, hex. */
  readonly print: string;
}

export interface CaseQuery {
  readonly status?: readonly Status[];
  readonly unit?: string;
  readonly leadUnit?: string;
  readonly assignee?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Substring of the (masked) subject. */
  readonly words?: string;
  readonly phoneHash?: string;
  /** Exclusive: numbers after it in the order `receivedAt, number`, newest first. */
  readonly cursor?: { readonly receivedAt: number; readonly number: string };
  readonly oldestFirst?: boolean;
  readonly limit: number;
}

export interface ClockRow {
  readonly caseNumber: string;
  readonly kind: 'claim' | 'respond' | 'resolve';
  readonly rule: string;
  readonly unit: string;
  readonly leadUnit: string;
  readonly dueAt: number;
  readonly stoppedAt: number | null;
}

export interface CaseStore {
  /** Next N of a day's series, starting at 1. */
  nextNumber(day: string): Promise<number>;
  insert(row: NewCase): Promise<void>;
  /** Loads for a decision; on server databases this locks the row. */
  load(number: string): Promise<StoredCase | undefined>;
  bySource(channel: string, sourceId: string): Promise<StoredCase | undefined>;
  byTracking(hash: string): Promise<StoredCase | undefined>;
  /** Numbers and prints of cases with the same phone since `sinceMs`. */
  samePhone(phoneHash: string, sinceMs: number): Promise<readonly { number: string; print: string }[]>;
  /** @throws VersionConflict when the stored version is not `expected`. */
  save(state: CaseState, expected: number, subject: string, logSeq: number, logHead: string): Promise<void>;
  putText(number: string, ref: string, cipher: string): Promise<void>;
  texts(number: string): Promise<ReadonlyMap<string, string>>;
  list(query: CaseQuery): Promise<readonly StoredCase[]>;
  count(query: Omit<CaseQuery, 'limit'>): Promise<number>;
  putClock(row: ClockRow): Promise<void>;
  dropClock(number: string, kind: ClockRow['kind']): Promise<void>;
  /** Clocks whose due lies in (from, to]. */
  clocksDue(fromMs: number, toMs: number): Promise<readonly ClockRow[]>;
  /** Running clocks due at or before `atMs`, soonest first. */
  clocksRunning(untilMs: number, limit: number): Promise<readonly ClockRow[]>;
  /** Any case at all? Decides whether a controlled clock may go back. */
  hasAny(): Promise<boolean>;
  totals(): Promise<{ readonly cases: number; readonly calls: number }>;
}

export interface StoredLogEntry {
  readonly id: number;
  readonly caseNumber: string;
  readonly seq: number;
  readonly body: string;
  readonly hash: string;
}

export interface LogStore {
  append(caseNumber: string, entry: LogEntry, body: string, hash: string): Promise<void>;
  of(caseNumber: string): Promise<readonly LogEntry[]>;
  /** Entries of one type in [from, to), oldest first, with their case. */
  byType(type: string, fromMs: number, toMs: number): Promise<readonly { caseNumber: string; entry: LogEntry }[]>;
  /** Raw rows after `id`, for verification and sealing. */
  rawAfter(id: number, limit: number): Promise<readonly StoredLogEntry[]>;
  heads(afterNumber: string, limit: number): Promise<readonly { number: string; logSeq: number; logHead: string }[]>;
  seals(): Promise<readonly Seal[]>;
  lastSeal(): Promise<Seal | undefined>;
  addSeal(seal: Omit<Seal, 'id'>): Promise<void>;
}

/** Every minute the hashes of the entries since the last seal are chained into one digest (D33). */
export interface Seal {
  readonly id: number;
  readonly uptoLogId: number;
  readonly at: number;
  readonly digest: string;
}

export interface SettingsLogStore {
  append(body: string, hash: string): Promise<void>;
  last(): Promise<{ id: number; hash: string } | undefined>;
  after(id: number, limit: number): Promise<readonly { id: number; body: string; hash: string }[]>;
}

export type OutboxKind = 'live' | 'message' | 'reply' | 'moved';

export interface OutboxRow {
  readonly id: number;
  /** Rows of one lane go out strictly in order of their ids. */
  readonly lane: string;
  readonly kind: OutboxKind;
  /** Chat id, or `p:<open_id>` for a direct message. */
  readonly chat: string;
  /** What the live card shows, e.g. `case:LS-…`; null for one-off messages. */
  readonly subject: string | null;
  readonly payload: string | null;
  readonly uuid: string;
  readonly priority: number;
  readonly attempts: number;
  readonly firstTryAt: number | null;
  /** Version of the subject that the first try showed. */
  readonly shown: number | null;
  readonly notBefore: number;
  readonly createdAt: number;
}

export type NewOutboxRow = Pick<
  OutboxRow,
  'lane' | 'kind' | 'chat' | 'subject' | 'payload' | 'uuid' | 'priority' | 'createdAt'
>;

export interface OutboxStore {
  add(row: NewOutboxRow): Promise<void>;
  /** Is an update of this live card waiting that nobody has begun to send? Then one more is not needed. */
  hasWaiting(chat: string, subject: string): Promise<boolean>;
  /** Head rows of lanes that nobody holds; leases them to `worker` until `leaseUntilMs`. */
  claim(worker: string, nowMs: number, leaseUntilMs: number, limit: number): Promise<readonly OutboxRow[]>;
  begin(id: number, atMs: number, shown: number | null): Promise<void>;
  finish(id: number, status: 'sent' | 'dead' | 'skipped', note: string | null, atMs: number): Promise<void>;
  /** Puts a row back, not before the given system time. */
  retry(id: number, notBeforeMs: number, note: string): Promise<void>;
  release(worker: string): Promise<void>;
  waiting(): Promise<number>;
  /** Calls that left since `sinceMs`, as far as rows tell: what a restarted sender must count against its budgets. */
  callsSince(
    sinceMs: number,
  ): Promise<readonly { readonly lane: string; readonly chat: string; readonly at: number }[]>;
  nextAt(nowMs: number): Promise<number | undefined>;
  dead(
    limit: number,
  ): Promise<
    readonly { id: number; chat: string; kind: string; subject: string | null; note: string | null; at: number }[]
  >;
  prune(beforeMs: number): Promise<number>;
}

/** A live card: the one message per subject and chat that is kept true by patching. */
export interface LiveCard {
  readonly subject: string;
  readonly chat: string;
  readonly messageId: string;
  readonly postedAt: number;
  readonly shown: number;
  /** When the message it goes on from was posted; null for a first one. */
  readonly replaces: number | null;
}

export interface CardStore {
  find(subject: string, chat: string): Promise<LiveCard | undefined>;
  ofSubject(subject: string): Promise<readonly LiveCard[]>;
  byMessage(messageId: string): Promise<LiveCard | undefined>;
  /** Live cards whose subject starts with `prefix`, in one chat. */
  withPrefix(prefix: string, chat: string): Promise<readonly LiveCard[]>;
  put(card: LiveCard): Promise<void>;
  remove(subject: string, chat: string): Promise<void>;
}

export interface TimerRow {
  readonly key: string;
  readonly kind: string;
  readonly caseNumber: string | null;
  readonly dueAt: number;
}

export interface TimerStore {
  /** Arms; a key that exists (armed or fired) is left alone, so each (case, kind, due) fires once. */
  arm(row: TimerRow): Promise<void>;
  disarmCase(caseNumber: string): Promise<void>;
  armedOf(caseNumber: string): Promise<readonly TimerRow[]>;
  due(nowMs: number, limit: number): Promise<readonly TimerRow[]>;
  nextDue(): Promise<number | undefined>;
  /** True when this call fired it, false when it was fired or disarmed before. */
  fire(key: string, atMs: number): Promise<boolean>;
}

export interface Grant {
  readonly openId: string;
  readonly role: Role;
  readonly unit: string | null;
}

export interface RosterStore {
  bindings(): Promise<readonly { purpose: string; chat: string }[]>;
  bind(purpose: string, chat: string): Promise<void>;
  unbind(purpose: string): Promise<void>;
  grants(): Promise<readonly Grant[]>;
  grant(grant: Grant): Promise<void>;
  revoke(grant: Grant): Promise<boolean>;
  people(): Promise<readonly { openId: string; name: string }[]>;
  putPerson(person: { openId: string; name: string }): Promise<void>;
  members(chat: string): Promise<readonly string[]>;
  setMembers(chat: string, openIds: readonly string[]): Promise<void>;
  addMember(chat: string, openId: string): Promise<void>;
  removeMember(chat: string, openId: string): Promise<void>;
  /** Grows with every change of bindings, grants or names; lets a process keep the roster in memory. */
  version(): Promise<number>;
}

export interface TokenStore {
  add(token: { hash: string; scope: string; createdAt: number }): Promise<void>;
  scopeOf(hash: string): Promise<string | undefined>;
}

/** One-time links and codes: reveal pages, token pages, the first administrator's code. */
export interface TicketStore {
  add(ticket: { hash: string; kind: string; payload: string; expiresAt: number }): Promise<void>;
  /** Takes it: a second call finds nothing. */
  take(hash: string, kind: string): Promise<{ payload: string; expiresAt: number } | undefined>;
  prune(beforeMs: number): Promise<void>;
}

export interface MetaStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
}

export interface Stores {
  readonly inbox: InboxStore;
  readonly cases: CaseStore;
  readonly log: LogStore;
  readonly settingsLog: SettingsLogStore;
  readonly outbox: OutboxStore;
  readonly cards: CardStore;
  readonly timers: TimerStore;
  readonly roster: RosterStore;
  readonly tokens: TokenStore;
  readonly tickets: TicketStore;
  readonly meta: MetaStore;
}

/**
 * The truth. `write` runs one unit of work: all of it is durable when the promise resolves, none of it when it
 * rejects. A unit may await nothing but its stores. A `write` inside a `write` joins it. `read` sees committed facts.
 */
export interface Storage {
  write<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  readonly read: Stores;
  /** Applies pending migrations under a lock; returns their names. */
  migrate(): Promise<readonly string[]>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
