import { chatIdOf } from '../district/seed';
import { holders, type LetterCase, type Stage } from './stage';

const SATISFACTION = ['very-satisfied', 'satisfied', 'satisfied', 'basically-satisfied', 'dissatisfied'] as const;
const PATIENCE = 30;

interface Callback {
  readonly one: LetterCase;
  /** Whoever did the work never asks about it. */
  readonly handler: string;
  readonly isReached: boolean;
}

/** The callers of the lead units: they work through the list card of their group. */
export class FollowUpWork {
  readonly #stage: Stage;
  readonly #putOff = new Map<string, number>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Plans the callback of a resolved case, where its course has one; some are reached only at the second try. */
  plan(one: LetterCase, handler: string): void {
    const { course } = one;
    if (!course.isFollowedUp) return;
    this.#stage.plan(course.delays.followUp, async () => {
      if (course.isReachedAtOnce) return this.#call({ one, handler, isReached: true });
      await this.#call({ one, handler, isReached: false });
      this.#stage.plan(400, () => this.#call({ one, handler, isReached: true }));
    });
  }

  async #call({ one, handler, isReached }: Callback): Promise<void> {
    const { world, doing } = this.#stage;
    const { course, number, lead } = one;
    const chat = chatIdOf(`unit:${lead}`);
    if (world.board.cardOffering(chat, 'record-follow-up', number) === undefined) {
      return this.#later({ one, handler, isReached });
    }
    const caller = course.chance.one(holders(world.district, 'follow-up', lead).filter((id) => id !== handler));
    const fields = isReached ? this.#answers(one) : { reached: 'no', method: 'phone' };
    const done = await doing.act(caller, chat, { cmd: 'record-follow-up', caseNumber: number, fields });
    if (done) this.#stage.count(isReached ? 'followed up' : 'follow-up not reached');
  }

  /** The list shows the oldest first; the others come up as those are dealt with. */
  #later(callback: Callback): void {
    const { number } = callback.one;
    const times = (this.#putOff.get(number) ?? 0) + 1;
    this.#putOff.set(number, times);
    this.#stage.count('follow-up put off: not yet on the list card');
    if (times < PATIENCE) this.#stage.plan(200, () => this.#call(callback));
    else this.#stage.complain(`${number} never came up on the follow-up list`);
  }

  #answers({ course }: LetterCase): Readonly<Record<string, unknown>> {
    const resolved = course.chance.one(['yes', 'yes', 'partly', 'no']);
    return {
      reached: 'yes',
      contacted: 'yes',
      resolved,
      satisfaction: course.chance.one(SATISFACTION),
      method: 'phone',
    };
  }
}
