import { dayDigest } from '../../../cards/day-digest';
import { fail, ok, type Result } from '../../domain/result';
import { addDays, atTime, type Day, dayOf, formatDay, parseDay, startOfDay } from '../../domain/shanghai';
import type { ChatCommand, Desk } from '../command';
import { loadDayRanking } from '../views/day-ranking';
import { ALL_STAFF } from '../views/people';

const DAY_WORDS = ['', 'day', '日', '日排名', '今日', '今天'];
const LONGER: Readonly<Record<string, string>> = {
  week: 'week',
  周: 'week',
  周排名: 'week',
  本周: 'week',
  month: 'month',
  月: 'month',
  月排名: 'month',
  本月: 'month',
};

/** The day's process figures, the same card as the daily digest. */
export const ranking: ChatCommand = {
  kind: 'chat',
  name: 'ranking',
  words: ['排名', 'ranking'],
  usage: { zh: '排名 [日] [日期]', en: 'ranking day [date]' },
  help: {
    zh: '看日调度排名：到期签收、答复的按时情况\n排名\n排名 日 2026-03-04\n排名 昨天',
    en: 'The daily table: what fell due and was done in time\nranking day\nranking day 2026-03-04',
  },
  roles: ALL_STAFF,
  async run({ typed, desk, stores }) {
    const day = readDay(typed.rest, desk);
    if (!day.ok) return day;
    const view = await loadDayRanking(stores, desk, startOfDay(day.value));
    return ok({ answer: { card: dayDigest.render(view) }, where: 'here' });
  },
};

function readDay(text: string, desk: Desk): Result<Day> {
  const words = text.normalize('NFKC').trim().toLowerCase().split(/\s+/);
  const [first = '', second] = words;
  const longer = LONGER[first];
  if (longer !== undefined) return fail('chat.ranking-not-yet', { period: longer });
  const date = DAY_WORDS.includes(first) ? second : first;
  const today = dayOf(desk.now);
  if (date === undefined) return ok(lastPosted(desk));
  const day = date === '昨天' || date === 'yesterday' ? ok(addDays(today, -1)) : readDate(date, desk);
  if (!day.ok) return fail('chat.ranking-date', { text: date.slice(0, 40) });
  if (day.value > today) return fail('chat.ranking-future', { date: formatDay(day.value) });
  return day;
}

/** `2026-03-04`, `2026/3/4`, `3月4日` (of this year, or of the last when it would lie ahead). */
function readDate(text: string, desk: Desk): Result<Day> {
  const full = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (full) return parseDay(`${full[1]}-${two(full[2])}-${two(full[3])}`);
  const short = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (!short) return parseDay(text);
  const today = dayOf(desk.now);
  const year = Number(formatDay(today).slice(0, 4));
  const thisYear = parseDay(`${year}-${two(short[1])}-${two(short[2])}`);
  if (thisYear.ok && thisYear.value <= today) return thisYear;
  return parseDay(`${year - 1}-${two(short[1])}-${two(short[2])}`);
}

function two(digits: string | undefined): string {
  return (digits ?? '').padStart(2, '0');
}

/** The latest working day whose digest has been posted: before 08:30 that is the one before. */
function lastPosted(desk: Desk): Day {
  const day = desk.calendar.onOrPreviousWorkingDay(dayOf(desk.now));
  const isPosted = desk.now >= atTime(day, desk.policy.digest.dayAt);
  return isPosted ? day : desk.calendar.previousWorkingDay(day);
}
