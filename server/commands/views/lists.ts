import type { CaseListRow, CaseListView } from '../../../cards/case-list';
import { ROWS_PER_CARD } from '../../../cards/case-list';
import { dayWords, dueWords, instantWords, leftWords, outcomeWord, statusWord } from '../../../cards/words';
import type { CaseState } from '../../domain/case';
import { caseClocks, isStopped, nearestClock } from '../../domain/case-clocks';
import { addDays, dayOf, parseDay, startOfDay } from '../../domain/shanghai';
import type { StoredCase, Stores } from '../../ports/storage';
import type { Desk } from '../command';
import { unitShort } from './case-view';
import { membersOf } from './members';

/** The nearest running due of a case in words, e.g. `最晚今天 24:00 前答复，还剩 5 小时`. */
export function nearestDue(
  state: CaseState,
  desk: Desk,
): { readonly dueAt: number; readonly words: string } | undefined {
  const clocks = caseClocks(state, desk);
  if (!clocks.ok) return undefined;
  const nearest = nearestClock(clocks.value.filter((clock) => !isStopped(state, clock, desk.policy)));
  if (nearest?.dueAt === null || nearest === undefined) return undefined;
  return {
    dueAt: nearest.dueAt,
    words: `最晚${dueWords(nearest.dueAt, desk.now)}，${leftWords(nearest.dueAt, desk.now)}`,
  };
}

export function listRow(stored: StoredCase, detail: string, options: CaseListRow['options']): CaseListRow {
  const subject = stored.state.type === 'report' ? '举报件' : stored.subject;
  return {
    number: stored.state.number,
    v: stored.state.version,
    line: `${stored.state.number} ${subject}`,
    detail,
    options,
  };
}

export const SHOW: CaseListRow['options'][number] = { text: '查看全部经过', value: 'show-case' };

/** Every resolved case of a lead unit without a follow-up, oldest first (R48). */
export async function followUpList(stores: Stores, desk: Desk, leadUnit: string, day: string): Promise<CaseListView> {
  const query = { status: ['resolved' as const], leadUnit, oldestFirst: true };
  const cases = await stores.cases.list({ ...query, limit: ROWS_PER_CARD });
  const waiting = await stores.cases.count(query);
  const name = unitShort(desk.policy, leadUnit);
  const parsed = parseDay(day);
  const title = `待回访 ${waiting} 件`;
  const rest = waiting - cases.length;
  return {
    title,
    subtitle: `${name} · ${parsed.ok ? dayWords(startOfDay(parsed.value)) : day}`,
    tone: waiting === 0 ? 'green' : 'wathet',
    lead: [waiting === 0 ? '已办结的事项都已回访。' : '回访人与承办人不能是同一人；未接通请改日再访，三次为限。'],
    rows: cases.map((stored) => {
      const { state } = stored;
      const tries = state.followUps > 0 ? `，已访 ${state.followUps} 次未接通` : '';
      const detail = `${unitShort(desk.policy, state.unit)} ${instantWords(state.resolvedAt ?? state.receivedAt, desk.now)}办结（${outcomeWord(state.outcome ?? '')}）${tries}`;
      return listRow(stored, detail, [{ text: '登记回访', value: 'record-follow-up' }, SHOW]);
    }),
    ...(rest > 0 ? { footer: `另有 ${rest} 件，登记后依次显示。` } : {}),
  };
}

/** What a unit was reminded of today, nearest due first; answered cases drop off by themselves. */
export async function reminderList(
  stores: Stores,
  desk: Desk,
  unit: string,
  { day, chat }: { readonly day: string; readonly chat: string },
): Promise<CaseListView> {
  const present = new Set(
    await membersOf(
      stores,
      chat,
      desk.roster.grants.map((grant) => grant.openId),
    ),
  );
  const parsed = parseDay(day);
  const from = parsed.ok ? startOfDay(parsed.value) : 0;
  const reminded = await stores.log.byType('case.reminded', from, from + 86_400_000);
  const numbers = [
    ...new Set(reminded.filter(({ entry }) => entry.data.unit === unit).map(({ caseNumber }) => caseNumber)),
  ];
  const open: { stored: StoredCase; due: ReturnType<typeof nearestDue> }[] = [];
  for (const number of numbers) {
    const stored = await stores.cases.load(number);
    const answered = stored === undefined || (stored.state.unit ?? stored.state.leadUnit) !== unit;
    if (answered) continue;
    const due = nearestDue(stored.state, desk);
    if (due && ['registered', 'assigned', 'disputed', 'claimed', 'replied'].includes(stored.state.status))
      open.push({ stored, due });
  }
  open.sort((a, b) => (a.due?.dueAt ?? 0) - (b.due?.dueAt ?? 0));
  const overdue = open.filter(({ due }) => due !== undefined && due.dueAt < desk.now).length;
  const tone =
    overdue > 0
      ? 'red'
      : open.some(({ due }) => due !== undefined && dayOf(due.dueAt) === dayOf(desk.now))
        ? 'orange'
        : 'yellow';
  return {
    title:
      open.length === 0
        ? '今日提醒事项已全部办理'
        : `时限提醒 ${open.length} 件${overdue > 0 ? `，其中超期 ${overdue} 件` : ''}`,
    subtitle: `${unitShort(desk.policy, unit)} · ${dayWords(from)}`,
    tone: open.length === 0 ? 'green' : tone,
    lead: [],
    rows: open.map(({ stored, due }) => {
      const { person } = stored.state.responsible;
      const row = listRow(stored, `${statusWord(stored.state.status)}，${due?.words ?? ''}`, [SHOW]);
      return person === undefined || !present.has(person) ? row : { ...row, mention: person };
    }),
    ...(open.length > ROWS_PER_CARD ? { footer: `另有 ${open.length - ROWS_PER_CARD} 件，发送“我的”查看。` } : {}),
  };
}

/** Start of the window a daily digest covers: the previous working day's posting time (D23). */
export function digestWindow(desk: Pick<Desk, 'calendar' | 'policy'>, at: number): { from: number; to: number } {
  const day = dayOf(at);
  const previous = desk.calendar.previousWorkingDay(day);
  return { from: startOfDay(previous) + (at - startOfDay(day)), to: at };
}

export function nextDay(ms: number): number {
  return startOfDay(addDays(dayOf(ms), 1));
}
