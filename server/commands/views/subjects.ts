import { dayOf, formatDay } from '../../domain/shanghai';
import type { Desk, Post } from '../command';

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

/** Brings the lead unit's follow-up list of the day up to date; the first one of the day posts it. */
export function followUpPost(leadUnit: string, desk: Pick<Desk, 'calendar' | 'now'>): Post {
  return { kind: 'live', subject: followUpSubject(leadUnit, desk), at: { purpose: `unit:${leadUnit}` } };
}
