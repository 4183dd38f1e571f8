import { randomBytes } from 'node:crypto';

/** A fresh platform id such as `om_3f…`: the prefix says what it names, 32 hex digits make it unique. */
export function newId(prefix: string): string {
  return `${prefix}${randomBytes(16).toString('hex')}`;
}

/** The union id the platform would show for a person: stable, and different from the open_id. */
export function unionIdOf(openId: string): string {
  return openId.replace(/^ou_/, 'on_');
}
