import type { LogEntry } from '../../domain/case';
import type { LogStore, Seal, SettingsLogStore } from '../../ports/storage';
import { numberOf, type Sql, type SqlRow, textOf } from '../sql';

/** The body is what the product wrote and chained; a changed one is found by `audit verify`, not here. */
function entryOf(row: SqlRow): LogEntry {
  return JSON.parse(textOf(row, 'body')) as LogEntry;
}

function toSeal(row: SqlRow): Seal {
  return {
    id: numberOf(row, 'id'),
    uptoLogId: numberOf(row, 'upto_log_id'),
    at: numberOf(row, 'at'),
    digest: textOf(row, 'digest'),
  };
}

export function logStore(sql: Sql): LogStore {
  return {
    async append(caseNumber, entry, body, hash) {
      await sql.run('INSERT INTO case_log (case_number, seq, type, at, body, hash) VALUES (?, ?, ?, ?, ?, ?)', [
        caseNumber,
        entry.seq,
        entry.type,
        entry.at,
        body,
        hash,
      ]);
    },
    async of(caseNumber) {
      return (await sql.all('SELECT body FROM case_log WHERE case_number = ? ORDER BY seq', [caseNumber])).map(entryOf);
    },
    async byType(type, fromMs, toMs) {
      const rows = await sql.all(
        'SELECT case_number, body FROM case_log WHERE type = ? AND at >= ? AND at < ? ORDER BY at, id',
        [type, fromMs, toMs],
      );
      return rows.map((row) => ({ caseNumber: textOf(row, 'case_number'), entry: entryOf(row) }));
    },
    async rawAfter(id, limit) {
      const rows = await sql.all(
        'SELECT id, case_number, seq, body, hash FROM case_log WHERE id > ? ORDER BY id LIMIT ?',
        [id, limit],
      );
      return rows.map((row) => ({
        id: numberOf(row, 'id'),
        caseNumber: textOf(row, 'case_number'),
        seq: numberOf(row, 'seq'),
        body: textOf(row, 'body'),
        hash: textOf(row, 'hash'),
      }));
    },
    async heads(afterNumber, limit) {
      const rows = await sql.all(
        'SELECT number, log_seq, log_head FROM case_file WHERE number > ? ORDER BY number LIMIT ?',
        [afterNumber, limit],
      );
      return rows.map((row) => ({
        number: textOf(row, 'number'),
        logSeq: numberOf(row, 'log_seq'),
        logHead: textOf(row, 'log_head'),
      }));
    },
    async seals() {
      return (await sql.all('SELECT * FROM seal ORDER BY id')).map(toSeal);
    },
    async lastSeal() {
      const row = await sql.get('SELECT * FROM seal ORDER BY id DESC LIMIT 1');
      return row && toSeal(row);
    },
    async addSeal(seal) {
      await sql.run('INSERT INTO seal (upto_log_id, at, digest) VALUES (?, ?, ?)', [
        seal.uptoLogId,
        seal.at,
        seal.digest,
      ]);
    },
  };
}

export function settingsLogStore(sql: Sql): SettingsLogStore {
  return {
    async append(body, hash) {
      await sql.run('INSERT INTO settings_log (body, hash) VALUES (?, ?)', [body, hash]);
    },
    async last() {
      const row = await sql.get(`SELECT id, hash FROM settings_log ORDER BY id DESC LIMIT 1${sql.dialect.forUpdate}`);
      return row && { id: numberOf(row, 'id'), hash: textOf(row, 'hash') };
    },
    async after(id, limit) {
      const rows = await sql.all('SELECT id, body, hash FROM settings_log WHERE id > ? ORDER BY id LIMIT ?', [
        id,
        limit,
      ]);
      return rows.map((row) => ({ id: numberOf(row, 'id'), body: textOf(row, 'body'), hash: textOf(row, 'hash') }));
    },
  };
}
