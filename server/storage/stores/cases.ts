import { CaseState } from '../../domain/case';
import { type CaseQuery, type CaseStore, type ClockRow, type StoredCase, VersionConflict } from '../../ports/storage';
import { numberOf, numberOrNull, type Sql, type SqlRow, type SqlValue, textOf } from '../sql';

function toCase(row: SqlRow): StoredCase {
  return {
    state: CaseState.parse(JSON.parse(textOf(row, 'state'))),
    subject: textOf(row, 'subject'),
    wrappedKey: textOf(row, 'wrapped_key'),
    cipher: textOf(row, 'cipher'),
    logSeq: numberOf(row, 'log_seq'),
    logHead: textOf(row, 'log_head'),
  };
}

function toClock(row: SqlRow): ClockRow {
  return {
    caseNumber: textOf(row, 'case_number'),
    kind: textOf(row, 'kind') as ClockRow['kind'],
    rule: textOf(row, 'rule'),
    unit: textOf(row, 'unit'),
    leadUnit: textOf(row, 'lead_unit'),
    dueAt: numberOf(row, 'due_at'),
    stoppedAt: numberOrNull(row, 'stopped_at'),
  };
}

const COLUMNS = 'state, subject, wrapped_key, cipher, log_seq, log_head';

/** `%` and `_` are ordinary characters to people who search. */
function likePattern(words: string): string {
  return `%${words.replace(/[!%_]/g, (found) => `!${found}`)}%`;
}

function where(query: Omit<CaseQuery, 'limit'>): { sql: string; params: SqlValue[] } {
  const parts: string[] = [];
  const params: SqlValue[] = [];
  const add = (part: string, ...values: SqlValue[]) => {
    parts.push(part);
    params.push(...values);
  };
  if (query.status) add(`status IN (${query.status.map(() => '?').join(', ')})`, ...query.status);
  if (query.unit !== undefined) add('unit = ?', query.unit);
  if (query.leadUnit !== undefined) add('lead_unit = ?', query.leadUnit);
  if (query.assignee !== undefined) add('assignee = ?', query.assignee);
  if (query.fromMs !== undefined) add('received_at >= ?', query.fromMs);
  if (query.toMs !== undefined) add('received_at < ?', query.toMs);
  if (query.phoneHash !== undefined) add('phone_hash = ?', query.phoneHash);
  if (query.words !== undefined) add("subject LIKE ? ESCAPE '!'", likePattern(query.words));
  if (query.cursor) {
    const order = query.oldestFirst ? '>' : '<';
    add(
      `(received_at ${order} ? OR (received_at = ? AND number ${order} ?))`,
      query.cursor.receivedAt,
      query.cursor.receivedAt,
      query.cursor.number,
    );
  }
  return { sql: parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '', params };
}

function clockMethods(sql: Sql): Pick<CaseStore, 'putClock' | 'dropClock' | 'clocksDue' | 'clocksRunning'> {
  const put = `INSERT INTO case_clock (case_number, kind, rule, unit, lead_unit, due_at, stopped_at) VALUES (?, ?, ?, ?, ?, ?, ?)${sql.dialect.onConflictUpdate(
    ['case_number', 'kind'],
    ['rule', 'unit', 'lead_unit', 'due_at', 'stopped_at'],
  )}`;
  return {
    async putClock(row) {
      await sql.run(put, [row.caseNumber, row.kind, row.rule, row.unit, row.leadUnit, row.dueAt, row.stoppedAt]);
    },
    async dropClock(number, kind) {
      await sql.run('DELETE FROM case_clock WHERE case_number = ? AND kind = ?', [number, kind]);
    },
    async clocksDue(fromMs, toMs) {
      const rows = await sql.all(
        'SELECT * FROM case_clock WHERE due_at > ? AND due_at <= ? ORDER BY due_at, case_number, kind',
        [fromMs, toMs],
      );
      return rows.map(toClock);
    },
    async clocksRunning(untilMs, limit) {
      const rows = await sql.all(
        'SELECT * FROM case_clock WHERE stopped_at IS NULL AND due_at <= ? ORDER BY due_at, case_number, kind LIMIT ?',
        [untilMs, limit],
      );
      return rows.map(toClock);
    },
  };
}

