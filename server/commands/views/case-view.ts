import type { Tag } from '../../../cards/card';
import type { CaseCardView } from '../../../cards/case-card';
import {
  clockWord,
  dueWords,
  gradeWord,
  instantWords,
  leftWords,
  outcomeWord,
  satisfactionWord,
  statusWord,
  toldByWord,
  urgencyOf,
} from '../../../cards/words';
import type { CaseState, LogEntry, PrivateData } from '../../domain/case';
import { caseClocks, isStopped, nearestClock } from '../../domain/case-clocks';
import type { Clock } from '../../domain/clocks';
import { maskText } from '../../domain/mask';
import { maskName } from '../../domain/mask-name';
import type { Policy } from '../../domain/policy';
import { type ChatRole, responsibleFor } from '../../domain/roster';
import { clipText } from '../../domain/text-clean';
import type { StoredCase, Stores } from '../../ports/storage';
import type { Desk } from '../command';

/** Everything a card may say about a case, loaded once. */
export interface CaseDossier {
  readonly state: CaseState;
  readonly secret: PrivateData;
  readonly log: readonly LogEntry[];
  readonly texts: ReadonlyMap<string, string>;
  readonly clocks: readonly Clock[];
}

export async function loadDossier(stores: Stores, desk: Desk, stored: StoredCase): Promise<CaseDossier> {
  const clocks = caseClocks(stored.state, desk);
  return {
    state: stored.state,
    secret: desk.secrets.open(stored),
    log: await stores.log.of(stored.state.number),
    texts: await stores.cases
      .texts(stored.state.number)
      .then((sealed) => new Map([...sealed].map(([ref, cipher]) => [ref, desk.secrets.openText(stored, cipher)]))),
    clocks: clocks.ok ? clocks.value : [],
  };
}

export function unitShort(policy: Policy, code: string | undefined): string {
  if (code === undefined) return '未定';
  return policy.units.find((unit) => unit.code === code)?.short ?? code;
}

export function channelName(policy: Policy, code: string): string {
  return policy.channels.find((channel) => channel.code === code)?.name.zh ?? code;
}

/** Masked words with the appellant's own name masked too, wherever it stands in the text (D32). */
export function maskedText(
  text: string,
  secret: Pick<PrivateData, 'name' | 'address'>,
  kind: CaseState['kind'],
): string {
  const masked = maskText(withoutAddress(text, secret.address));
  if (kind === 'enterprise' || secret.name === undefined || secret.name.length < 2) return masked;
  return masked.replaceAll(secret.name, maskName(secret.name));
}

const HOUSE = /\d+\s*(?:号|栋|幢|座|楼|单元|室|户)/;

/** The address the appellant gave, repeated in a text, ends at the house number. */
function withoutAddress(text: string, address: string | undefined): string {
  const from = address?.search(HOUSE) ?? -1;
  if (address === undefined || from < 0) return text;
  return text.replaceAll(address, `${address.slice(0, from)}***`);
}

/** Short subject for titles and lists, masked. */
export function subjectOf(secret: PrivateData, kind: CaseState['kind']): string {
  const words = secret.title ?? secret.content;
  return clipText(maskedText(words, secret, kind).replace(/\s+/g, ' ').trim(), 40);
}

/** One line a log entry is told in. Only our own words and masked words of people. */
export function storyLine(entry: LogEntry, dossier: CaseDossier, desk: Desk): string {
  const at = instantWords(entry.at, desk.now);
  return `${at}　${storyText(entry, dossier, desk)}`;
}

function storyText(entry: LogEntry, { state, secret, texts }: CaseDossier, desk: Desk): string {
  const { data } = entry;
  const who = entry.by.id.startsWith('ou_') ? desk.roster.nameOf(entry.by.id) : '系统';
  const said = (name: string) => {
    const text = texts.get(entry.texts?.[name] ?? '');
    return text === undefined ? '' : `：${clipText(maskedText(text, secret, state.kind).replace(/\s+/g, ' '), 60)}`;
  };
  switch (entry.type) {
    case 'case.registered':
      return `${channelName(desk.policy, state.channel)}登记`;
    case 'case.taken':
      return `${who}正在派单`;
    case 'case.assigned':
      return `${who}派${unitShort(desk.policy, String(data.unit ?? ''))}${said('note')}`;
    case 'case.recalled':
      return `${who}撤回派单${said('reason')}`;
    case 'case.declined':
      return `${who}作不予受理处理${said('reason')}，建议向${said('redirect').slice(1)}反映`;
    case 'case.claimed':
      return `${unitShort(desk.policy, String(data.unit ?? ''))} ${who}签收`;
    case 'case.progressed':
      return `${who}登记进展${data.contacted === true ? '（已联系诉求人）' : ''}${said('note')}`;
    case 'case.replied':
      return `${who}${data.supplement === true ? '补充' : ''}答复（${toldByWord(String(data.toldBy ?? ''))}）${said('reply')}`;
    case 'case.resolved':
      return `${who}办结：${outcomeWord(String(data.outcome ?? ''))}${said('result')}`;
    case 'case.followed-up':
      return data.valid === true
        ? `${who}回访：${satisfactionWord(String(data.satisfaction ?? ''))}${said('note')}`
        : `${who}回访未接通${said('note')}`;
    case 'case.called-again':
      return `诉求人第 ${String(data.calls)} 次来电催办${said('note')}`;
    case 'case.contact-revealed':
      return `${who}查看了联系方式`;
    case 'case.reminded':
      return '系统提醒承办单位';
    case 'case.archived':
      return '满期未回访，系统归档';
    default:
      return entry.type;
  }
}

