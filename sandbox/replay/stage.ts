import type { Created } from '../district/intake-client';
import type { District } from '../district/read';
import { Agenda } from './agenda';
import { afterWork, type Course } from './course';
import type { Complain, Doing } from './doing';
import type { ReplayLetter } from './letters';
import type { World } from './world';

/** A letter that has become a case. */
export interface LetterCase {
  readonly letter: ReplayLetter;
  readonly course: Course;
  readonly created: Created;
  readonly number: string;
  /** Code of the lead unit. */
  readonly lead: string;
}

/** A case in the hands of one person of its unit. */
export interface HeldCase extends LetterCase {
  readonly unit: string;
  readonly handler: string;
}

/** What everybody on the scene shares: the world, the hands, the agenda and the tally. */
export class Stage {
  readonly world: World;
  readonly doing: Doing;
  readonly complain: Complain;
  readonly agenda = new Agenda();
  /** How often each thing was done. */
  readonly counts = new Map<string, number>();

  constructor(given: Pick<Stage, 'world' | 'doing' | 'complain'>) {
    this.world = given.world;
    this.doing = given.doing;
    this.complain = given.complain;
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  /** Puts something on the agenda, so many working minutes after now or after another instant. */
  plan(minutes: number, run: () => Promise<void>, from = this.world.now): void {
    this.agenda.add(afterWork(from, minutes), run);
  }
}

/** open_ids of those who hold a role, in one unit where one is named. */
export function holders(district: District, role: string, unit?: string): readonly string[] {
  return district.people
    .filter((one) => one.grants.some((grant) => grant.role === role && (unit === undefined || grant.unit === unit)))
    .map((one) => one.open_id);
}

/** The longest text a form takes, in characters. */
export const FORM_MAX = 1000;

export function fitsForm(text: string): boolean {
  return [...text].length <= FORM_MAX;
}
