import { plainText } from './keyword-index';
import { type Channel, type Policy, ROLES, type Role, type Unit, type UnitLevel } from './policy';

/** What a person's words stand for: one thing, several to choose from, or nothing known. */
export type Lookup<T> =
  | { readonly kind: 'one'; readonly value: T }
  | { readonly kind: 'many'; readonly candidates: readonly T[] }
  | { readonly kind: 'none' };

/** A chat purpose with its key of the contract (`dispatch`, `unit:housing`, `group:citizen`) and its words. */
export interface Purpose {
  readonly key: string;
  readonly unit?: Unit;
}

interface Naming<T> {
  readonly value: T;
  readonly names: readonly string[];
}

/**
 * Finds a unit by code, full name, short name or alias; else by a part of one of them (two characters or more).
 * Case, width and spaces do not matter, and a leading 莱山区, 区 or 莱山 may be left out.
 * @param levels limits the search, e.g. to streets
 */
export function findUnit(policy: Policy, words: string, levels?: readonly UnitLevel[]): Lookup<Unit> {
  const units = levels === undefined ? policy.units : policy.units.filter((unit) => levels.includes(unit.level));
  return lookUp(
    units.map((unit) => ({
      value: unit,
      names: [unit.code, unit.name.zh, unit.name.en, unit.short, ...unit.aliases].flatMap(withoutDistrict),
    })),
    words,
  );
}

/** Finds a channel or sub-channel by code, name or alias, else by a part of one. */
export function findChannel(policy: Policy, words: string): Lookup<Channel> {
  return lookUp(
    policy.channels.map((channel) => ({
      value: channel,
      names: [channel.code, channel.name.zh, channel.name.en, ...channel.aliases],
    })),
    words,
  );
}

/** Finds a role by code or by the pack's word for it; endings people add (承办人, 督查员, 牵头单位) are accepted. */
export function findRole(policy: Policy, words: string): Lookup<Role> {
  const roles = ROLES.map((role) => {
    const { zh, en } = policy.roles[role];
    return { value: role, names: [role, en, zh, ...['人', '人员', '员', '单位', '成员'].map((end) => zh + end)] };
  });
  return lookUp(roles, words);
}

/**
 * Finds a chat purpose: a code or its word (`dispatch`, 派单), or `unit:<code>` / `单位 <name or code>`.
 * An ambiguous unit gives one candidate for each unit.
 */
export function findPurpose(policy: Policy, words: string): Lookup<Purpose> {
  const unitWords = unitPart(policy, words);
  if (unitWords !== undefined) return mapLookup(findUnit(policy, unitWords), purposeOfUnit);
  const purposes = Object.entries(policy.chatPurposes)
    .filter(([key]) => key !== 'unit')
    .map(([key, word]) => ({ value: { key }, names: [key, word.zh, word.en] }));
  return lookUp(purposes, words);
}

/** The unit named after `unit:`, `unit ` or 单位; undefined when the words are no unit purpose. */
function unitPart(policy: Policy, words: string): string | undefined {
  const heads = ['unit', policy.chatPurposes.unit?.zh ?? '单位'];
  const flat = words.normalize('NFKC').trim();
  for (const head of heads) {
    if (!flat.toLowerCase().startsWith(head)) continue;
    const rest = flat.slice(head.length);
    // "unit" itself needs a separator (units…), the Chinese word does not (单位住建局).
    if (head === 'unit' && !/^[:\s]/.test(rest)) continue;
    return rest.replace(/^[:\s]+/, '');
  }
  return undefined;
}

function purposeOfUnit(unit: Unit): Purpose {
  return { key: `unit:${unit.code}`, unit };
}

function withoutDistrict(name: string): readonly string[] {
  const bare = name.replace(/^(莱山区|区)/, '');
  return bare === name ? [name] : [name, bare];
}

/** Exact names first; only when none fits, names that contain the words. */
function lookUp<T>(all: readonly Naming<T>[], words: string): Lookup<T> {
  const wanted = plainText(words);
  if (wanted === '') return { kind: 'none' };
  const exact = all.filter(({ names }) => names.some((name) => plainText(name) === wanted));
  if (exact.length > 0 || wanted.length < 2) return asLookup(exact);
  return asLookup(all.filter(({ names }) => names.some((name) => plainText(name).includes(wanted))));
}

function asLookup<T>(found: readonly Naming<T>[]): Lookup<T> {
  const [first, ...rest] = found;
  if (first === undefined) return { kind: 'none' };
  return rest.length === 0
    ? { kind: 'one', value: first.value }
    : { kind: 'many', candidates: found.map((f) => f.value) };
}

function mapLookup<A, B>(found: Lookup<A>, map: (value: A) => B): Lookup<B> {
  if (found.kind === 'one') return { kind: 'one', value: map(found.value) };
  if (found.kind === 'many') return { kind: 'many', candidates: found.candidates.map(map) };
  return found;
}
