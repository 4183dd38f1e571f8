import { type Policy, ROLES, type Role, type Unit, type Words } from '../../domain/policy';
import type { Grant, Stores } from '../../ports/storage';
import { unitShort } from './case-view';

/** Everybody who holds a post; for commands that staff may use and outsiders may not. */
export const ALL_STAFF: readonly Role[] = ROLES;

export function unitWords(policy: Policy, code: string): Words {
  const unit = policy.units.find((known) => known.code === code);
  return unit ? { zh: unit.short, en: unit.name.en } : { zh: code, en: code };
}

/** `派单`, `单位 区住建局`: the words that `绑定` understands again. */
export function purposeWords(policy: Policy, key: string): Words {
  if (key.startsWith('unit:')) {
    const code = key.slice('unit:'.length);
    return { zh: `单位 ${unitShort(policy, code)}`, en: `unit ${code}` };
  }
  return policy.chatPurposes[key] ?? { zh: key, en: key };
}

/** Every purpose a chat can serve, central ones first, then one for each unit that carries cases. */
export function allPurposes(policy: Policy): readonly string[] {
  const central = Object.keys(policy.chatPurposes).filter((key) => key !== 'unit');
  return [...central, ...handlingUnits(policy).map((unit) => `unit:${unit.code}`)];
}

export function handlingUnits(policy: Policy): readonly Unit[] {
  return policy.units.filter((unit) => unit.handles);
}

/** `承办（区住建局）`, `管理员` */
export function grantWords(policy: Policy, grant: Omit<Grant, 'openId'>): Words {
  const role = policy.roles[grant.role];
  if (grant.unit === null) return { zh: role.zh, en: role.en };
  const unit = unitWords(policy, grant.unit);
  return { zh: `${role.zh}（${unit.zh}）`, en: `${role.en} (${unit.en})` };
}

/** Where the name of a chat is kept once the platform was asked for it (task `sync-chat`). */
export function chatNameKey(chat: string): string {
  return `chat-name:${chat}`;
}

/** A chat as people know it; its id where the name is not known yet. */
export async function chatName(stores: Stores, chat: string): Promise<string> {
  const name = await stores.meta.get(chatNameKey(chat));
  return name === undefined || name === '' ? chat : `“${name}”`;
}

export function listWords(all: readonly Words[]): Words {
  return { zh: all.map((words) => words.zh).join('、'), en: all.map((words) => words.en).join(', ') };
}

/** The first few of many names, and how many more there are. */
export function someOf(names: readonly string[], atMost: number): string {
  if (names.length <= atMost) return names.join('、');
  return `${names.slice(0, atMost).join('、')} 等 ${names.length} 个`;
}
