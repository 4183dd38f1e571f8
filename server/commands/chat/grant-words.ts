import { findRole, findUnit } from '../../domain/names';
import type { Role, Unit } from '../../domain/policy';
import { fail, ok, type Result } from '../../domain/result';
import type { Person } from '../../ports/channel';
import type { ChatGiven, Desk } from '../command';
import { ALL_STAFF } from '../views/people';

/** Posts inside a unit, posts that may belong to one, and all others, which belong to the district. */
const UNIT_NEEDED: readonly Role[] = ['handler', 'head', 'lead', 'grid'];
const UNIT_ALLOWED: readonly Role[] = [...UNIT_NEEDED, 'dispatcher', 'follow-up', 'liaison'];

export interface TypedGrant {
  readonly people: readonly Person[];
  readonly role: Role;
  /** Undefined: not named, and not clear from the chat. */
  readonly unit: Unit | undefined;
}

export function needsUnit(role: Role): boolean {
  return UNIT_NEEDED.includes(role);
}

/** `@王五 @李四 承办 住建局` in any order of people and words. A group of one unit stands for the unit left out. */
export function readGrant({ typed, desk }: Pick<ChatGiven, 'typed' | 'desk'>): Result<TypedGrant> {
  if (typed.mentions.length === 0) return fail('grant.nobody');
  const words = wordsOf(typed.rest, typed.mentions);
  if (words.length === 0) return fail('grant.role-missing', { candidates: roleList(desk) });
  const read = readRole(words, desk);
  if (!read.ok) return read;
  const { role, rest } = read.value;
  const unitWords = rest.join(' ');
  if (unitWords === '')
    return ok({ people: typed.mentions, role, unit: needsUnit(role) ? unitOfChat(typed.chatId, desk) : undefined });
  if (!UNIT_ALLOWED.includes(role)) {
    const { zh, en } = desk.policy.roles[role];
    return fail('grant.unit-not-for-role', { role: zh, roleEn: en, unit: unitWords.slice(0, 40) });
  }
  const unit = readUnit(unitWords, role, desk);
  return unit.ok ? ok({ people: typed.mentions, role, unit: unit.value }) : unit;
}

/** Mentions stand in the text as `@{open_id}`. */
function wordsOf(rest: string, mentions: readonly Person[]): readonly string[] {
  let text = rest;
  for (const { openId, name } of mentions) {
    text = text.replaceAll(`@{${openId}}`, ' ').replaceAll(`@${openId}`, ' ');
    if (name !== '') text = text.replaceAll(`@${name}`, ' ');
  }
  return text
    .normalize('NFKC')
    .split(/[\s,、:]+/)
    .filter((word) => word !== '');
}

interface ReadRole {
  readonly role: Role;
  readonly rest: readonly string[];
}

/** The role comes first, or last; English roles may take several words, so the longest that fits is taken. */
function readRole(words: readonly string[], desk: Desk): Result<ReadRole> {
  for (let count = words.length; count > 0; count -= 1) {
    const first = findRole(desk.policy, words.slice(0, count).join(' '));
    if (first.kind === 'one') return ok({ role: first.value, rest: words.slice(count) });
  }
  const last = findRole(desk.policy, words.at(-1) ?? '');
  if (last.kind === 'one') return ok({ role: last.value, rest: words.slice(0, -1) });
  const found = findRole(desk.policy, words[0] ?? '');
  const text = (words[0] ?? '').slice(0, 40);
  if (found.kind === 'many') {
    return fail('grant.role-ambiguous', {
      text,
      candidates: found.candidates.map((role) => desk.policy.roles[role].zh).join('、'),
    });
  }
  return fail('grant.role-unknown', { text, candidates: roleList(desk) });
}

function readUnit(words: string, role: Role, desk: Desk): Result<Unit> {
  const found = findUnit(desk.policy, words);
  const text = words.slice(0, 40);
  if (found.kind === 'none') return fail('grant.unit-unknown', { text });
  if (found.kind === 'many') {
    return fail('grant.unit-ambiguous', { text, candidates: found.candidates.map((unit) => unit.short).join('、') });
  }
  const unit = found.value;
  if (role === 'grid' && unit.level !== 'street') return fail('grant.unit-not-street', { unit: unit.short });
  return ok(unit);
}

function unitOfChat(chatId: string, desk: Desk): Unit | undefined {
  const codes = desk.roster.purposesOf(chatId).filter((purpose) => purpose.startsWith('unit:'));
  if (codes.length !== 1) return undefined;
  return desk.policy.units.find((unit) => `unit:${unit.code}` === codes[0]);
}

function roleList(desk: Desk): string {
  return ALL_STAFF.map((role) => desk.policy.roles[role].zh).join('、');
}
