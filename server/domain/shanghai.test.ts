import fc from 'fast-check';
import {
  addDays,
  addMonths,
  atTime,
  civilOf,
  dayFromCivil,
  dayNumber,
  dayOf,
  daysBetween,
  endOfDay,
  formatDay,
  isoShanghai,
  parseDay,
  parseInstant,
  startOfDay,
  weekday,
  weekdayName,
} from './shanghai';

const FIRST_DAY = dayFromCivil(1992, 1, 1);
const LAST_DAY = dayFromCivil(2199, 12, 31);
const anyDay = fc.integer({ min: FIRST_DAY, max: LAST_DAY }).map(dayNumber);

describe('Shanghai days', () => {
  it('agrees with the platform on every kind of day', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const utc = new Date(day * 86_400_000);
        expect(formatDay(day)).toBe(utc.toISOString().slice(0, 10));
        expect(weekday(day)).toBe(utc.getUTCDay());
        const { year, month, date } = civilOf(day);
        expect(dayFromCivil(year, month, date)).toBe(day);
        expect(parseDay(formatDay(day))).toEqual({ ok: true, value: day });
        expect([dayOf(startOfDay(day)), dayOf(endOfDay(day))]).toEqual([day, day]);
        expect(daysBetween(day, addDays(day, 9))).toBe(9);
      }),
    );
  });

  it('changes the day at midnight in Shanghai, not in Greenwich', () => {
    const day = dayFromCivil(2026, 5, 7);
    expect(dayOf(Date.parse('2026-05-06T15:59:59.999Z'))).toBe(addDays(day, -1));
    expect(dayOf(Date.parse('2026-05-06T16:00:00Z'))).toBe(day);
    expect(isoShanghai(endOfDay(day))).toBe('2026-05-07T23:59:59+08:00');
    expect(isoShanghai(atTime(day, '08:30'))).toBe('2026-05-07T08:30:00+08:00');
    expect(weekdayName(day)).toBe('周四');
  });

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-4-3',
    ' 2026-04-03',
    '1991-12-31',
    '2200-01-01',
  ])('refuses %s as a day', (text) => expect(parseDay(text)).toMatchObject({ ok: false, code: 'day.malformed' }));

  it.each([
    ['2022-11-30', 3, '2023-02-28'],
    ['2023-11-30', 3, '2024-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-10-15', 3, '2027-01-15'],
    ['2026-05-31', 0, '2026-05-31'],
  ])('%s plus %i months is %s', (from, months, to) => {
    const day = parseDay(from);
    expect(day.ok && formatDay(addMonths(day.value, months))).toBe(to);
  });
});

describe('instants', () => {
  it.each([
    ['2026-05-07T08:30:00+08:00', '2026-05-07T00:30:00.000Z'],
    ['2026-05-07T08:30', '2026-05-07T00:30:00.000Z'],
    ['2026-05-07 08:30:15', '2026-05-07T00:30:15.000Z'],
    ['2026-05-07T00:30:00.25Z', '2026-05-07T00:30:00.250Z'],
    ['2026-05-06T20:30:00-04:00', '2026-05-07T00:30:00.000Z'],
    ['2026-05-07T08:30:00+0800', '2026-05-07T00:30:00.000Z'],
  ])('reads %s as %s', (text, utc) => {
    expect(parseInstant(text)).toEqual({ ok: true, value: Date.parse(utc) });
  });

  it.each([
    '2026-05-07',
    '2026-05-07T24:00:00Z',
    '2026-05-07T08:60Z',
    '2026-02-30T08:00Z',
    '2026-05-07T08:30+15:00',
    'now',
    '',
  ])('refuses %s as an instant', (text) =>
    expect(parseInstant(text)).toMatchObject({ ok: false, code: 'instant.malformed' }),
  );

  it('reads back what it prints', () => {
    fc.assert(
      fc.property(fc.integer({ min: startOfDay(FIRST_DAY) / 1000, max: endOfDay(LAST_DAY) / 1000 }), (seconds) => {
        expect(parseInstant(isoShanghai(seconds * 1000))).toEqual({ ok: true, value: seconds * 1000 });
      }),
    );
  });

  it('refuses a time of day that settings should have caught', () => {
    expect(() => atTime(dayFromCivil(2026, 5, 7), '8:30')).toThrow(RangeError);
    expect(() => atTime(dayFromCivil(2026, 5, 7), '24:30')).toThrow(RangeError);
  });
});
