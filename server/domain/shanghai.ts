/**
 * Instants and days of Asia/Shanghai by integer arithmetic. A fixed UTC+8 is safe because China has kept one
 * offset without summer time since 15 September 1991; earlier instants are refused, not guessed.
 */
import { fail, ok, type Result } from './result';

/** A Shanghai day as the count of days since 1970-01-01. Days compare and subtract as numbers. */
export type Day = number & { readonly unit: 'shanghai-day' };

export interface CivilDate {
  readonly year: number;
  /** 1-12 */
  readonly month: number;
  /** 1-31 */
  readonly date: number;
}

/** First and last year for which days are accepted; the first is the first whole year without summer time. */
export const FIRST_YEAR = 1992;
export const LAST_YEAR = 2199;

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
const OFFSET_MS = 8 * HOUR_MS;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

/** Marks a whole number as a day; the one place where the brand is put on. */
export function dayNumber(daysSinceEpoch: number): Day {
  return daysSinceEpoch as Day;
}

/** The Shanghai day an instant (epoch ms) falls on. */
export function dayOf(ms: number): Day {
  return dayNumber(Math.floor((ms + OFFSET_MS) / DAY_MS));
}

/** 00:00:00.000 of the day, epoch ms. */
export function startOfDay(day: Day): number {
  return day * DAY_MS - OFFSET_MS;
}

/** 23:59:59.000 of the day, epoch ms: the instant a day budget is due at, whole seconds as people read it (D2). */
export function endOfDay(day: Day): number {
  return startOfDay(day) + DAY_MS - SECOND_MS;
}

export function addDays(day: Day, days: number): Day {
  return dayNumber(day + days);
}

/** Days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return b - a;
}

/** 0 = Sunday … 6 = Saturday. 1970-01-01 was a Thursday. */
export function weekday(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** 周日 … 周六 */
export function weekdayName(day: Day): string {
  return WEEKDAYS[weekday(day)] ?? '';
}

/** Year, month and date of a day (proleptic Gregorian, after Hinnant's days-from-civil). */
export function civilOf(day: Day): CivilDate {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    date: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

export function yearOf(day: Day): number {
  return civilOf(day).year;
}

/** The day of a date that exists; a month outside 1-12 or a date outside the month is the caller's bug. */
export function dayFromCivil(year: number, month: number, date: number): Day {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return dayNumber(era * 146_097 + dayOfEra - 719_468);
}

export function daysInMonth(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
}

/** Same day number `months` (≥ 0) later, else the end of that month: 2022-11-30 + 3 → 2023-02-28 (R33). */
export function addMonths(day: Day, months: number): Day {
  const { year, month, date } = civilOf(day);
  const index = year * 12 + (month - 1) + months;
  const toYear = Math.floor(index / 12);
  const toMonth = (index % 12) + 1;
  return dayFromCivil(toYear, toMonth, Math.min(date, daysInMonth(toYear, toMonth)));
}

function two(n: number): string {
  return n < 10 ? `0${n}` : `${n}`;
}

/** `2026-05-07` */
export function formatDay(day: Day): string {
  const { year, month, date } = civilOf(day);
  return `${year}-${two(month)}-${two(date)}`;
}

/** `2026-05-07T08:30:00+08:00`; milliseconds are cut off. */
export function isoShanghai(ms: number): string {
  const day = dayOf(ms);
  const seconds = Math.floor((ms - startOfDay(day)) / SECOND_MS);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${formatDay(day)}T${clock}+08:00`;
}

/** Milliseconds after midnight of `HH:MM` (00:00-24:00). @throws RangeError on anything else: settings are checked first */
export function timeOfDayMs(hhmm: string): number {
  const match = /^(\d\d):(\d\d)$/.exec(hhmm);
  const hours = Number(match?.[1] ?? Number.NaN);
  const minutes = Number(match?.[2] ?? Number.NaN);
  const total = hours * HOUR_MS + minutes * MINUTE_MS;
  if (!(minutes < 60 && total <= DAY_MS)) throw new RangeError(`not a time of day: ${hhmm}`);
  return total;
}

/** The instant of `HH:MM` on a day, epoch ms. */
export function atTime(day: Day, hhmm: string): number {
  return startOfDay(day) + timeOfDayMs(hhmm);
}

function dayFromText(year: string, month: string, date: string): Day | null {
  const [y, m, d] = [Number(year), Number(month), Number(date)];
  if (y < FIRST_YEAR || y > LAST_YEAR || m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) return null;
  return dayFromCivil(y, m, d);
}

/** `YYYY-MM-DD` of an existing date, 1992-2199. Refusal `day.malformed` `{text}`. */
export function parseDay(text: string): Result<Day> {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  const day = match ? dayFromText(match[1] ?? '', match[2] ?? '', match[3] ?? '') : null;
  return day === null ? fail('day.malformed', { text: text.slice(0, 40) }) : ok(day);
}

const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?([Zz]|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/;

function offsetMs(zone: string | undefined): number {
  if (zone === undefined) return OFFSET_MS;
  if (zone === 'Z' || zone === 'z') return 0;
  const digits = zone.replace(':', '');
  const size = Number(digits.slice(1, 3)) * HOUR_MS + Number(digits.slice(3, 5)) * MINUTE_MS;
  return zone.startsWith('-') ? -size : size;
}

/**
 * An ISO 8601 instant with offset or `Z`; without either it is Shanghai time. Seconds may be missing, a date alone
 * is refused (it names no instant). @returns epoch ms, or refusal `instant.malformed` `{text}`
 */
export function parseInstant(text: string): Result<number> {
  const refused = fail('instant.malformed', { text: text.slice(0, 40) });
  const match = INSTANT.exec(text);
  if (!match) return refused;
  const [, year = '', month = '', date = '', hour = '', minute = '', second = '0', fraction = '0', zone] = match;
  const day = dayFromText(year, month, date);
  if (day === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return refused;
  const millis = Math.floor(Number(`0.${fraction}`) * 1000);
  const time = Number(hour) * HOUR_MS + Number(minute) * MINUTE_MS + Number(second) * SECOND_MS + millis;
  return ok(day * DAY_MS + time - offsetMs(zone));
}
