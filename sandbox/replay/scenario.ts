import type { Created } from '../district/intake-client';
import { chatIdOf } from '../district/seed';
import { at, dayOf, isoShanghai, nextWorkingDay } from '../district/working-days';
import { courseOf } from './course';
import { FollowUpWork } from './follow-up-work';
import type { ReplayLetter } from './letters';
import { FORM_MAX, holders, type LetterCase, Stage } from './stage';
import { UnitWork } from './unit-work';

export interface ScenarioGiven extends Pick<Stage, 'world' | 'doing' | 'complain'> {
  readonly seed: string;
  /** Called after every movement of the clock, when everything that appeared has been read. */
  readonly afterMove: () => void;
}

const DISPATCH = chatIdOf('dispatch');
const CLOSED = ['resolved', 'archived', 'declined'];

/** The people of the district at work on the letters, from the first delivery to the last digest. */
export class Scenario {
  /** Accepted deliveries, for the figures computed beside the product. */
  readonly created: { readonly answer: Created; readonly lead: string }[] = [];
  readonly #given: ScenarioGiven;
  readonly #stage: Stage;
  readonly #units: UnitWork;
  readonly #followUps: FollowUpWork;
  #assigned = 0;
  #elsewhere = 0;

  constructor(given: ScenarioGiven) {
    this.#given = given;
    this.#stage = new Stage(given);
    this.#followUps = new FollowUpWork(this.#stage);
    this.#units = new UnitWork(this.#stage, this.#followUps);
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#stage.counts;
  }

  /** Cases assigned, and how many of them to another unit than the channel's lead unit. */
  get assigned(): { readonly all: number; readonly elsewhere: number } {
    return { all: this.#assigned, elsewhere: this.#elsewhere };
  }

  async run(letters: readonly ReplayLetter[]): Promise<void> {
    const { world, agenda } = this.#stage;
    for (const letter of letters) agenda.add(letter.receivedAt, () => this.#receive(letter));
    for (let item = agenda.next(); item !== undefined; item = agenda.next()) {
      await this.#moveTo(item.at);
      await item.run();
    }
    // The last digest tells of everything done until now.
    await this.#moveTo(at(nextWorkingDay(dayOf(world.now)), '08:30'));
  }

  async #moveTo(instant: number): Promise<void> {
    await this.#stage.world.moveTo(instant);
    await this.#stage.world.board.pull();
    this.#given.afterMove();
  }

  async #receive(letter: ReplayLetter): Promise<void> {
    const { doing } = this.#stage;
    const course = courseOf(this.#given.seed, letter.id);
    const body = {
      source_id: `L-${letter.id}`,
      title: letter.title,
      content: letter.content,
      received_at: isoShanghai(letter.receivedAt),
      ...course.intake,
    };
    const created = await doing.deliver(course.channel, `letter-${letter.id}`, body);
    if (created === undefined) return;
    this.#stage.count('received');
    const lead = (await doing.read(created.number))?.lead_unit ?? '';
    this.created.push({ answer: created, lead });
    const one = { letter, course, created, number: created.number, lead };
    this.#stage.plan(course.delays.dispatch, () => this.#dispatch(one));
    if (course.hasSecondCall) this.#stage.plan(course.delays.dispatch + 90, () => this.#callAgain(one));
  }

  async #dispatch(one: LetterCase): Promise<void> {
    const { course } = one;
    const dispatcher = course.chance.one(holders(this.#stage.world.district, 'dispatcher'));
    if (course.isTakenFirst) await this.#act(one, dispatcher, { cmd: 'take-case', tally: 'taken' });
    if (course.path === 'assign') return this.#assign(one, dispatcher);
    if (course.path === 'decline') {
      const fields = { reason: '不属于本区职责范围，已电话说明。', redirect: '市政府热线' };
      await this.#act(one, dispatcher, { cmd: 'decline-case', fields, tally: 'declined' });
      return;
    }
    const fields = { reply: [...one.letter.reply].slice(0, FORM_MAX).join(''), told_by: 'phone' };
    const done = await this.#act(one, dispatcher, { cmd: 'resolve-on-spot', fields, tally: 'resolved on the spot' });
    if (done) this.#followUps.plan(one, dispatcher);
  }

  /** To the unit the card suggests, else to the lead unit; a few go astray first and are taken back. */
  async #assign(one: LetterCase, dispatcher: string): Promise<void> {
    const { course, number, lead } = one;
    const { initial, options } = this.#stage.doing.choicesOf(DISPATCH, number, 'assign_case__unit');
    const unit = initial ?? lead;
    if (course.isRecalled) {
      const wrong = course.chance.one(options.filter((code) => code !== unit));
      const astray = await this.#act(one, dispatcher, { cmd: 'assign-case', fields: { unit: wrong } });
      const fields = { reason: '误派，重新核对职责后再派。' };
      if (!astray || !(await this.#act(one, dispatcher, { cmd: 'recall-assignment', fields, tally: 'recalled' })))
        return;
    }
    const fields = { unit, note: '请按期办理并回复来信人。' };
    if (!(await this.#act(one, dispatcher, { cmd: 'assign-case', fields, tally: 'assigned' }))) return;
    this.#assigned += 1;
    if (unit !== lead) this.#elsewhere += 1;
    this.#stage.plan(course.delays.claim, () => this.#units.claim(one, unit));
  }

  async #callAgain(one: LetterCase): Promise<void> {
    const { doing, world } = this.#stage;
    if (CLOSED.includes((await doing.read(one.number))?.status ?? '')) return;
    const dispatcher = one.course.chance.one(holders(world.district, 'dispatcher'));
    const fields = { note: '来信人再次来电，询问办理进展。' };
    await this.#act(one, dispatcher, { cmd: 'add-call', fields, tally: 'called again' });
  }

  async #act(
    { number }: LetterCase,
    person: string,
    act: { readonly cmd: string; readonly fields?: Readonly<Record<string, unknown>>; readonly tally?: string },
  ): Promise<boolean> {
    const { cmd, fields, tally } = act;
    const done = await this.#stage.doing.act(person, DISPATCH, {
      cmd,
      caseNumber: number,
      ...(fields ? { fields } : {}),
    });
    if (done && tally !== undefined) this.#stage.count(tally);
    return done;
  }
}
