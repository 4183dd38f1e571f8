import type { Role } from '../../domain/policy';
import type { RosterStore } from '../../ports/storage';
import { numberOf, type Sql, textOf } from '../sql';

/** A grant without a unit stores '' because key columns are never null. */
const NO_UNIT = '';

export function rosterStore(sql: Sql): RosterStore {
  const grow = async () => {
    const changed = await sql.run("UPDATE counter SET value = value + 1 WHERE name = 'roster'");
    if (changed === 0) await sql.run(`${sql.dialect.insertIgnore} INTO counter (name, value) VALUES ('roster', 1)`);
  };
  return {
    async bindings() {
      const rows = await sql.all('SELECT purpose, chat FROM binding ORDER BY purpose');
      return rows.map((row) => ({ purpose: textOf(row, 'purpose'), chat: textOf(row, 'chat') }));
    },
    async bind(purpose, chat) {
      await sql.run(
        `INSERT INTO binding (purpose, chat) VALUES (?, ?)${sql.dialect.onConflictUpdate(['purpose'], ['chat'])}`,
        [purpose, chat],
      );
      await grow();
    },
    async unbind(purpose) {
      await sql.run('DELETE FROM binding WHERE purpose = ?', [purpose]);
      await grow();
    },
    async grants() {
      const rows = await sql.all('SELECT open_id, role, unit FROM role_grant ORDER BY position, open_id');
      return rows.map((row) => ({
        openId: textOf(row, 'open_id'),
        role: textOf(row, 'role') as Role,
        unit: textOf(row, 'unit') === NO_UNIT ? null : textOf(row, 'unit'),
      }));
    },
    async grant(grant) {
      const last = await sql.get('SELECT COALESCE(MAX(position), 0) AS n FROM role_grant');
      await sql.run(`${sql.dialect.insertIgnore} INTO role_grant (open_id, role, unit, position) VALUES (?, ?, ?, ?)`, [
        grant.openId,
        grant.role,
        grant.unit ?? NO_UNIT,
        (last ? numberOf(last, 'n') : 0) + 1,
      ]);
      await grow();
    },
    async revoke(grant) {
      const changed = await sql.run('DELETE FROM role_grant WHERE open_id = ? AND role = ? AND unit = ?', [
        grant.openId,
        grant.role,
        grant.unit ?? NO_UNIT,
      ]);
      await grow();
      return changed > 0;
    },
    async people() {
      const rows = await sql.all('SELECT open_id, name FROM person');
      return rows.map((row) => ({ openId: textOf(row, 'open_id'), name: textOf(row, 'name') }));
    },
    async putPerson(person) {
      await sql.run(
        `INSERT INTO person (open_id, name) VALUES (?, ?)${sql.dialect.onConflictUpdate(['open_id'], ['name'])}`,
        [person.openId, person.name],
      );
      await grow();
    },
    async members(chat) {
      return (await sql.all('SELECT open_id FROM chat_member WHERE chat = ? ORDER BY open_id', [chat])).map((row) =>
        textOf(row, 'open_id'),
      );
    },
    async setMembers(chat, openIds) {
      await sql.run('DELETE FROM chat_member WHERE chat = ?', [chat]);
      for (const openId of openIds) await this.addMember(chat, openId);
    },
    async addMember(chat, openId) {
      await sql.run(`${sql.dialect.insertIgnore} INTO chat_member (chat, open_id) VALUES (?, ?)`, [chat, openId]);
    },
    async removeMember(chat, openId) {
      await sql.run('DELETE FROM chat_member WHERE chat = ? AND open_id = ?', [chat, openId]);
    },
    async version() {
      const row = await sql.get("SELECT value FROM counter WHERE name = 'roster'");
      return row ? numberOf(row, 'value') : 0;
    },
  };
}
