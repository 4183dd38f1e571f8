import { randomInt } from 'node:crypto';
import type { App } from './context';

/** Read aloud without doubt: no 0/O, 1/I/L. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 10;
const CODE_VALID_MS = 365 * 86_400_000;
/** Codes are one-time, but a restart prints a new one: the older ones end with it. */
const CODE_KIND = 'claim-admin';

/**
 * Grants the administrators the settings name; while there is none at all, prints a one-time code with which the
 * first person can claim the post (contract §1).
 */
export async function ensureFirstAdmin(
  app: App,
  admins: readonly string[],
  tell: (line: string) => void,
): Promise<void> {
  const code = Array.from({ length: CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const needed = await app.storage.write(async (stores) => {
    for (const openId of admins) await stores.roster.grant({ openId, role: 'admin', unit: null });
    const grants = await stores.roster.grants();
    if (grants.some((grant) => grant.role === 'admin')) return false;
    const { now } = await app.desks.at(stores);
    await stores.tickets.add({
      hash: app.vault.fingerprint('ticket', code),
      kind: CODE_KIND,
      payload: '{}',
      expiresAt: now + CODE_VALID_MS,
    });
    return true;
  });
  if (needed)
    tell(
      `还没有管理员：请在与机器人的单聊中发送“认领管理员 ${code}” / no administrator yet: send "claim-admin ${code}" to the bot in a direct chat`,
    );
}
