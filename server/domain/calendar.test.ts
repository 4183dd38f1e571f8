import fc from 'fast-check';
import { buildCalendar, type WorkCalendar } from './calendar';
import { afterLastInterval, isOfficeTime, nextOfficeTime } from './office-hours';
import { publishedHolidays } from './published-holidays';
import { addDays, type Day, dayFromCivil, dayNumber, formatDay, isoShanghai, parseDay, parseInstant } from './shanghai';

const calendar = buildCalendar(publishedHolidays());

function day(text: string): Day {
  const parsed = parseDay(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

function at(text: string): number {
  const parsed = parseInstant(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

/** The definition, one day at a time. */
function nthByWalking(from: Day, n: number, days: WorkCalendar): Day {
  let current = from;
  for (let left = n; left > 0; ) {
    current = addDays(current, 1);
    if (days.isWorkingDay(current)) left--;
  }
  return current;
}

const someDay = fc.integer({ min: dayFromCivil(2003, 1, 1), max: dayFromCivil(2030, 12, 31) }).map(dayNumber);
const budget = fc.integer({ min: 0, max: 120 });

describe('published arrangements', () => {
  it.each([
    ['2026-10-01', false, '国庆节'],
    ['2026-10-08', true, '周四'],
    ['2026-10-10', true, '补班'],
    ['2026-10-11', false, '周日'],
    ['2026-02-14', true, '补班'],
    ['2026-02-23', false, '春节'],
    ['2022-05-04', false, '劳动节'],
    ['2022-05-07', true, '补班'],
  ])('%s: working %s, named %s', (text, isWorking, name) => {
    expect(calendar.isWorkingDay(day(text))).toBe(isWorking);
    expect(calendar.dayName(day(text))).toBe(name);
  });

  it('knows which years are published and calls all others provisional', () => {
    expect(calendar.isProvisional(day('2026-12-31'))).toBe(false);
    expect(calendar.isProvisional(day('2003-05-01'))).toBe(true);
    expect(calendar.isProvisional(day('2150-10-01'))).toBe(true);
    expect(calendar.isProvisionalSpan(day('2026-01-01'), day('2026-12-31'))).toBe(false);
    expect(calendar.isProvisionalSpan(day('2100-12-31'), day('2100-01-01'))).toBe(false);
  });

  it('does not take a year for published by single early days', () => {
    const years = [...publishedHolidays().publishedYears];
    expect(years).toEqual(expect.arrayContaining([2022, 2023, 2024, 2025, 2026]));
    for (const year of years) expect(publishedHolidays().holidays.has(dayFromCivil(year, 10, 1))).toBe(true);
  });
});

describe('counting working days', () => {
  it('finds the same day as walking does', () => {
    fc.assert(
      fc.property(someDay, budget, (from, n) => calendar.addWorkingDays(from, n) === nthByWalking(from, n, calendar)),
    );
  });

  it('adds in parts what it adds at once', () => {
    fc.assert(
      fc.property(someDay, budget, budget, (from, n, m) => {
        const parts = calendar.addWorkingDays(calendar.addWorkingDays(from, n), m);
        return calendar.addWorkingDays(from, n + m) === parts;
      }),
    );
  });

  it('never skips a make-up day and always ends on a working day', () => {
    const makeUps = [...publishedHolidays().makeUpDays.keys()];
    for (const makeUp of makeUps) expect(calendar.nextWorkingDay(addDays(makeUp, -1))).toBe(makeUp);
    fc.assert(fc.property(someDay, budget, (from, n) => calendar.isWorkingDay(calendar.addWorkingDays(from, n + 1))));
  });

  it('counts between two days what it adds', () => {
    fc.assert(
      fc.property(someDay, budget, (from, n) => {
        const to = calendar.addWorkingDays(from, n);
        expect(calendar.workingDaysBetween(from, to)).toBe(n);
        expect(calendar.workingDaysBetween(to, from)).toBe(n === 0 ? 0 : -n);
      }),
    );
  });

  it('steps over the Spring Festival in both directions', () => {
    expect(formatDay(calendar.nextWorkingDay(day('2026-02-14')))).toBe('2026-02-24');
    expect(formatDay(calendar.previousWorkingDay(day('2026-02-24')))).toBe('2026-02-14');
    expect(formatDay(calendar.onOrNextWorkingDay(day('2026-02-14')))).toBe('2026-02-14');
    expect(formatDay(calendar.onOrNextWorkingDay(day('2026-02-15')))).toBe('2026-02-24');
    expect(formatDay(calendar.onOrPreviousWorkingDay(day('2026-05-31')))).toBe('2026-05-29');
    expect(formatDay(calendar.onOrPreviousWorkingDay(day('2023-09-30')))).toBe('2023-09-28');
  });

  it('answers the same whatever it was asked before', () => {
    const fresh = buildCalendar(publishedHolidays());
    expect(formatDay(fresh.previousWorkingDay(day('2026-01-01')))).toBe('2025-12-31');
    expect(fresh.workingDaysBetween(day('2026-03-02'), day('2010-03-01'))).toBe(
      -fresh.workingDaysBetween(day('2010-03-01'), day('2026-03-02')),
    );
    expect(formatDay(fresh.addWorkingDays(day('2026-09-25'), 3))).toBe('2026-09-30');
  });

  it('counts from a rest day as from the working day before it', () => {
    expect(formatDay(calendar.addWorkingDays(day('2026-10-03'), 3))).toBe('2026-10-10');
    expect(formatDay(calendar.addWorkingDays(day('2026-10-03'), 0))).toBe('2026-10-03');
  });

  it('refuses half days, negative counts and days beyond its range', () => {
    expect(() => calendar.addWorkingDays(day('2026-10-03'), -1)).toThrow(RangeError);
    expect(() => calendar.addWorkingDays(day('2026-10-03'), 1.5)).toThrow(RangeError);
    expect(() => calendar.addWorkingDays(day('2026-10-03'), 1_000_000)).toThrow(RangeError);
    expect(() => calendar.previousWorkingDay(day('1992-01-01'))).toThrow(RangeError);
    expect(() => calendar.isWorkingDay(dayFromCivil(1980, 1, 1))).toThrow(RangeError);
  });

  it('lets the district add days of its own', () => {
    const local = buildCalendar({
      ...publishedHolidays(),
      localRest: new Map([[day('2026-06-10'), '台风停工']]),
      localWork: new Map([[day('2026-06-13'), '补班（台风）']]),
    });
    expect(local.dayName(day('2026-06-10'))).toBe('台风停工');
    expect(formatDay(local.addWorkingDays(day('2026-06-09'), 3))).toBe('2026-06-13');
  });
});

describe('office hours', () => {
  const hours = {
    intervals: [
      { from: '08:30', to: '12:00' },
      { from: '13:30', to: '17:30' },
    ],
  };

  it.each([
    ['2026-05-07T08:29:59', false, '2026-05-07T08:30:00+08:00'],
    ['2026-05-07T08:30:00', true, '2026-05-07T08:30:00+08:00'],
    ['2026-05-07T12:30:00', false, '2026-05-07T13:30:00+08:00'],
    ['2026-05-07T17:30:00', true, '2026-05-07T17:30:00+08:00'],
    ['2026-05-07T17:30:01', false, '2026-05-08T08:30:00+08:00'],
    ['2026-05-08T20:00:00', false, '2026-05-09T08:30:00+08:00'],
    ['2026-02-15T10:00:00', false, '2026-02-24T08:30:00+08:00'],
  ])('%s: in office hours %s, next %s', (text, isIn, next) => {
    expect(isOfficeTime(at(text), hours, calendar)).toBe(isIn);
    expect(isoShanghai(nextOfficeTime(at(text), hours, calendar))).toBe(next);
  });

  it('ends with the last interval', () => {
    expect(afterLastInterval(at('2026-05-07T17:30:00'), hours)).toBe(false);
    expect(afterLastInterval(at('2026-05-07T17:30:01'), hours)).toBe(true);
    expect(() => nextOfficeTime(at('2026-05-07T17:30:01'), { intervals: [] }, calendar)).toThrow(RangeError);
  });
});
