import type {
  CardStore,
  LiveCard,
  MetaStore,
  TicketStore,
  TimerRow,
  TimerStore,
  TokenStore,
} from '../../ports/storage';
import { numberOf, numberOrNull, type Sql, type SqlRow, textOf, textOrNull } from '../sql';

function toLive(row: SqlRow): LiveCard {
  return {
    subject: textOf(row, 'subject'),
    chat: textOf(row, 'chat'),
    messageId: textOf(row, 'message_id'),
    postedAt: numberOf(row, 'posted_at'),
    shown: numberOf(row, 'shown'),
    replaces: numberOrNull(row, 'replaces'),
  };
}

export function cardStore(sql: Sql): CardStore {
  return {
    async find(subject, chat) {
      const row = await sql.get('SELECT * FROM live_card WHERE subject = ? AND chat = ?', [subject, chat]);
      return row && toLive(row);
    },
    async ofSubject(subject) {
      return (await sql.all('SELECT * FROM live_card WHERE subject = ? ORDER BY chat', [subject])).map(toLive);
    },
    async byMessage(messageId) {
      const row = await sql.get('SELECT * FROM live_card WHERE message_id = ?', [messageId]);
      return row && toLive(row);
    },
    async withPrefix(prefix, chat) {
      // '~' sorts after every character a subject may hold.
      return (
        await sql.all('SELECT * FROM live_card WHERE subject >= ? AND subject < ? AND chat = ? ORDER BY subject', [
          prefix,
          `${prefix}~`,
          chat,
        ])
      ).map(toLive);
    },
    async put(card) {
      await sql.run(
        `INSERT INTO live_card (subject, chat, message_id, posted_at, shown, replaces) VALUES (?, ?, ?, ?, ?, ?)${sql.dialect.onConflictUpdate(
          ['subject', 'chat'],
          ['message_id', 'posted_at', 'shown', 'replaces'],
        )}`,
        [card.subject, card.chat, card.messageId, card.postedAt, card.shown, card.replaces],
      );
    },
    async remove(subject, chat) {
      await sql.run('DELETE FROM live_card WHERE subject = ? AND chat = ?', [subject, chat]);
    },
  };
}

function toTimer(row: SqlRow): TimerRow {
  return {
    key: textOf(row, 'id'),
    kind: textOf(row, 'kind'),
    caseNumber: textOrNull(row, 'case_number'),
    dueAt: numberOf(row, 'due_at'),
  };
}

/** `fired_at` of an armed timer is 0, so that one index serves both "what is due" and "what is next". */
const ARMED = 0;

export function timerStore(sql: Sql): TimerStore {
  return {
    async arm(row) {
      await sql.run(
        `${sql.dialect.insertIgnore} INTO timer (id, kind, case_number, due_at, fired_at) VALUES (?, ?, ?, ?, ?)`,
        [row.key, row.kind, row.caseNumber, row.dueAt, ARMED],
      );
    },
    async disarmCase(caseNumber) {
      await sql.run('DELETE FROM timer WHERE case_number = ? AND fired_at = ?', [caseNumber, ARMED]);
    },
    async armedOf(caseNumber) {
      return (await sql.all('SELECT * FROM timer WHERE case_number = ? AND fired_at = ?', [caseNumber, ARMED])).map(
        toTimer,
      );
    },
    async due(nowMs, limit) {
      const rows = await sql.all('SELECT * FROM timer WHERE fired_at = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?', [
        ARMED,
        nowMs,
        limit,
      ]);
      return rows.map(toTimer);
    },
    async nextDue() {
      const row = await sql.get('SELECT MIN(due_at) AS at FROM timer WHERE fired_at = ?', [ARMED]);
      return row === undefined || row.at === null ? undefined : numberOf(row, 'at');
    },
    async fire(key, atMs) {
      return (await sql.run('UPDATE timer SET fired_at = ? WHERE id = ? AND fired_at = ?', [atMs, key, ARMED])) === 1;
    },
  };
}

export function tokenStore(sql: Sql): TokenStore {
  return {
    async add(token) {
      await sql.run('INSERT INTO token (hash, scope, created_at) VALUES (?, ?, ?)', [
        token.hash,
        token.scope,
        token.createdAt,
      ]);
    },
    async scopeOf(hash) {
      const row = await sql.get('SELECT scope FROM token WHERE hash = ?', [hash]);
      return row && textOf(row, 'scope');
    },
  };
}

export function ticketStore(sql: Sql): TicketStore {
  return {
    async add(ticket) {
      await sql.run('INSERT INTO ticket (hash, kind, payload, expires_at) VALUES (?, ?, ?, ?)', [
        ticket.hash,
        ticket.kind,
        ticket.payload,
        ticket.expiresAt,
      ]);
    },
    async take(hash, kind) {
      const row = await sql.get(
        `SELECT payload, expires_at FROM ticket WHERE hash = ? AND kind = ?${sql.dialect.forUpdate}`,
        [hash, kind],
      );
      if (!row) return undefined;
      const taken = await sql.run('DELETE FROM ticket WHERE hash = ?', [hash]);
      return taken === 1 ? { payload: textOf(row, 'payload'), expiresAt: numberOf(row, 'expires_at') } : undefined;
    },
    async prune(beforeMs) {
      await sql.run('DELETE FROM ticket WHERE expires_at < ?', [beforeMs]);
    },
  };
}

export function metaStore(sql: Sql): MetaStore {
  return {
    async get(key) {
      const row = await sql.get('SELECT value FROM meta WHERE name = ?', [key]);
      return row && textOf(row, 'value');
    },
    async set(key, value) {
      await sql.run(
        `INSERT INTO meta (name, value) VALUES (?, ?)${sql.dialect.onConflictUpdate(['name'], ['value'])}`,
        [key, value],
      );
    },
  };
}
