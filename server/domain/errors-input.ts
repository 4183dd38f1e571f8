import { plain, type RefusalTable } from './error-entry';
import { limitUnitWords } from './error-words';

/** Refusals of what comes in from outside: dates, deadlines, intake bodies, queries, the movable clock. */
export const INPUT_REFUSALS = {
  'day.malformed': {
    zh: (p) => `“${p('text')}”不是有效日期。请写成 2026-03-02，年份在 1992 到 2199 之间。`,
    en: (p) => `"${p('text')}" is not a date that exists. Write it as 2026-03-02, with a year from 1992 to 2199.`,
  },
  'instant.malformed': {
    zh: (p) => `“${p('text')}”不是有效时间。请写成 2026-03-02T09:00:00+08:00，日期和时间缺一不可。`,
    en: (p) => `"${p('text')}" is not an instant. Write it as 2026-03-02T09:00:00+08:00, with both date and time.`,
  },
  'deadline.bad-count': {
    zh: (p) => `时限“${p('count')} ${limitUnitWords.zh(p('unit'))}”不能计算。请填 1 到 ${p('most')} 的整数。`,
    en: (p) =>
      `A limit of ${p('count')} ${limitUnitWords.en(p('unit'))} cannot be counted. Give a whole number from 1 to ${p('most')}.`,
  },
  'deadline.needs-statutory-days': plain(
    '这条规则按法定时限压减计算，缺少法定工作日数。请填写 statutory_days（法定时限，工作日）。',
    'This rule shortens the statutory limit, which is missing. Give statutory_days (working days).',
  ),
  'deadline.needs-handed-over': {
    zh: (p) => `规则 ${p('rule')} 从交办之日起算，缺少交办时间。请填写 handed_over_at。`,
    en: (p) => `The rule ${p('rule')} counts from the hand-over, which is missing. Give handed_over_at.`,
  },
  'deadline.out-of-range': {
    zh: (p) => `收到或交办时间超出可计算的范围。请填写 ${p('from')} 年到 ${p('to')} 年之间的时间。`,
    en: (p) => `The time of receipt or hand-over is out of range. Give an instant from ${p('from')} to ${p('to')}.`,
  },
  'deadline.no-rule': {
    zh: (p) =>
      `渠道“${p('channel')}”没有适用于本件的时限规则。请补全类别、届次、级别等信息；仍不行的，请管理员用“时限”检查规则。`,
    en: (p) =>
      `No deadline rule of the channel "${p('channel')}" fits. Complete grade, session and level; if it still fails, an administrator checks the rules with "deadline".`,
  },
  'deadline.unknown-rule': {
    zh: (p) => `没有“${p('rule')}”这条时限规则。可用：${p('known')}。`,
    en: (p) => `There is no deadline rule "${p('rule')}". Known: ${p('known')}.`,
  },
  'deadline.contradiction': {
    zh: (p) =>
      `规则 ${p('rule')} 适用的 ${p('field')} 是 ${p('wanted')}，与所给的 ${p('given')} 矛盾。请改规则或改 ${p('field')}。`,
    en: (p) =>
      `The rule ${p('rule')} is for ${p('field')} ${p('wanted')}, but ${p('given')} is given. Change the rule or ${p('field')}.`,
  },
  'intake.received-in-future': plain(
    '收到时间比现在晚一天以上，不能登记。请检查发送方的时钟和时区，或不填此项。',
    'The time of receipt is more than a day ahead. Check the clock and zone of the sender, or leave it out.',
  ),
  'intake.needs-hall-limit': plain(
    '政务服务大厅的诉求须说明是否即办，或给出法定时限。请填写 immediate 或 statutory_days。',
    'An appeal from the service hall is either immediate or has a statutory limit. Give immediate or statutory_days.',
  ),
  'intake.needs-session': plain(
    '议案提案须说明是会上提出还是闭会期间提出。请填写 session：at-session 或 between-sessions。',
    'A proposal needs how it was tabled. Give session: at-session or between-sessions.',
  ),
  'intake.needs-level': plain(
    '议案提案须说明级别。请填写 level：city 或 district。',
    'A proposal needs its level. Give level: city or district.',
  ),
  'intake.needs-handed-over': plain(
    '议案提案须给出交办时间，时限由此起算。请填写 handed_over_at。',
    'A proposal needs the time of its hand-over. Give handed_over_at.',
  ),
  'intake.report-needs-against': plain(
    '举报须说明被举报的单位，以免交由其自行办理。请填写 against（单位代码或名称）。',
    'A report needs the unit it is against, so that it never handles it itself. Give against (unit code or text).',
  ),
  'intake.key-too-long': {
    zh: (p) => `Idempotency-Key 过长。请改用不超过 ${p('max')} 个字符的键，重发时保持不变。`,
    en: (p) =>
      `The Idempotency-Key is too long. Use at most ${p('max')} characters, and the same ones when you repeat it.`,
  },
  'list.bad-status': {
    zh: (p) => `没有“${p('status')}”这个状态。可用：${p('known')}，多个以逗号分隔。`,
    en: (p) => `There is no status "${p('status')}". Known: ${p('known')}; several are separated by commas.`,
  },
  'list.bad-time': {
    zh: (p) =>
      `${p('field')} 的值“${p('value')}”不是有效的日期或时间。请写成 2026-03-02 或 2026-03-02T09:00:00+08:00。`,
    en: (p) =>
      `The value "${p('value')}" of ${p('field')} is no date or instant. Write 2026-03-02 or 2026-03-02T09:00:00+08:00.`,
  },
  'list.bad-cursor': plain(
    '翻页标记 cursor 不正确。请原样使用上一页返回的 cursor，或去掉它从第一页查起。',
    'The cursor is not right. Use the one of the page before as it came, or leave it out to begin anew.',
  ),
  'clock.backwards': {
    zh: (p) => `已经登记过诉求，时钟不能往回拨（现在是 ${p('now')}）。请换一个空的数据库，或只向前拨。`,
    en: (p) =>
      `There are cases already, so the clock (${p('now')}) cannot go back. Use an empty database, or move it forward only.`,
  },
  'clock.malformed': plain(
    '看不懂要把时钟拨到哪里。请给出 {"now": 时间} 或 {"advance": "PT2H" | "P1D" | "next-due"}。',
    'It is not clear where to move the clock. Give {"now": instant} or {"advance": "PT2H" | "P1D" | "next-due"}.',
  ),
} as const satisfies RefusalTable;
