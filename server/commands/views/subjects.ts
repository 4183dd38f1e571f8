import { dayOf, formatDay } from '../../domain/shanghai';
import type { Desk } from '../command';

/** Names of live cards. A list card belongs to a working day: rest days write on the last one's card. */
function workingDay(desk: Pick<Desk, 'calendar' | 'now'>): string {
  return formatDay(desk.calendar.onOrPreviousWorkingDay(dayOf(desk.now)));
}

export function followUpSubject(leadUnit: string, desk: Pick<Desk, 'calendar' | 'now'>): string {
  return `follow-up:${leadUnit}:${workingDay(desk)}`;
}

export function reminderSubject(unit: string, desk: Pick<Desk, 'calendar' | 'now'>): string {
  return `reminders:${unit}:${formatDay(dayOf(desk.now))}`;
}
