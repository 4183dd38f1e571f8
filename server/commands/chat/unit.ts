import type { Card, LeafNode, Node } from '../../../cards/card';
import { instantWords } from '../../../cards/words';
import { findUnit } from '../../domain/names';
import type { Role, Unit, UnitLevel } from '../../domain/policy';
import { fail, ok, type Result } from '../../domain/result';
import type { ChatCommand, ChatOutcome, Desk } from '../command';
import { ALL_STAFF } from '../views/people';
import { directly } from './list-page';

const LEVEL_ZH: Readonly<Record<UnitLevel, string>> = {
  top: '总牵头',
  group: '工作组',
  lead: '牵头单位',
  department: '承办部门',
  street: '街道',
};
const LEVELS: readonly UnitLevel[] = ['top', 'group', 'lead', 'department', 'street'];
const LIST_WORDS = ['', '列出', 'list'];
const CHANGE_WORDS = ['设', '新增', '停用', '导入', 'set', 'add', 'disable', 'import'];
const SHOW_WORDS = /^(?:查|show)\s*/i;

/** Units, whether their chat is bound, and who holds which post there. Units are changed in the rule pack. */
export const unit: ChatCommand = {
  kind: 'chat',
  name: 'unit',
  words: ['单位', 'unit', 'units'],
  usage: { zh: '单位 [列出 | 查 <名称>]', en: 'unit [list | show <name>]' },
  help: {
    zh: '看全部单位的群和人员，或某一单位\n单位\n单位 查 住建局',
    en: 'All units with their chats and people, or one of them\nunit\nunit show housing',
  },
  roles: ALL_STAFF,
  async run({ typed, desk }) {
    const words = typed.rest.normalize('NFKC').trim();
    const verb = CHANGE_WORDS.find((change) => words.toLowerCase().split(/\s/)[0] === change || isGlued(words, change));
    if (verb !== undefined)
      return fail('chat.unit-read-only', { verb, file: `plugin/packs/${desk.policy.id}/units.yaml` });
    if (LIST_WORDS.includes(words.toLowerCase()))
      return ok({ answer: { card: listCard(desk) }, where: directly(typed) });
    return showUnit(words.replace(SHOW_WORDS, ''), desk);
  },
};

function isGlued(words: string, change: string): boolean {
  return /^[新停导]/.test(change) && words.startsWith(change);
}

function showUnit(words: string, desk: Desk): Result<ChatOutcome> {
  const found = findUnit(desk.policy, words);
  const text = words.slice(0, 40);
  if (found.kind === 'none') return fail('chat.unit-unknown', { text });
  if (found.kind === 'many') {
    return fail('chat.unit-ambiguous', { text, candidates: found.candidates.map((one) => one.short).join('、') });
  }
  const one = found.value;
  const items = [
    { label: '代码', value: one.code },
    { label: '类别', value: LEVEL_ZH[one.level] },
    { label: '单位群', value: boundWord(one, desk) },
    ...postsOf(one, desk),
  ];
  const card: Card = {
    summary: `${one.short} ${instantWords(desk.now, desk.now)}`,
    header: { title: one.short, subtitle: instantWords(desk.now, desk.now), tone: 'wathet', tags: [] },
    body: [{ kind: 'facts', items }],
  };
  return ok({ answer: { card }, where: 'here' });
}

function boundWord(one: Unit, desk: Desk): string {
  if (!one.handles) return '不承办，无需绑定';
  return desk.roster.chatOf(`unit:${one.code}`) === undefined ? '未绑定' : '已绑定';
}

const POSTS: readonly Role[] = ['head', 'lead', 'dispatcher', 'follow-up', 'liaison', 'handler', 'grid'];

function postsOf(one: Unit, desk: Desk): readonly { label: string; value: string }[] {
  return POSTS.flatMap((role) => {
    const names = desk.roster.peopleWith(role, one.code).map((openId) => desk.roster.nameOf(openId));
    return names.length === 0 ? [] : [{ label: desk.policy.roles[role].zh, value: names.join('、') }];
  });
}

function listCard(desk: Desk): Card {
  const { units } = desk.policy;
  const carrying = units.filter((one) => one.handles);
  const bound = carrying.filter((one) => desk.roster.chatOf(`unit:${one.code}`) !== undefined);
  const panels = LEVELS.map((level): Node => {
    const ofLevel = units.filter((one) => one.level === level);
    const lines = ofLevel.map(
      (one): LeafNode => ({ kind: 'text', spans: [{ text: unitLine(one, desk) }], size: 'small' }),
    );
    return { kind: 'panel', title: `${LEVEL_ZH[level]}（${ofLevel.length}）`, nodes: lines };
  });
  return {
    summary: `单位 ${instantWords(desk.now, desk.now)}`,
    header: { title: '单位', subtitle: instantWords(desk.now, desk.now), tone: 'wathet', tags: [] },
    body: [
      {
        kind: 'text',
        spans: [{ text: `共 ${units.length} 个单位，承办单位 ${carrying.length} 个，已绑定群 ${bound.length} 个。` }],
      },
      ...panels,
      { kind: 'text', spans: [{ text: '看某一单位的人员：单位 查 住建局' }], size: 'small' },
    ],
  };
}

function unitLine(one: Unit, desk: Desk): string {
  const posts = postsOf(one, desk).map(({ label, value }) => {
    const names = value.split('、');
    return names.length > 2 ? `${label} ${names.length} 人` : `${label} ${value}`;
  });
  return [`${one.short}（${one.code}）群${boundWord(one, desk)}`, ...(posts.length > 0 ? posts : ['暂无人员'])].join(
    '，',
  );
}
