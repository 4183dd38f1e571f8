import type { Created } from '../district/intake-client';
import type { District } from '../district/read';
import { chatIdOf } from '../district/seed';
import { at, dayOf, isoShanghai, nextWorkingDay } from '../district/working-days';
import { Agenda } from './agenda';
import { afterWork, type Course, courseOf } from './course';
import type { Complain, Doing } from './doing';
import type { ReplayLetter } from './letters';
import type { World } from './world';

/** How often each thing was done. */
export type Counts = Map<string, number>;

export interface ScenarioGiven {
  readonly world: World;
  readonly doing: Doing;
  readonly seed: string;
  readonly complain: Complain;
  /** Called after every movement of the clock. */
  readonly afterMove: () => void;
}

interface Course1 {
  readonly letter: ReplayLetter;
  readonly course: Course;
  readonly created: Created;
  readonly number: string;
  readonly lead: string;
}

/** A case in the hands of one person of its unit. */
interface Held extends Course1 {
  readonly unit: string;
  readonly handler: string;
}

const DISPATCH = chatIdOf('dispatch');
const FORM_MAX = 1000;
const SATISFACTION = ['very-satisfied', 'satisfied', 'satisfied', 'basically-satisfied', 'dissatisfied'] as const;
const BASIS = '《信访工作条例》';

/** The people of the district at work on the letters, from the first delivery to the last digest. */
export class Scenario {
  readonly counts: Counts = new Map();
  /** Accepted deliveries, for the figures computed beside the product. */
  readonly created: { readonly answer: Created; readonly lead: string }[] = [];
  readonly #given: ScenarioGiven;
  readonly #agenda = new Agenda();
  #assigned = 0;
  #elsewhere = 0;

  constructor(given: ScenarioGiven) {
    this.#given = given;
  }

  /** Cases assigned, and how many of them to another unit than the channel's lead unit. */
  get assigned(): { readonly all: number; readonly elsewhere: number } {
    return { all: this.#assigned, elsewhere: this.#elsewhere };
  }

  async run(letters: readonly ReplayLetter[]): Promise<void> {
    const { world } = this.#given;
    for (const letter of letters) this.#agenda.add(letter.receivedAt, () => this.#receive(letter));
    for (let item = this.#agenda.next(); item !== undefined; item = this.#agenda.next()) {
      await this.#moveTo(item.at);
      await item.run();
    }
    // The last digest tells of everything done until now.
    await this.#moveTo(at(nextWorkingDay(dayOf(world.now)), '08:30'));
    await this.#moveTo(world.now + 15 * 60_000);
  }

  async #moveTo(instant: number): Promise<void> {
    const { world, afterMove } = this.#given;
    await world.moveTo(instant);
    await world.board.pull();
    afterMove();
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  #plan(minutes: number, run: () => Promise<void>, from = this.#given.world.now): void {
    this.#agenda.add(afterWork(from, minutes), run);
  }