export function clockLine(clock: Clock, dossier: CaseDossier, desk: Desk): string {
  const rule = desk.policy.rules.find((known) => known.id === clock.rule);
  const name = rule?.stop === 'contacted' && clock.kind === 'respond' ? '联系' : clockWord(clock.kind);
  const basis = rule ? `（${rule.name.zh}）` : '';
  if (clock.dueAt === null) return `${name}时限：待研究确定${basis}`;
  if (isStopped(dossier.state, clock, desk.policy))
    return `${name}：${clock.state === 'met' ? '按时' : '逾期'}完成${basis}`;
  const provisional = clock.provisional ? '【暂定】' : '';
  return `最晚${dueWords(clock.dueAt, desk.now)}${name}${provisional}，${leftWords(clock.dueAt, desk.now)}${basis}`;
}

/** One line a clock; a reply rule's resolving clock, due at the same instant (D7), shares the line of the reply. */
export function clockLines(dossier: CaseDossier, desk: Desk): string[] {
  const { state, clocks } = dossier;
  if (['declined', 'merged'].includes(state.status)) return [];
  const respond = clocks.find((clock) => clock.kind === 'respond');
  const twin = clocks.find((clock) => clock.kind === 'resolve' && clock.rule === respond?.rule);
  const bothRun = respond !== undefined && twin !== undefined && !isStopped(state, respond, desk.policy);
  if (!bothRun) return clocks.map((clock) => clockLine(clock, dossier, desk));
  const line = clockLine(respond, dossier, desk);
  return [
    line.replace('前答复', '前答复并办结'),
    ...clocks.filter((clock) => clock !== respond && clock !== twin).map((clock) => clockLine(clock, dossier, desk)),
  ];
}

export function tagsOf(state: CaseState, policy: Policy, urgencyWord: string, tone: Tag['tone']): Tag[] {
  const tags: Tag[] = [{ text: policy.caseTypes[state.type].zh, tone: 'grey' }];
  if (state.urgent) tags.push({ text: '紧急', tone: 'red' });
  else if (state.grade !== 'general') tags.push({ text: gradeWord(state.grade), tone: 'purple' });
  tags.push({ text: urgencyWord, tone });
  return tags;
}

export function appellantWords(state: CaseState, secret: PrivateData): string {
  if (state.type === 'report') return '举报人信息保密';
  if (secret.name === undefined) return state.anonymous ? '匿名' : '未留姓名';
  return state.kind === 'enterprise' ? secret.name : maskName(secret.name);
}

function factsOf(dossier: CaseDossier, desk: Desk): { label: string; value: string }[] {
  const { state, secret } = dossier;
  const { policy, roster } = desk;
  const community = policy.communities.find((known) => known.code === state.community);
  const street = state.street === undefined ? undefined : unitShort(policy, state.street);
  // Posts are filled and left between acts: who answers is read from the roster as it is now.
  const responsible = responsibleFor(state, roster);
  const person = responsible.person === undefined ? '（空缺）' : roster.nameOf(responsible.person);
  const vacant = responsible.note === undefined ? '' : '（本单位岗位空缺，由上一级负责）';
  const facts = [
    { label: '编号', value: state.number },
    { label: '渠道', value: channelName(policy, state.channel) },
    { label: '收到', value: instantWords(state.receivedAt, desk.now) },
    { label: '诉求人', value: appellantWords(state, secret) },
    { label: '责任单位', value: unitShort(policy, responsible.unit) },
    { label: '责任人', value: `${person}${vacant}` },
  ];
  if (street !== undefined)
    facts.push({ label: '网格', value: [street, community?.name, state.gridPost].filter(Boolean).join(' ') });
  if (state.firstUnit !== undefined) facts.push({ label: '首接单位', value: unitShort(policy, state.firstUnit) });
  if (state.coUnits.length > 0)
    facts.push({ label: '协办', value: state.coUnits.map((code) => unitShort(policy, code)).join('、') });
  if (state.item !== undefined)
    facts.push({
      label: '事项',
      value: policy.catalogue.find((item) => item.code === state.item)?.name.zh ?? state.item,
    });
  if (state.calls > 0) facts.push({ label: '催单', value: `${state.calls} 次` });
  return facts;
}

