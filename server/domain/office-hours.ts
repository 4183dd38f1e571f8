/** Office hours: the intervals of a working day in which reminders may go out and a counter is staffed (D8, D10). */
import type { WorkCalendar } from './calendar';
import type { OfficeHours } from './policy';
import { dayOf, startOfDay, timeOfDayMs } from './shanghai';

/** Whether an instant lies in office hours. Both ends of an interval belong to it: 17:30:00 is still in time. */
export function isOfficeTime(ms: number, hours: OfficeHours, calendar: WorkCalendar): boolean {
  const day = dayOf(ms);
  if (!calendar.isWorkingDay(day)) return false;
  const time = ms - startOfDay(day);
  return hours.intervals.some(({ from, to }) => time >= timeOfDayMs(from) && time <= timeOfDayMs(to));
}

/**
 * The first instant at or after `ms` in office hours: `ms` itself when it is. The intervals may be in any order.
 * @throws RangeError when the office hours have no interval
 */
export function nextOfficeTime(ms: number, hours: OfficeHours, calendar: WorkCalendar): number {
  if (isOfficeTime(ms, hours, calendar)) return ms;
  const starts = hours.intervals.map(({ from }) => timeOfDayMs(from));
  const first = Math.min(...starts);
  if (!Number.isFinite(first)) throw new RangeError('office hours without an interval');
  const day = dayOf(ms);
  if (calendar.isWorkingDay(day)) {
    const midnight = startOfDay(day);
    const later = Math.min(...starts.filter((start) => midnight + start > ms));
    if (Number.isFinite(later)) return midnight + later;
  }
  return startOfDay(calendar.nextWorkingDay(day)) + first;
}

/** Whether an instant is later in its day than the end of the last interval, whatever kind of day it is. */
export function afterLastInterval(ms: number, hours: OfficeHours): boolean {
  const last = Math.max(...hours.intervals.map(({ to }) => timeOfDayMs(to)));
  return ms - startOfDay(dayOf(ms)) > last;
}
