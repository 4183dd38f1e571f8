import { isWorkday } from 'chinese-days';
import { addDays, at, dayOf, isWorkingDay, nextWorkingDay, previousWorkingDay } from './working-days';

it('agrees with the published table on every day of 2026', () => {
  const wrong: string[] = [];
  for (let day = '2026-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) {
    if (isWorkingDay(day) !== isWorkday(day)) wrong.push(day);
  }
  expect(wrong).toEqual([]);
});

it('steps over holidays and takes make-up days along', () => {
  expect(nextWorkingDay('2026-04-30')).toBe('2026-05-06');
  expect(nextWorkingDay('2026-05-08')).toBe('2026-05-09');
  expect(previousWorkingDay('2026-02-24')).toBe('2026-02-14');
});

it('knows the Shanghai day of an instant', () => {
  expect(dayOf(Date.parse('2026-05-06T16:00:00Z'))).toBe('2026-05-07');
  expect(at('2026-05-07', '08:30')).toBe(Date.parse('2026-05-07T00:30:00Z'));
});
