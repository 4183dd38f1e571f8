import { instantWords, leftWords } from '../../../cards/words';
import type { Stores } from '../../ports/storage';
import type { Desk } from '../command';
import { unitShort } from '../views/case-view';
import { allPurposes, handlingUnits, purposeWords, someOf } from '../views/people';

/** One line of the self-check: what was looked at, whether it is in order, and what was found. */
export interface Check {
  readonly name: string;
  readonly isOk: boolean;
  readonly words: string;
}

const NAMES_MAX = 8;
const LATE_MS = 60_000;
const DEAD_MAX = 100;

export function bindingCheck(desk: Desk): Check {
  const all = allPurposes(desk.policy);
  const missing = all.filter((key) => desk.roster.chatOf(key) === undefined);
  const names = missing.map((key) => purposeWords(desk.policy, key).zh);
  const words = missing.length === 0 ? '' : `，未绑定 ${missing.length} 个：${someOf(names, NAMES_MAX)}`;
  return { name: '群绑定', isOk: missing.length === 0, words: `已绑定 ${all.length - missing.length} 个用途${words}` };
}

/** Posts without which a case has nobody of its own to answer for it (R9). */
export function postCheck(desk: Desk): Check {
  const { policy, roster } = desk;
  const vacant = handlingUnits(policy)
    .filter(({ code }) => roster.peopleWith('head', code).length + roster.peopleWith('handler', code).length === 0)
    .map((unit) => `${unit.short}缺负责人和承办`);
  // A dispatcher or caller without a unit serves every lead unit.
  const leads = [...new Set(policy.channels.map((channel) => channel.lead))];
  const unserved = (['dispatcher', 'follow-up'] as const).flatMap((role) => {
    const held = roster.grants.filter((grant) => grant.role === role);
    return leads
      .filter((lead) => !held.some((grant) => grant.unit === null || grant.unit === lead))
      .map((lead) => `${unitShort(policy, lead)}缺${policy.roles[role].zh}`);
  });
  const problems = [...unserved, ...vacant];
  const words = problems.length === 0 ? '各单位均有人' : `空缺 ${problems.length} 个：${someOf(problems, NAMES_MAX)}`;
  return { name: '岗位', isOk: problems.length === 0, words };
}

/** Staff who do not sit in their unit's chat cannot be mentioned there. */
export async function memberCheck(stores: Stores, desk: Desk): Promise<Check> {
  const outside: string[] = [];
  const unknown: string[] = [];
  for (const { purpose, chat } of desk.roster.bindings) {
    if (!purpose.startsWith('unit:')) continue;
    const code = purpose.slice('unit:'.length);
    const members = new Set(await stores.roster.members(chat));
    const staff = new Set(desk.roster.grants.filter((grant) => grant.unit === code).map((grant) => grant.openId));
    if (members.size === 0 && staff.size > 0) unknown.push(unitShort(desk.policy, code));
    else
      for (const id of staff)
        if (!members.has(id)) outside.push(`${desk.roster.nameOf(id)}（${unitShort(desk.policy, code)}）`);
  }
  const parts = [
    ...(outside.length > 0 ? [`不在本单位群：${someOf(outside, NAMES_MAX)}`] : []),
    ...(unknown.length > 0 ? [`群成员尚未同步：${someOf(unknown, NAMES_MAX)}`] : []),
  ];
  return {
    name: '群成员',
    isOk: parts.length === 0,
    words: parts.length === 0 ? '单位人员都在本单位群' : parts.join('；'),
  };
}

export async function outboxCheck(stores: Stores): Promise<Check> {
  const waiting = await stores.outbox.waiting();
  const dead = (await stores.outbox.dead(DEAD_MAX)).length;
  const words = `待发 ${waiting} 条，发送失败 ${dead >= DEAD_MAX ? `${DEAD_MAX} 条以上` : `${dead} 条`}`;
  return { name: '消息发送', isOk: dead === 0, words };
}

/** @param systemMs system time: the inbox is stamped by it, whatever the business clock says */
export async function inboxCheck(stores: Stores, systemMs: number): Promise<Check> {
  // Deferred ones count too: all that have not been worked on, whenever their next try is.
  const [oldest] = await stores.inbox.pending(Number.MAX_SAFE_INTEGER, 1);
  const ageMs = oldest === undefined ? 0 : Math.max(0, systemMs - oldest.receivedAt);
  const isOk = ageMs <= LATE_MS;
  return { name: '消息接收', isOk, words: isOk ? '没有积压' : `最早一条已等待 ${Math.floor(ageMs / 60_000)} 分钟` };
}

export async function timerCheck(stores: Stores, desk: Desk): Promise<Check> {
  const next = await stores.timers.nextDue();
  if (next === undefined) return { name: '定时提醒', isOk: true, words: '没有待触发的提醒' };
  const isOk = desk.now - next <= LATE_MS;
  const at = instantWords(next, desk.now);
  return {
    name: '定时提醒',
    isOk,
    words: isOk ? `下一次 ${at}` : `${at} 的提醒尚未触发，${leftWords(next, desk.now).replace('超期', '迟')}`,
  };
}

export function catalogueCheck(desk: Desk): Check {
  const covered = new Set(desk.policy.catalogue.flatMap((item) => [item.unit, ...item.co]));
  const without = handlingUnits(desk.policy)
    .filter((unit) => unit.level === 'department' && !covered.has(unit.code))
    .map((unit) => unit.short);
  const words = without.length === 0 ? '各承办部门均有事项' : `无事项的部门：${someOf(without, NAMES_MAX)}`;
  return { name: '职责目录', isOk: without.length === 0, words: `${desk.policy.catalogue.length} 个事项，${words}` };
}

/** R16: posts are data, people are granted to the street, so coverage is counted street by street. */
export function gridCheck(desk: Desk): Check {
  const { policy, roster } = desk;
  const streets = policy.units.filter((unit) => unit.level === 'street');
  let covered = 0;
  const short: string[] = [];
  for (const street of streets) {
    const posts = policy.gridPosts.filter((post) => post.street === street.code).length;
    const people = roster.peopleWith('grid', street.code).length;
    covered += Math.min(posts, people);
    if (people < posts) short.push(`${street.short} ${people}/${posts}`);
  }
  const words = `${policy.gridPosts.length} 个网格岗位，已配 ${covered} 人`;
  return {
    name: '网格',
    isOk: short.length === 0,
    words: short.length === 0 ? words : `${words}；缺员：${short.join('、')}`,
  };
}
