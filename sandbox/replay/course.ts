import { addDays, at, dayOf, isWorkingDay, nextWorkingDay } from '../district/working-days';
import { Chance } from './random';

/** What the people will do with one letter, decided before it comes in, so that nothing else can change it. */
export interface Course {
  readonly channel: string;
  /** Intake fields beside the letter itself. */
  readonly intake: Readonly<Record<string, unknown>>;
  readonly path: 'assign' | 'decline' | 'on-spot';
  readonly isTakenFirst: boolean;
  readonly isRecalled: boolean;
  readonly hasSecondCall: boolean;
  readonly progress: 'none' | 'note' | 'contacted';
  readonly isRevealed: boolean;
  readonly isAnsweredLate: boolean;
  readonly isAnsweredWithResult: boolean;
  readonly isLeftOpen: boolean;
  readonly isFollowedUp: boolean;
  readonly isReachedAtOnce: boolean;
  /** Working minutes between one step and the next. */
  readonly delays: {
    readonly dispatch: number;
    readonly claim: number;
    readonly progress: number;
    readonly reply: number;
    readonly resolve: number;
    readonly followUp: number;
  };
  /** For all further choices about this letter: who acts, which words. */
  readonly chance: Chance;
}

const CHANNELS = {
  portal: 38,
  'hotline-12345': 30,
  'instant-response': 10,
  'hall-immediate': 4,
  'hall-committed': 6,
  'enterprise-visit': 6,
  'lifecycle-platform': 6,
} as const;

const DAY_MINUTES = 430;

/** The course of one letter: the same for the same seed and letter, whatever else happens. */
export function courseOf(seed: string, id: string): Course {
  const chance = new Chance(seed, 'course', id);
  const source = chance.weighted(CHANNELS);
  const path = chance.weighted({ assign: 88, decline: 5, 'on-spot': 7 });
  const isClaimedLate = chance.in(0.1);
  return {
    ...channelOf(source, chance),
    path,
    isTakenFirst: chance.in(0.3),
    isRecalled: chance.in(0.08),
    hasSecondCall: chance.in(0.12),
    progress: chance.weighted({ none: 70, note: 15, contacted: 15 }),
    isRevealed: chance.in(0.12),
    isAnsweredLate: chance.in(0.15),
    isAnsweredWithResult: chance.in(0.1),
    isLeftOpen: chance.in(0.06),
    isFollowedUp: chance.in(0.85),
    isReachedAtOnce: chance.in(0.8),
    delays: {
      dispatch: chance.whole(5, 60),
      claim: isClaimedLate ? chance.whole(2 * DAY_MINUTES, 3 * DAY_MINUTES) : chance.whole(10, 240),
      progress: chance.whole(20, 200),
      reply: chance.whole(30, 2 * DAY_MINUTES),
      resolve: chance.whole(10, 2 * DAY_MINUTES),
      followUp: chance.whole(30, DAY_MINUTES),
    },
    chance,
  };
}

function channelOf(source: keyof typeof CHANNELS, chance: Chance): Pick<Course, 'channel' | 'intake'> {
  const hasContact = chance.in(0.7);
  const contact = hasContact
    ? { name: `来信人${chance.whole(10, 99)}`, phone: `1380000${chance.whole(1000, 9999)}` }
    : {};
  switch (source) {
    case 'hall-immediate':
      return { channel: 'service-hall', intake: { ...contact, immediate: true } };
    case 'hall-committed':
      return { channel: 'service-hall', intake: { ...contact, statutory_days: chance.whole(5, 20) } };
    case 'lifecycle-platform':
      return { channel: source, intake: { ...contact, new_enterprise: chance.in(0.5) } };
    default:
      return { channel: source, intake: contact };
  }
}

/** Office hours of the scripted people; digests and reminders at 08:30 stay clear of them. */
const HOURS: readonly (readonly [from: string, to: string])[] = [
  ['08:40', '12:00'],
  ['13:30', '17:20'],
];

/** The instant `minutes` working minutes after `from`. */
export function afterWork(from: number, minutes: number): number {
  let left = minutes * 60_000;
  let day = dayOf(from);
  if (!isWorkingDay(day)) day = nextWorkingDay(day);
  for (let now = from; ; day = nextWorkingDay(day)) {
    for (const [opens, closes] of HOURS) {
      const start = Math.max(now, at(day, opens));
      const end = at(day, closes);
      if (start >= end) continue;
      if (start + left <= end) return start + left;
      left -= end - start;
    }
    now = at(addDays(day, 1), '00:00');
  }
}
