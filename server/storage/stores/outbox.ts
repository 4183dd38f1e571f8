import type { OutboxKind, OutboxRow, OutboxStore } from '../../ports/storage';
import { numberOf, numberOrNull, type Sql, type SqlRow, textOf, textOrNull } from '../sql';

function toRow(row: SqlRow): OutboxRow {
  return {
    id: numberOf(row, 'id'),
    lane: textOf(row, 'lane'),
    kind: textOf(row, 'kind') as OutboxKind,
    chat: textOf(row, 'chat'),
    subject: textOrNull(row, 'subject'),
    payload: textOrNull(row, 'payload'),
    uuid: textOf(row, 'uuid'),
    priority: numberOf(row, 'priority'),
    attempts: numberOf(row, 'attempts'),
    firstTryAt: numberOrNull(row, 'first_try_at'),
    shown: numberOrNull(row, 'shown'),
    notBefore: numberOf(row, 'not_before'),
    createdAt: numberOf(row, 'created_at'),
  };
}

/**
 * The lowest waiting id of each lane, found by hopping from lane to lane along the index: a burst leaves thousands of
 * rows in one lane, and a GROUP BY would read them all at every look.
 */
const HEADS = `WITH RECURSIVE lanes (lane) AS (
    SELECT MIN(lane) FROM outbox WHERE status = 'waiting'
    UNION ALL
    SELECT (SELECT MIN(n.lane) FROM outbox n WHERE n.status = 'waiting' AND n.lane > lanes.lane) FROM lanes WHERE lanes.lane IS NOT NULL
  ), heads (id) AS (
    SELECT (SELECT MIN(h.id) FROM outbox h WHERE h.status = 'waiting' AND h.lane = lanes.lane) FROM lanes WHERE lanes.lane IS NOT NULL
  )`;

export function outboxStore(sql: Sql): OutboxStore {
  return {
    async add(row) {
      await sql.run(
        `INSERT INTO outbox (lane, kind, chat, subject, payload, uuid, status, priority, attempts, not_before, created_at)
         VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, 0, 0, ?)`,
        [row.lane, row.kind, row.chat, row.subject, row.payload, row.uuid, row.priority, row.createdAt],
      );
    },
    async hasWaiting(chat, subject) {
      const row = await sql.get(
        "SELECT 1 AS one FROM outbox WHERE chat = ? AND subject = ? AND status = 'waiting' AND kind = 'live' AND leased_by IS NULL LIMIT 1",
        [chat, subject],
      );
      return row !== undefined;
    },
    async claim(worker, nowMs, leaseUntilMs, limit) {
      // The head of each lane is its lowest waiting id; a held or deferred head holds its whole lane back.
      const rows = await sql.all(
        `${HEADS} SELECT o.* FROM heads JOIN outbox o ON o.id = heads.id
         WHERE o.not_before <= ? AND (o.lease_until IS NULL OR o.lease_until < ?) ORDER BY o.priority DESC, o.id LIMIT ?${sql.dialect.skipLocked}`,
        [nowMs, nowMs, limit],
      );
      for (const row of rows) {
        await sql.run('UPDATE outbox SET leased_by = ?, lease_until = ? WHERE id = ?', [
          worker,
          leaseUntilMs,
          numberOf(row, 'id'),
        ]);
      }
      return rows.map(toRow);
    },
    async begin(id, atMs, shown) {
      await sql.run(
        'UPDATE outbox SET attempts = attempts + 1, first_try_at = COALESCE(first_try_at, ?), shown = COALESCE(shown, ?) WHERE id = ?',
        [atMs, shown, id],
      );
    },
    async finish(id, status, note, atMs) {
      await sql.run(
        'UPDATE outbox SET status = ?, note = ?, payload = NULL, done_at = ?, leased_by = NULL, lease_until = NULL WHERE id = ?',
        [status, note, atMs, id],
      );
    },
    async retry(id, notBeforeMs, note) {
      await sql.run('UPDATE outbox SET not_before = ?, note = ?, leased_by = NULL, lease_until = NULL WHERE id = ?', [
        notBeforeMs,
        note,
        id,
      ]);
    },
    async release(worker) {
      await sql.run(
        "UPDATE outbox SET leased_by = NULL, lease_until = NULL WHERE leased_by = ? AND status = 'waiting'",
        [worker],
      );
    },
    async waiting() {
      const row = await sql.get("SELECT COUNT(*) AS n FROM outbox WHERE status = 'waiting'");
      return row ? numberOf(row, 'n') : 0;
    },
    async callsSince(sinceMs) {
      // The newest rows only: a minute's calls are a thousand at the most.
      const rows = await sql.all(
        `SELECT lane, chat, COALESCE(done_at, first_try_at) AS at FROM outbox
         WHERE id > (SELECT COALESCE(MAX(id), 0) FROM outbox) - 4000 AND COALESCE(done_at, first_try_at) >= ? AND status <> 'skipped'`,
        [sinceMs],
      );
      return rows.map((row) => ({ lane: textOf(row, 'lane'), chat: textOf(row, 'chat'), at: numberOf(row, 'at') }));
    },
    async nextAt(nowMs) {
      const row = await sql.get(
        `${HEADS} SELECT MIN(CASE WHEN o.lease_until IS NOT NULL AND o.lease_until >= ? THEN o.lease_until + 1 ELSE o.not_before END) AS at
         FROM heads JOIN outbox o ON o.id = heads.id`,
        [nowMs],
      );
      return row === undefined || row.at === null ? undefined : numberOf(row, 'at');
    },
    async dead(limit) {
      const rows = await sql.all("SELECT * FROM outbox WHERE status = 'dead' ORDER BY id DESC LIMIT ?", [limit]);
      return rows.map((row) => ({
        id: numberOf(row, 'id'),
        chat: textOf(row, 'chat'),
        kind: textOf(row, 'kind'),
        subject: textOrNull(row, 'subject'),
        note: textOrNull(row, 'note'),
        at: numberOf(row, 'done_at'),
      }));
    },
    async prune(beforeMs) {
      return sql.run("DELETE FROM outbox WHERE status IN ('sent', 'skipped') AND done_at < ?", [beforeMs]);
    },
  };
}
