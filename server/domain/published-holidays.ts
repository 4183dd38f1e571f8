/**
 * The State Council's yearly holiday arrangements, from the data file of chinese-days. The file is read, not the
 * package's code: its own functions call every day of an unpublished year a plain one, and load six times slower.
 */
import table from 'chinese-days/dist/chinese-days.json';
import { type Day, parseDay } from './shanghai';

export interface PublishedHolidays {
  /** Days off by arrangement, weekends inside a holiday included; value e.g. 国庆节. */
  readonly holidays: ReadonlyMap<Day, string>;
  /** Weekend days worked in exchange (补班); value is the holiday they make up for. */
  readonly makeUpDays: ReadonlyMap<Day, string>;
  /** Years with a published arrangement. In all others a due date that depends on the calendar is provisional. */
  readonly publishedYears: ReadonlySet<number>;
}

function byDay(entries: Readonly<Record<string, string>>): Map<Day, string> {
  const days = new Map<Day, string>();
  for (const [text, detail] of Object.entries(entries)) {
    const day = parseDay(text);
    // Entries read "National Day,国庆节,3".
    if (day.ok) days.set(day.value, detail.split(',')[1] ?? detail);
  }
  return days;
}

/**
 * A year counts as published when its 1 October is listed: single days of a year may be listed early, because
 * the arrangement of the next year's New Year can reach back into December.
 */
function yearsOf(entries: Readonly<Record<string, string>>): Set<number> {
  const years = new Set<number>();
  for (const text of Object.keys(entries)) {
    if (text.endsWith('-10-01')) years.add(Number(text.slice(0, 4)));
  }
  return years;
}

let published: PublishedHolidays | undefined;

/** Parsed once, on first use. */
export function publishedHolidays(): PublishedHolidays {
  published ??= {
    holidays: byDay(table.holidays),
    makeUpDays: byDay(table.workdays),
    publishedYears: yearsOf(table.holidays),
  };
  return published;
}
