import { DuplicateError, type InboxRow, type InboxStatus, type InboxStore } from '../../ports/storage';
import { numberOf, type Sql, type SqlRow, textOf, textOrNull } from '../sql';

function toRow(row: SqlRow): InboxRow {
  return {
    id: textOf(row, 'id'),
    kind: textOf(row, 'kind'),
    status: textOf(row, 'status') as InboxStatus,
    payload: textOrNull(row, 'payload'),
    result: textOrNull(row, 'result'),
    receivedAt: numberOf(row, 'received_at'),
    attempts: numberOf(row, 'attempts'),
  };
}

export function inboxStore(sql: Sql): InboxStore {
  return {
    async add(row) {
      try {
        await sql.run(
          'INSERT INTO inbox (id, alt_id, kind, status, payload, result, received_at, not_before, attempts) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)',
          [row.id, row.altId ?? null, row.kind, row.status, row.payload, row.result, row.receivedAt],
        );
        return true;
      } catch (error) {
        if (error instanceof DuplicateError) return false;
        throw error;
      }
    },
    async find(id) {
      const row = await sql.get('SELECT * FROM inbox WHERE id = ?', [id]);
      return row && toRow(row);
    },
    async pending(nowMs, limit) {
      const rows = await sql.all(
        `SELECT * FROM inbox WHERE status = 'pending' AND not_before <= ? ORDER BY received_at, id LIMIT ?${sql.dialect.skipLocked}`,
        [nowMs, limit],
      );
      return rows.map(toRow);
    },
    async nextPendingAt() {
      const row = await sql.get("SELECT MIN(not_before) AS at FROM inbox WHERE status = 'pending'");
      return row?.at === null || row === undefined ? undefined : numberOf(row, 'at');
    },
    async finish(id, status, result, atMs) {
      // The payload may quote a person: it goes as soon as its work is done.
      await sql.run('UPDATE inbox SET status = ?, result = ?, payload = NULL, done_at = ? WHERE id = ?', [
        status,
        result,
        atMs,
        id,
      ]);
    },
    async defer(id, notBeforeMs) {
      await sql.run('UPDATE inbox SET attempts = attempts + 1, not_before = ? WHERE id = ?', [notBeforeMs, id]);
    },
    async prune(sort, beforeMs) {
      const kinds = sort === 'event' ? "kind NOT IN ('click', 'intake')" : 'kind = ?';
      const params = sort === 'event' ? [beforeMs] : [beforeMs, sort];
      return sql.run(`DELETE FROM inbox WHERE received_at < ? AND status <> 'pending' AND ${kinds}`, params);
    },
  };
}