export function caseStore(sql: Sql): CaseStore {
  const one = async (condition: string, params: readonly SqlValue[]) => {
    const row = await sql.get(`SELECT ${COLUMNS} FROM case_file WHERE ${condition}`, params);
    return row && toCase(row);
  };
  return {
    ...clockMethods(sql),
    async nextNumber(day) {
      const name = `case:${day}`;
      const changed = await sql.run('UPDATE counter SET value = value + 1 WHERE name = ?', [name]);
      if (changed === 0) await sql.run('INSERT INTO counter (name, value) VALUES (?, 1)', [name]);
      const row = await sql.get('SELECT value FROM counter WHERE name = ?', [name]);
      if (!row) throw new Error('the counter row vanished');
      return numberOf(row, 'value');
    },
    async insert(row) {
      const { state } = row;
      await sql.run(
        `INSERT INTO case_file (number, version, status, channel, unit, lead_unit, assignee, source_id, received_at, ${COLUMNS}, tracking_hash, phone_hash, name_hash, print)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          state.number,
          state.version,
          state.status,
          state.channel,
          state.unit ?? null,
          state.leadUnit,
          state.assignee ?? null,
          state.sourceId ?? null,
          state.receivedAt,
          JSON.stringify(state),
          row.subject,
          row.wrappedKey,
          row.cipher,
          row.logSeq,
          row.logHead,
          row.trackingHash,
          row.phoneHash,
          row.nameHash,
          row.print,
        ],
      );
    },
    load: (number) => one(`number = ?${sql.dialect.forUpdate}`, [number]),
    bySource: (channel, sourceId) => one('channel = ? AND source_id = ?', [channel, sourceId]),
    byTracking: (hash) => one('tracking_hash = ?', [hash]),
    async samePhone(phoneHash, sinceMs) {
      const rows = await sql.all(
        'SELECT number, print FROM case_file WHERE phone_hash = ? AND received_at >= ? ORDER BY received_at DESC LIMIT 50',
        [phoneHash, sinceMs],
      );
      return rows.map((row) => ({ number: textOf(row, 'number'), print: textOf(row, 'print') }));
    },
    async save(state, expected, subject, logSeq, logHead) {
      const changed = await sql.run(
        `UPDATE case_file SET version = ?, status = ?, unit = ?, lead_unit = ?, assignee = ?, state = ?, subject = ?, log_seq = ?, log_head = ?
         WHERE number = ? AND version = ?`,
        [
          state.version,
          state.status,
          state.unit ?? null,
          state.leadUnit,
          state.assignee ?? null,
          JSON.stringify(state),
          subject,
          logSeq,
          logHead,
          state.number,
          expected,
        ],
      );
      if (changed !== 1) throw new VersionConflict(state.number);
    },
    async putText(number, ref, cipher) {
      await sql.run('INSERT INTO case_text (case_number, ref, cipher) VALUES (?, ?, ?)', [number, ref, cipher]);
    },
    async texts(number) {
      const rows = await sql.all('SELECT ref, cipher FROM case_text WHERE case_number = ?', [number]);
      return new Map(rows.map((row) => [textOf(row, 'ref'), textOf(row, 'cipher')]));
    },
    async list(query) {
      const { sql: condition, params } = where(query);
      const order = query.oldestFirst ? 'ASC' : 'DESC';
      const rows = await sql.all(
        `SELECT ${COLUMNS} FROM case_file ${condition} ORDER BY received_at ${order}, number ${order} LIMIT ?`,
        [...params, query.limit],
      );
      return rows.map(toCase);
    },
    async count(query) {
      const { sql: condition, params } = where(query);
      const row = await sql.get(`SELECT COUNT(*) AS n FROM case_file ${condition}`, params);
      return row ? numberOf(row, 'n') : 0;
    },
    async hasAny() {
      return (await sql.get('SELECT 1 AS one FROM case_file LIMIT 1')) !== undefined;
    },
    async totals() {
      const cases = await sql.get('SELECT COUNT(*) AS n FROM case_file');
      const calls = await sql.get("SELECT COUNT(*) AS n FROM case_log WHERE type = 'case.called-again'");
      return { cases: cases ? numberOf(cases, 'n') : 0, calls: calls ? numberOf(calls, 'n') : 0 };
    },
  };
}
