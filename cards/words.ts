import { addDays, civilOf, dayOf, startOfDay, weekdayName } from '../server/domain/shanghai';

/** Plain official Chinese for what people read on cards. Pure: the caller brings the time. */

const STATUS_ZH: Readonly<Record<string, string>> = {
  registered: '待派',
  assigned: '待签收',
  disputed: '争议待裁定',
  claimed: '在办',
  'waiting-supplement': '待补正',
  replied: '已答复',
  resolved: '已办结',
  archived: '已归档',
  declined: '不予受理',
  merged: '已并件',
};
const TOLD_BY_ZH: Readonly<Record<string, string>> = {
  phone: '电话',
  sms: '短信',
  visit: '上门',
  online: '网上',
  letter: '书信',
};
const OUTCOME_ZH: Readonly<Record<string, string>> = {
  resolved: '已解决',
  partly: '部分解决',
  'not-possible': '无法解决',
  explained: '已解释说明',
};
const SATISFACTION_ZH: Readonly<Record<string, string>> = {
  'very-satisfied': '非常满意',
  satisfied: '满意',
  'basically-satisfied': '基本满意',
  dissatisfied: '不满意',
  'very-dissatisfied': '非常不满意',
};
const GRADE_ZH: Readonly<Record<string, string>> = { general: '一般', complex: '复杂', major: '重大' };
const CLOCK_ZH: Readonly<Record<string, string>> = { respond: '答复', resolve: '办结', claim: '签收' };
const YES_NO_ZH: Readonly<Record<string, string>> = { yes: '是', partly: '部分', no: '否' };
const METHOD_ZH: Readonly<Record<string, string>> = {
  phone: '电话',
  visit: '走访',
  'mini-program': '好差评小程序',
  sms: '短信',
};

const look = (table: Readonly<Record<string, string>>) => (code: string) => table[code] ?? code;
export const statusWord = look(STATUS_ZH);
export const toldByWord = look(TOLD_BY_ZH);
export const outcomeWord = look(OUTCOME_ZH);
export const satisfactionWord = look(SATISFACTION_ZH);
export const gradeWord = look(GRADE_ZH);
export const clockWord = look(CLOCK_ZH);

export function choices(
  table: 'told-by' | 'outcome' | 'satisfaction' | 'grade' | 'yes-no' | 'yes-partly-no' | 'method',
): { text: string; value: string }[] {
  const source = {
    'told-by': TOLD_BY_ZH,
    outcome: OUTCOME_ZH,
    satisfaction: SATISFACTION_ZH,
    grade: GRADE_ZH,
    'yes-no': { yes: '是', no: '否' },
    'yes-partly-no': YES_NO_ZH,
    method: METHOD_ZH,
  }[table];
  return Object.entries(source).map(([value, text]) => ({ text, value }));
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function clockTime(ms: number): string {
  const minutes = Math.floor((ms - startOfDay(dayOf(ms))) / 60_000);
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** `5月7日（周四）` */
export function dayWords(ms: number): string {
  const { month, date } = civilOf(dayOf(ms));
  return `${month}月${date}日（${weekdayName(dayOf(ms))}）`;
}

/** `5月7日 08:30`, with the year when it is not the reader's. */
export function instantWords(ms: number, now: number): string {
  const { year, month, date } = civilOf(dayOf(ms));
  const prefix = year === civilOf(dayOf(now)).year ? '' : `${year}年`;
  return `${prefix}${month}月${date}日 ${clockTime(ms)}`;
}

/** `9月30日（周三）24:00 前`, `今天 24:00 前`, `明天 10:15 前` (D2). */
export function dueWords(dueAt: number, now: number): string {
  const day = dayOf(dueAt);
  const endOfItsDay = dueAt - startOfDay(day) >= 86_399_000;
  const time = endOfItsDay ? '24:00' : clockTime(dueAt);
  const today = dayOf(now);
  if (day === today) return `今天 ${time} 前`;
  if (day === addDays(today, 1)) return `明天 ${time} 前`;
  const { year, month, date } = civilOf(day);
  const prefix = year === civilOf(today).year ? '' : `${year}年`;
  return `${prefix}${month}月${date}日（${weekdayName(day)}）${time} 前`;
}

/** `还剩 5 小时`, `还剩 2 天`, `已超期 3 小时`. */
export function leftWords(dueAt: number, now: number): string {
  const late = now > dueAt;
  const minutes = Math.floor(Math.abs(dueAt - now) / 60_000);
  const span =
    minutes < 60
      ? `${minutes} 分钟`
      : minutes < 48 * 60
        ? `${Math.floor(minutes / 60)} 小时`
        : `${Math.floor(minutes / 1440)} 天`;
  return late ? `已超期 ${span}` : `还剩 ${span}`;
}

export type Urgency = {
  readonly tone: 'blue' | 'wathet' | 'yellow' | 'orange' | 'red' | 'green' | 'grey';
  readonly word: string;
};

/** Colour is urgency, and every colour has its word (design §3). */
export function urgencyOf(given: {
  status: string;
  receivedAt: number;
  dueAt: number | undefined;
  now: number;
}): Urgency {
  const { status, receivedAt, dueAt, now } = given;
  if (status === 'resolved' || status === 'archived') return { tone: 'green', word: '已办结' };
  if (status === 'declined' || status === 'merged') return { tone: 'grey', word: statusWord(status) };
  if (dueAt !== undefined) {
    if (now > dueAt) return { tone: 'red', word: '已超期' };
    if (dayOf(dueAt) === dayOf(now)) return { tone: 'orange', word: '今日到期' };
    if ((dueAt - now) * 5 <= dueAt - receivedAt) return { tone: 'yellow', word: '临期' };
  }
  if (status === 'registered') return { tone: 'blue', word: '新件' };
  if (status === 'assigned') return { tone: 'blue', word: '新派' };
  return { tone: 'wathet', word: '在办' };
}
