/**
 * Working days. Every question is answered from one continuous table of days: how many working days lie up to a
 * day, and which day is the nth, so adding working days is two array reads whatever the distance.
 */
import {
  addDays,
  type Day,
  dayFromCivil,
  dayNumber,
  FIRST_YEAR,
  LAST_YEAR,
  weekday,
  weekdayName,
  yearOf,
} from './shanghai';

export interface CalendarSource {
  readonly holidays: ReadonlyMap<Day, string>;
  readonly makeUpDays: ReadonlyMap<Day, string>;
  readonly publishedYears: ReadonlySet<number>;
  /** Days the district adds, with their name. They override the published ones; work beats rest on the same day,
   * because a due date that is too early breaks no promise. */
  readonly localRest?: ReadonlyMap<Day, string>;
  readonly localWork?: ReadonlyMap<Day, string>;
}

export interface WorkCalendar {
  isWorkingDay(day: Day): boolean;
  /** Why a day is what it is: 国庆节, 补班, a local day's name, else 周六. */
  dayName(day: Day): string;
  /** True in a year without a published arrangement: the day may still become a holiday or a working day. */
  isProvisional(day: Day): boolean;
  /** Whether any day from `from` to `to`, both included, is provisional; an empty span (`to` before `from`) is not. */
  isProvisionalSpan(from: Day, to: Day): boolean;
  /** The nth working day after `day`, which itself is not counted; `n` = 0 gives `day`. @param n whole, ≥ 0 */
  addWorkingDays(day: Day, n: number): Day;
  nextWorkingDay(day: Day): Day;
  onOrNextWorkingDay(day: Day): Day;
  previousWorkingDay(day: Day): Day;
  onOrPreviousWorkingDay(day: Day): Day;
  /** Working days after `a` up to and including `b`; negative when `b` is earlier. */
  workingDaysBetween(a: Day, b: Day): number;
}

const MAKE_UP_NAME = '补班';

class TableCalendar implements WorkCalendar {
  private firstYear = LAST_YEAR + 1;
  private lastYear = FIRST_YEAR - 1;
  /** Day number of the table's first row. */
  private base = 0;
  /** Row i: working days from the base up to and including day base + i. */
  private upTo = new Int32Array(0);
  /** The working days of the table in order. */
  private working = new Int32Array(0);

  private readonly source: CalendarSource;

  constructor(source: CalendarSource) {
    this.source = source;
  }

  isWorkingDay(day: Day): boolean {
    const row = this.rowOf(day);
    return this.countAt(row) !== this.countAt(row - 1);
  }

  dayName(day: Day): string {
    const { localWork, localRest, makeUpDays, holidays } = this.source;
    const local = localWork?.get(day) ?? localRest?.get(day);
    if (local !== undefined) return local;
    if (makeUpDays.has(day)) return MAKE_UP_NAME;
    return holidays.get(day) ?? weekdayName(day);
  }

  isProvisional(day: Day): boolean {
    return !this.source.publishedYears.has(yearOf(day));
  }

  isProvisionalSpan(from: Day, to: Day): boolean {
    if (to < from) return false;
    const last = yearOf(to);
    for (let year = yearOf(from); year <= last; year++) {
      if (!this.source.publishedYears.has(year)) return true;
    }
    return false;
  }

  addWorkingDays(day: Day, n: number): Day {
    if (n === 0) return day;
    if (!(n > 0 && Number.isInteger(n))) throw new RangeError(`not a number of working days: ${n}`);
    return this.nth(day, this.countAt(this.rowOf(day)), n);
  }

  nextWorkingDay(day: Day): Day {
    return this.nth(day, this.countAt(this.rowOf(day)), 1);
  }

  onOrNextWorkingDay(day: Day): Day {
    return this.isWorkingDay(day) ? day : this.nextWorkingDay(day);
  }

  previousWorkingDay(day: Day): Day {
    return this.onOrPreviousWorkingDay(addDays(day, -1));
  }

  onOrPreviousWorkingDay(day: Day): Day {
    if (this.countAt(this.rowOf(day)) === 0) this.cover(yearOf(day) - 1, yearOf(day));
    const found = this.working[this.countAt(this.rowOf(day)) - 1];
    if (found === undefined) throw new RangeError(`no working day before ${FIRST_YEAR}`);
    return dayNumber(found);
  }

  workingDaysBetween(a: Day, b: Day): number {
    this.rowOf(a);
    const until = this.countAt(this.rowOf(b));
    // Looking up `b` may have moved the table's base: read `a` after it.
    return until - this.countAt(this.rowOf(a));
  }

  private countAt(row: number): number {
    return row < 0 ? 0 : (this.upTo[row] ?? 0);
  }

  private rowOf(day: Day): number {
    const row = day - this.base;
    if (row >= 0 && row < this.upTo.length) return row;
    const year = yearOf(day);
    this.cover(year, year + 1);
    return day - this.base;
  }

  /** The nth working day after `day`, `before` of them lying up to `day` in the table. Growing upwards moves no row. */
  private nth(day: Day, before: number, n: number): Day {
    let found = this.working[before + n - 1];
    while (found === undefined) {
      if (this.lastYear >= LAST_YEAR) throw new RangeError(`${n} working days lead past ${LAST_YEAR}`);
      const missing = before + n - this.working.length;
      this.cover(yearOf(day), this.lastYear + 1 + Math.floor(missing / 260));
      found = this.working[before + n - 1];
    }
    return dayNumber(found);
  }

  /** Rebuilds the table over all years asked for so far: some tens of microseconds a year, once per new year. */
  private cover(fromYear: number, toYear: number): void {
    if (toYear < FIRST_YEAR || fromYear > LAST_YEAR) throw new RangeError(`outside ${FIRST_YEAR}-${LAST_YEAR}`);
    this.firstYear = Math.max(FIRST_YEAR, Math.min(this.firstYear, fromYear));
    this.lastYear = Math.min(LAST_YEAR, Math.max(this.lastYear, toYear));
    this.base = dayFromCivil(this.firstYear, 1, 1);
    const flags = this.workFlags(dayFromCivil(this.lastYear, 12, 31) - this.base + 1);
    const upTo = new Int32Array(flags.length);
    const working: number[] = [];
    for (let row = 0; row < flags.length; row++) {
      if (flags[row] === 1) working.push(this.base + row);
      upTo[row] = working.length;
    }
    this.upTo = upTo;
    this.working = Int32Array.from(working);
  }

  private workFlags(length: number): Uint8Array {
    const flags = new Uint8Array(length);
    let dow = weekday(dayNumber(this.base));
    for (let row = 0; row < length; row++) {
      flags[row] = dow === 0 || dow === 6 ? 0 : 1;
      dow = dow === 6 ? 0 : dow + 1;
    }
    const mark = (days: ReadonlyMap<Day, string> | undefined, flag: number) => {
      for (const day of days?.keys() ?? []) {
        // A write outside a typed array is ignored, which is what days of other years need.
        flags[day - this.base] = flag;
      }
    };
    mark(this.source.holidays, 0);
    mark(this.source.makeUpDays, 1);
    mark(this.source.localRest, 0);
    mark(this.source.localWork, 1);
    return flags;
  }
}

/**
 * A calendar over 1992-2199; a day outside is a RangeError. The source is read again whenever a new year is met,
 * so do not change it: a changed arrangement is a new calendar.
 */
export function buildCalendar(source: CalendarSource): WorkCalendar {
  return new TableCalendar(source);
}
