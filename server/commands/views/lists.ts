import type { Choice } from '../../../cards/card';
import { type CaseListView, ROWS_PER_CARD } from '../../../cards/case-list';
import { dayWords, instantWords, outcomeWord } from '../../../cards/words';
import { isOpen } from '../../domain/case';
import { responsibleFor } from '../../domain/roster';
import { addDays, dayOf, parseDay, startOfDay } from '../../domain/shanghai';
import type { StoredCase, Stores } from '../../ports/storage';
import type { Desk } from '../command';
import { caseRow, nextDue } from './case-rows';
import { unitShort } from './case-view';
import { membersOf } from './members';

/** Every list row offers it. */
export const SHOW: Choice = { text: '查看全部经过', value: 'show-case' };

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
      const detail = `${instantWords(state.resolvedAt ?? state.receivedAt, desk.now)}办结（${outcomeWord(state.outcome ?? '')}）${tries}`;
      return caseRow(stored, desk, [{ text: '登记回访', value: 'record-follow-up' }, SHOW], detail);
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
  const parsed = parseDay(day);
  const from = parsed.ok ? startOfDay(parsed.value) : 0;
  const reminded = await stores.log.byType('case.reminded', from, from + 86_400_000);
  const numbers = [
    ...new Set(reminded.filter(({ entry }) => entry.data.unit === unit).map(({ caseNumber }) => caseNumber)),
  ];
  const open: { readonly stored: StoredCase; readonly dueAt: number }[] = [];
  for (const number of numbers) {
    const stored = await stores.cases.load(number);
    if (!stored || !isOpen(stored.state.status) || (stored.state.unit ?? stored.state.leadUnit) !== unit) continue;
    const due = nextDue(stored.state, desk);
    if (due) open.push({ stored, dueAt: due.at });
  }
  open.sort((a, b) => a.dueAt - b.dueAt);
  const people = open.flatMap(({ stored }) => responsibleFor(stored.state, desk.roster).person ?? []);
  const present = new Set(await membersOf(stores, chat, people));
  const overdue = open.filter(({ dueAt }) => dueAt < desk.now).length;
  const isDueToday = open.some(({ dueAt }) => dayOf(dueAt) === dayOf(desk.now));
  return {
    title:
      open.length === 0
        ? '今日提醒事项已全部办理'
        : `时限提醒 ${open.length} 件${overdue > 0 ? `，其中超期 ${overdue} 件` : ''}`,
    subtitle: `${unitShort(desk.policy, unit)} · ${dayWords(from)}`,
    tone: open.length === 0 ? 'green' : overdue > 0 ? 'red' : isDueToday ? 'orange' : 'yellow',
    lead: [],
    rows: open.map(({ stored }) => {
      const { person } = responsibleFor(stored.state, desk.roster);
      const row = caseRow(stored, desk, [SHOW]);
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