  async #receive(letter: ReplayLetter): Promise<void> {
    const { doing, seed, world } = this.#given;
    const course = courseOf(seed, letter.id);
    const body = {
      source_id: `L-${letter.id}`,
      title: letter.title,
      content: letter.content,
      received_at: isoShanghai(letter.receivedAt),
      ...course.intake,
    };
    const created = await doing.deliver(course.channel, `letter-${letter.id}`, body);
    if (created === undefined) return;
    this.#count('received');
    const lead = (await world.intake.readCase(created.number))?.lead_unit ?? '';
    this.created.push({ answer: created, lead });
    const one = { letter, course, created, number: created.number, lead };
    this.#plan(course.delays.dispatch, () => this.#dispatch(one));
    if (course.hasSecondCall) this.#plan(course.delays.dispatch + 90, () => this.#callAgain(one));
  }

  async #dispatch(one: Course1): Promise<void> {
    const { doing } = this.#given;
    const { course, number } = one;
    const dispatcher = course.chance.one(holders(this.#given.world.district, 'dispatcher'));
    const act = (cmd: string, fields?: Record<string, unknown>) =>
      doing.act(dispatcher, DISPATCH, { cmd, caseNumber: number, ...(fields ? { fields } : {}) });
    if (course.isTakenFirst && (await act('take-case'))) this.#count('taken');
    if (course.path === 'decline') {
      const fields = { reason: '不属于本区职责范围，已电话说明。', redirect: '市政府热线' };
      if (await act('decline-case', fields)) this.#count('declined');
      return;
    }
    if (course.path === 'on-spot') {
      if (!(await act('resolve-on-spot', { reply: clip(one.letter.reply), told_by: 'phone' }))) return;
      this.#count('resolved on the spot');
      this.#planFollowUp(one, dispatcher);
      return;
    }
    const { initial, options } = doing.choicesOf(DISPATCH, number, 'assign_case__unit');
    const unit = initial ?? one.lead;
    if (course.isRecalled) {
      const wrong = course.chance.one(options.filter((code) => code !== unit));
      if (!(await act('assign-case', { unit: wrong }))) return;
      if (!(await act('recall-assignment', { reason: '误派，重新核对职责后再派。' }))) return;
      this.#count('recalled');
    }
    if (!(await act('assign-case', { unit, note: '请按期办理并回复来信人。' }))) return;
    this.#count('assigned');
    this.#assigned += 1;
    if (unit !== one.lead) this.#elsewhere += 1;
    this.#plan(course.delays.claim, () => this.#claim(one, unit));
  }

  async #callAgain({ course, number }: Course1): Promise<void> {
    const { doing, world } = this.#given;
    const status = (await world.intake.readCase(number))?.status ?? '';
    if (['resolved', 'archived', 'declined'].includes(status)) return;
    const dispatcher = course.chance.one(holders(world.district, 'dispatcher'));
    const fields = { note: '来信人再次来电，询问办理进展。' };
    if (await doing.act(dispatcher, DISPATCH, { cmd: 'add-call', caseNumber: number, fields }))
      this.#count('called again');
  }

  async #claim(one: Course1, unit: string): Promise<void> {
    const { doing, world } = this.#given;
    const { course, number } = one;
    const staff = [...holders(world.district, 'handler', unit), ...holders(world.district, 'head', unit)];
    const held = { ...one, unit, handler: course.chance.one(staff) };
    if (!(await doing.act(held.handler, chatIdOf(`unit:${unit}`), { cmd: 'claim-case', caseNumber: number }))) return;
    this.#count('claimed');
    if (course.isRevealed && course.intake.phone !== undefined) {
      this.#plan(5, () => this.#reveal(held));
    }
    if (course.progress !== 'none') this.#plan(course.delays.progress, () => this.#progress(held));
    const promised = course.progress === 'none' ? 0 : course.delays.progress;
    const due = dueOf(one.created);
    const from = course.isAnsweredLate && due !== undefined ? Math.max(due, world.now) : world.now;
    this.#plan(promised + 10 + course.delays.reply, () => this.#answer(held), from);
  }

  async #progress(held: Held): Promise<void> {
    const isContacted = held.course.progress === 'contacted';
    const fields = { note: '已到现场查看，正在协调处理。', ...(isContacted ? { contacted: 'yes' } : {}) };
    if (await this.#atUnit(held, 'report-progress', fields)) this.#count('progress reported');
  }

  async #reveal(held: Held): Promise<void> {
    const { world, complain } = this.#given;
    const since = world.board.seq;
    if (!(await this.#atUnit(held, 'reveal-contact'))) return;
    const sent = world.board.entries.findLast((entry) => entry.seq > since && revealLink(entry.card) !== undefined);
    const link = revealLink(sent?.card);
    if (link === undefined) return complain(`${held.number}: no contact link came to the direct chat`);
    const first = await openTwice(world, link);
    if (first === undefined) return this.#count('contact revealed (answer cut by a kill)');
    if (first.first !== 200) complain(`${held.number}: the contact page answered ${first.first}`);
    if (first.second < 400) complain(`${held.number}: the contact page opened a second time`);
    this.#count('contact revealed once, refused twice');
  }

  async #answer(held: Held): Promise<void> {
    const { course, letter, number } = held;
    if (course.isAnsweredWithResult && [...letter.reply].length <= FORM_MAX) {
      if (course.isLeftOpen) return;
      const fields = { ...resultOf(course), reply: letter.reply, told_by: 'phone', basis: BASIS };
      if (!(await this.#atUnit(held, 'resolve-case', fields))) return;
      this.#count('answered with the result');
      this.#planFollowUp(held, held.handler);
      return;
    }
    if (!(await this.#reply(held))) return;
    this.#count('answered');
    if (course.isLeftOpen) return;
    this.#plan(course.delays.resolve, async () => {
      if (!(await this.#atUnit(held, 'resolve-case', { ...resultOf(course), basis: BASIS }))) return;
      this.#count('resolved');
      this.#planFollowUp({ ...held, number }, held.handler);
    });
  }

  async #reply({ letter, handler, number, unit, course, ...rest }: Held): Promise<boolean> {
    const { doing, complain } = this.#given;
    if ([...letter.reply].length <= FORM_MAX) {
      const held = { letter, handler, number, unit, course, ...rest };
      return this.#atUnit(held, 'reply-case', {
        reply: letter.reply,
        told_by: course.chance.one(['phone', 'visit', 'online']),
      });
    }
    const before = await doing.check(number);
    const words = await doing.type(handler, `答复 ${number} ${letter.reply}`, number);
    this.#count('answered by a typed message');
    if ((await doing.check(number)) > before) return true;
    complain(`${number}: the typed answer was not recorded: ${words}`);
    return false;
  }

  #atUnit(held: Held, cmd: string, fields?: Record<string, unknown>): Promise<boolean> {
    const act = { cmd, caseNumber: held.number, ...(fields ? { fields } : {}) };
    return this.#given.doing.act(held.handler, chatIdOf(`unit:${held.unit}`), act);
  }

  #planFollowUp(one: Course1, handler: string): void {
    const { course } = one;
    if (!course.isFollowedUp) return;
    this.#plan(course.delays.followUp, async () => {
      if (course.isReachedAtOnce) return this.#followUp(one, handler, true);
      await this.#followUp(one, handler, false);
      this.#plan(400, () => this.#followUp(one, handler, true));
    });
  }

  async #followUp({ course, number, lead }: Course1, handler: string, isReached: boolean): Promise<void> {
    const { doing, world } = this.#given;
    const callers = holders(world.district, 'follow-up', lead).filter((id) => id !== handler);
    const chat = chatIdOf(`unit:${lead}`);
    if (world.board.cardOffering(chat, 'record-follow-up', number) === undefined) {
      // The list shows the oldest first; the others come up as those are dealt with.
      this.#count('follow-up put off: not yet on the list card');
      if (!this.#tooOften(number))
        this.#plan(200, () => this.#followUp({ course, number, lead } as Course1, handler, isReached));
      return;
    }
    const fields = isReached
      ? {
          reached: 'yes',
          contacted: 'yes',
          resolved: course.chance.one(['yes', 'yes', 'partly', 'no']),
          satisfaction: course.chance.one(SATISFACTION),
          method: 'phone',
        }
      : { reached: 'no', method: 'phone' };
    if (!(await doing.act(course.chance.one(callers), chat, { cmd: 'record-follow-up', caseNumber: number, fields })))
      return;
    this.#count(isReached ? 'followed up' : 'follow-up not reached');
  }

  readonly #putOff = new Map<string, number>();

  #tooOften(number: string): boolean {
    const times = (this.#putOff.get(number) ?? 0) + 1;
    this.#putOff.set(number, times);
    if (times === 30) this.#given.complain(`${number} never came up on the follow-up list`);
    return times >= 30;
  }
}

