import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';

type Kind = 'id' | 'key' | 'word' | 'instant' | 'count' | 'body';
interface Column {
  readonly kind: Kind;
  readonly nullable?: boolean;
  readonly primary?: boolean;
}

const key: Column = { kind: 'key', primary: true };
const word: Column = { kind: 'word' };
const wordOrNull: Column = { kind: 'word', nullable: true };
const instant: Column = { kind: 'instant' };
const instantOrNull: Column = { kind: 'instant', nullable: true };
const count: Column = { kind: 'count' };
const body: Column = { kind: 'body' };
const bodyOrNull: Column = { kind: 'body', nullable: true };
const id: Column = { kind: 'id', primary: true };

/** Everything the first district needs. Instants are epoch milliseconds; states are words; JSON is text. */
const TABLES: Readonly<Record<string, Readonly<Record<string, Column>>>> = {
  meta: { name: key, value: body },
  inbox: {
    id: key,
    alt_id: wordOrNull,
    kind: word,
    status: word,
    payload: bodyOrNull,
    result: bodyOrNull,
    received_at: instant,
    not_before: instant,
    done_at: instantOrNull,
    attempts: count,
  },
  case_file: {
    number: key,
    version: count,
    status: word,
    channel: word,
    unit: wordOrNull,
    lead_unit: word,
    assignee: wordOrNull,
    source_id: wordOrNull,
    received_at: instant,
    subject: body,
    state: body,
    wrapped_key: word,
    cipher: body,
    tracking_hash: word,
    phone_hash: wordOrNull,
    name_hash: wordOrNull,
    print: word,
    log_seq: count,
    log_head: word,
  },
  case_text: { case_number: key, ref: key, cipher: body },
  case_log: { id, case_number: word, seq: count, type: word, at: instant, body, hash: word },
  case_clock: {
    case_number: key,
    kind: key,
    rule: word,
    unit: word,
    lead_unit: word,
    due_at: instant,
    stopped_at: instantOrNull,
  },
  counter: { name: key, value: count },
  seal: { id, upto_log_id: count, at: instant, digest: word },
  settings_log: { id, body, hash: word },
  outbox: {
    id,
    lane: word,
    kind: word,
    chat: word,
    subject: wordOrNull,
    payload: bodyOrNull,
    uuid: word,
    status: word,
    priority: count,
    attempts: count,
    first_try_at: instantOrNull,
    shown: { kind: 'count', nullable: true },
    not_before: instant,
    created_at: instant,
    lease_until: instantOrNull,
    leased_by: wordOrNull,
    done_at: instantOrNull,
    note: bodyOrNull,
  },
  live_card: { subject: key, chat: key, message_id: word, posted_at: instant, shown: count, replaces: instantOrNull },
  timer: { id: key, kind: word, case_number: wordOrNull, due_at: instant, fired_at: instantOrNull },
  binding: { purpose: key, chat: word },
  role_grant: { open_id: key, role: key, unit: key, position: count },
  person: { open_id: key, name: word },
  chat_member: { chat: key, open_id: key },
  token: { hash: key, scope: word, created_at: instant },
  ticket: { hash: key, kind: word, payload: body, expires_at: instant },
};

const INDEXES: readonly { table: string; columns: readonly string[]; unique?: boolean }[] = [
  { table: 'inbox', columns: ['alt_id'], unique: true },
  { table: 'inbox', columns: ['status', 'not_before'] },
  { table: 'inbox', columns: ['received_at'] },
  { table: 'case_file', columns: ['channel', 'source_id'], unique: true },
  { table: 'case_file', columns: ['status', 'received_at'] },
  { table: 'case_file', columns: ['unit', 'status', 'received_at'] },
  { table: 'case_file', columns: ['lead_unit', 'status', 'received_at'] },
  { table: 'case_file', columns: ['assignee', 'status'] },
  { table: 'case_file', columns: ['received_at'] },
  { table: 'case_file', columns: ['phone_hash', 'received_at'] },
  { table: 'case_file', columns: ['tracking_hash'], unique: true },
  { table: 'case_log', columns: ['case_number', 'seq'], unique: true },
  { table: 'case_log', columns: ['type', 'at'] },
  { table: 'case_clock', columns: ['due_at'] },
  { table: 'case_clock', columns: ['stopped_at', 'due_at'] },
  { table: 'outbox', columns: ['status', 'lane', 'id'] },
  { table: 'outbox', columns: ['chat', 'subject', 'status'] },
  { table: 'live_card', columns: ['message_id'] },
  { table: 'timer', columns: ['fired_at', 'due_at'] },
  { table: 'timer', columns: ['case_number', 'fired_at'] },
];

/**
 * Small rows that are only ever asked for by their key: SQLite keeps them in the key's own tree instead of a table and
 * an index. MySQL does so by itself.
 */
const KEYED = [
  'meta',
  'case_text',
  'case_clock',
  'counter',
  'live_card',
  'timer',
  'binding',
  'role_grant',
  'person',
  'chat_member',
  'token',
  'ticket',
];

/** MySQL needs lengths on indexed text and a longer type for JSON; SQLite takes both as they are. */
function typeOf(column: Column, server: boolean): { type: string; length?: string } {
  switch (column.kind) {
    case 'id':
      return { type: server ? 'bigint' : 'integer' };
    case 'key':
    case 'word':
      return { type: 'varchar', length: '191' };
    case 'instant':
      return { type: 'bigint' };
    case 'count':
      return { type: server ? 'int' : 'integer' };
    case 'body':
      return { type: server ? 'mediumtext' : 'text' };
  }
}

export class FirstDistrict0001 implements MigrationInterface {
  readonly name = 'FirstDistrict1767225600001';

  async up(runner: QueryRunner): Promise<void> {
    const server = runner.connection.options.type !== 'better-sqlite3';
    for (const [name, columns] of Object.entries(TABLES)) {
      await runner.createTable(
        new Table({
          name,
          withoutRowid: KEYED.includes(name),
          columns: Object.entries(columns).map(([column, shape]) => ({
            name: column,
            ...typeOf(shape, server),
            isPrimary: shape.primary === true,
            isNullable: shape.nullable === true,
            isGenerated: shape.kind === 'id',
            ...(shape.kind === 'id' ? { generationStrategy: 'increment' as const } : {}),
          })),
        }),
      );
    }
    for (const { table, columns, unique } of INDEXES) {
      await runner.createIndex(
        table,
        new TableIndex({
          name: `ix_${table}_${columns.join('_')}`,
          columnNames: [...columns],
          isUnique: unique === true,
        }),
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(TABLES).reverse()) await runner.dropTable(name, true);
  }
}
