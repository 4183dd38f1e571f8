/** How a due instant was counted, day by day: data for screens and logs, and the Chinese lines people read (X5). */
import type { WorkCalendar } from './calendar';
import type { Budget } from './policy';
import { assertNever } from './result';
import { addDays, civilOf, type Day, dayOf, isoShanghai, weekdayName, yearOf } from './shanghai';

/**
 * `start` where counting begins · `budget` what is counted (a statutory limit already reduced) · `day` one day
 * looked at, with the running count after it · `moved` the day counting ended on was a rest day, so on to the next
 * day · `upstream` an earlier date set by the sending platform wins · `due` the result, null while undated.
 */
export type Step =
  | { readonly kind: 'start'; readonly at: number; readonly from: 'received' | 'handed-over' }
  | { readonly kind: 'budget'; readonly budget: Budget; readonly statutoryDays?: number }
  | {
      readonly kind: 'day';
      readonly day: Day;
      readonly name: string;
      readonly counted: boolean;
      readonly count: number;
      readonly unit: 'working-day' | 'calendar-day';
    }
  | { readonly kind: 'moved'; readonly day: Day; readonly name: string }
  | { readonly kind: 'upstream'; readonly at: number }
  | { readonly kind: 'due'; readonly at: number | null; readonly provisional: boolean };

/** Every day after `from` up to `to`, working days numbered from 1. */
export function workingDaySteps(from: Day, to: Day, calendar: WorkCalendar): Step[] {
  const steps: Step[] = [];
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    const counted = calendar.isWorkingDay(day);
    if (counted) count++;
    steps.push({ kind: 'day', day, name: calendar.dayName(day), counted, count, unit: 'working-day' });
  }
  return steps;
}

/** `count` days after `from`, each counted, then the rest days moved over until `to`. */
export function calendarDaySteps(from: Day, count: number, to: Day, calendar: WorkCalendar): Step[] {
  const steps: Step[] = [];
  for (let n = 1; n <= count; n++) {
    const day = addDays(from, n);
    steps.push({ kind: 'day', day, name: calendar.dayName(day), counted: true, count: n, unit: 'calendar-day' });
  }
  return steps.concat(movedSteps(addDays(from, count), to, calendar));
}

/** One step for each day from `from` until before `to`: none of them could be the due day. */
export function movedSteps(from: Day, to: Day, calendar: WorkCalendar): Step[] {
  const steps: Step[] = [];
  for (let day = from; day < to; day = addDays(day, 1)) {
    steps.push({ kind: 'moved', day, name: calendar.dayName(day) });
  }
  return steps;
}

function budgetWords(budget: Budget): string {
  switch (budget.unit) {
    case 'hour':
      return `${budget.count} 小时（不分昼夜和节假日）`;
    case 'working-day':
      return `${budget.count} 个工作日，当日不计`;
    case 'calendar-day':
      return `${budget.count} 日（自然日），当日不计，末日逢休息日顺延`;
    case 'month':
      return `${budget.count} 个月，对应日届满（无对应日的为月末），不顺延`;
    case 'month-end':
      return `当年 ${budget.month} 月底，不顺延`;
    case 'same-day':
      return '当日办结；休息日或下班后收到的，下一工作日办结';
    case 'statutory':
      return '法定时限压减 30%';
    case 'none':
      return '按研究进度确定，暂无固定时限';
    default:
      return assertNever(budget);
  }
}

/** `2026年10月8日（周四）`, the year only where it differs from the line before. */
function dayWords(day: Day, name: string, shownYear: number | null): string {
  const { year, month, date } = civilOf(day);
  const week = weekdayName(day);
  const label = name === week ? week : `${week}，${name}`;
  return `${year === shownYear ? '' : `${year}年`}${month}月${date}日（${label}）`;
}

function instantWords(at: number): string {
  return `${isoShanghai(at).slice(0, 19).replace('T', ' ')}（${weekdayName(dayOf(at))}）`;
}

/** A due at the last second of a day reads 24:00 前, as people write it (D2). */
function dueWords(at: number): string {
  const iso = isoShanghai(at);
  if (!iso.includes('T23:59:59')) return `${instantWords(at)}前`;
  const { year, month, date } = civilOf(dayOf(at));
  return `${year}年${month}月${date}日（${weekdayName(dayOf(at))}）24:00 前`;
}

function dayLine(step: Extract<Step, { kind: 'day' }>, shownYear: number | null): string {
  const words = dayWords(step.day, step.name, shownYear);
  if (!step.counted) return `${words}不计`;
  return step.unit === 'working-day' ? `${words}第 ${step.count} 个工作日` : `${words}第 ${step.count} 日`;
}

function dueLine(at: number | null, provisional: boolean): string {
  if (at === null) return '尚未确定时限';
  const note = provisional ? '（暂定：涉及的年份尚未公布放假安排，公布后自动重算）' : '';
  return `到期：${dueWords(at)}${note}`;
}

/** One Chinese line a step, e.g. `10月1日（周四，国庆节）不计`, `10月10日（周六，补班）第 3 个工作日`. */
export function explainDue(steps: readonly Step[]): string[] {
  const lines: string[] = [];
  let shownYear: number | null = null;
  for (const step of steps) {
    switch (step.kind) {
      case 'start':
        lines.push(`${step.from === 'received' ? '收到' : '交办'}：${instantWords(step.at)}`);
        shownYear = yearOf(dayOf(step.at));
        break;
      case 'budget': {
        const base = step.statutoryDays === undefined ? '' : `法定 ${step.statutoryDays} 个工作日，压减 30% 取整后为：`;
        lines.push(`时限：${base}${budgetWords(step.budget)}`);
        break;
      }
      case 'day':
        lines.push(dayLine(step, shownYear));
        shownYear = yearOf(step.day);
        break;
      case 'moved':
        lines.push(`${dayWords(step.day, step.name, shownYear)}顺延`);
        shownYear = yearOf(step.day);
        break;
      case 'upstream':
        lines.push(`上级平台要求更早：${dueWords(step.at)}`);
        break;
      case 'due':
        lines.push(dueLine(step.at, step.provisional));
        break;
      default:
        assertNever(step);
    }
  }
  return lines;
}