function holders(district: District, role: string, unit?: string): readonly string[] {
  return district.people
    .filter((one) => one.grants.some((grant) => grant.role === role && (unit === undefined || grant.unit === unit)))
    .map((one) => one.open_id);
}

function resultOf(course: Course): Record<string, unknown> {
  const outcome = course.chance.one(['resolved', 'resolved', 'partly', 'not-possible', 'explained']);
  return { outcome, result: '已按答复内容办理，并向来信人说明。' };
}

function dueOf({ clocks }: Created): number | undefined {
  const dues = clocks.flatMap(({ due }) => (due === null ? [] : [Date.parse(due)]));
  return dues.length === 0 ? undefined : Math.min(...dues);
}

function clip(text: string): string {
  return [...text].slice(0, FORM_MAX).join('');
}

function revealLink(card: unknown): string | undefined {
  if (card === undefined) return undefined;
  return /http:\/\/[\w.:]+\/reveal\/[\w-]+/.exec(JSON.stringify(card))?.[0];
}

/** Opens a one-time page and opens it again; undefined when the product was away meanwhile. */
async function openTwice(world: World, link: string): Promise<{ first: number; second: number } | undefined> {
  const generation = world.product.generation;
  const open = () =>
    fetch(link).then(
      (response) => response.status,
      () => 0,
    );
  const first = await open();
  const second = await open();
  return world.product.generation === generation && world.product.isUp ? { first, second } : undefined;
}