function stateLine(dossier: CaseDossier, role: ChatRole, desk: Desk): string {
  const { state } = dossier;
  const unit = unitShort(desk.policy, state.unit);
  const lock =
    state.lock !== undefined && state.lock.until > desk.now ? `，${desk.roster.nameOf(state.lock.by)}正在派单` : '';
  switch (state.status) {
    case 'registered':
      return role === 'dispatch' ? `待派单${lock}` : '派单已撤回，本群无需办理';
    case 'assigned':
      return role === 'unit' ? '请签收并办理' : `已派${unit}，待签收`;
    case 'claimed':
      return role === 'unit' ? '请办理并答复诉求人' : `${unit}在办`;
    case 'replied':
      return role === 'unit' ? '已答复，办理完毕后请办结' : `${unit}已答复`;
    case 'resolved':
      return `已办结（${outcomeWord(state.outcome ?? '')}），待回访`;
    case 'archived':
      return '已回访归档';
    default:
      return statusWord(state.status);
  }
}

/** Who is asked to act by this card, now; nobody is called by a card that asks nothing of them. */
function callOf(state: CaseState, role: ChatRole, desk: Desk): string[] {
  const { person } = responsibleFor(state, desk.roster);
  if (person === undefined) return [];
  if (role === 'unit' && ['assigned', 'claimed', 'replied'].includes(state.status)) return [person];
  return [];
}

/** D13: a report's words stay out of every group. */
export function wordsFor(dossier: CaseDossier): string | undefined {
  const { state, secret } = dossier;
  if (state.type === 'report') return undefined;
  return clipText(maskedText(secret.content, secret, state.kind), 1500);
}

const RECENT = 3;

/** The view of a case for one chat, without its acts (those are the shell's to add). */
export function caseView(
  dossier: CaseDossier,
  role: ChatRole,
  desk: Desk,
): Omit<CaseCardView, 'buttons' | 'menu' | 'form'> {
  const { state, secret } = dossier;
  const nearest = nearestClock(dossier.clocks.filter((clock) => !isStopped(state, clock, desk.policy)));
  const urgency = urgencyOf({
    status: state.status,
    receivedAt: state.receivedAt,
    dueAt: nearest?.dueAt ?? undefined,
    now: desk.now,
  });
  const story = dossier.log
    .filter((entry) => entry.type !== 'case.taken')
    .map((entry) => storyLine(entry, dossier, desk));
  const words = wordsFor(dossier);
  const subject = state.type === 'report' ? '举报件' : subjectOf(secret, state.kind);
  const item = desk.policy.catalogue.find((known) => known.code === state.item);
  return {
    number: state.number,
    title: `${channelName(desk.policy, state.channel)} · ${subject}`,
    tone: urgency.tone,
    tags: tagsOf(state, desk.policy, urgency.word, urgency.tone),
    stateLine: stateLine(dossier, role, desk),
    call: callOf(state, role, desk),
    clockLines: clockLines(dossier, desk),
    facts: factsOf(dossier, desk),
    ...(words === undefined ? {} : { words }),
    recent: story.slice(-RECENT),
    older: story.slice(0, -RECENT),
    help: role === 'dispatch' && state.status === 'registered' ? helpOf(state, item?.basis, desk) : [],
    ...(state.type === 'report' ? { footer: '举报件：内容不在群内显示，承办人可点“查看全部经过”在单聊中查看。' } : {}),
  };
}

function helpOf(state: CaseState, basis: string | undefined, desk: Desk): string[] {
  const lines: string[] = [];
  if (state.suggestedUnit !== undefined) {
    const because = state.suggestedBy?.join('、') ?? '';
    lines.push(`建议承办：${unitShort(desk.policy, state.suggestedUnit)}（职责目录匹配：${because}）`);
    if (basis !== undefined) lines.push(`依据：${basis}`);
  } else {
    lines.push('职责目录中没有匹配的事项，请按内容判断。');
  }
  if (state.duplicates.length > 0) lines.push(`疑似重复：${state.duplicates.join('、')}`);
  return lines;
}
