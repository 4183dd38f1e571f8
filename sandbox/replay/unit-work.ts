import type { Created } from '../district/intake-client';
import { chatIdOf } from '../district/seed';
import type { FollowUpWork } from './follow-up-work';
import { fitsForm, type HeldCase, holders, type LetterCase, type Stage } from './stage';
import type { World } from './world';

const BASIS = '《信访工作条例》';

/** The people of the handling units: claim, report, answer with the real reply, resolve. */
export class UnitWork {
  readonly #stage: Stage;
  readonly #followUps: FollowUpWork;

  constructor(stage: Stage, followUps: FollowUpWork) {
    this.#stage = stage;
    this.#followUps = followUps;
  }

  async claim(one: LetterCase, unit: string): Promise<void> {
    const { doing, world } = this.#stage;
    const { course, number } = one;
    const staff = [...holders(world.district, 'handler', unit), ...holders(world.district, 'head', unit)];
    const held = { ...one, unit, handler: course.chance.one(staff) };
    if (!(await doing.act(held.handler, chatIdOf(`unit:${unit}`), { cmd: 'claim-case', caseNumber: number }))) return;
    this.#stage.count('claimed');
    if (course.isRevealed && course.intake.phone !== undefined) this.#stage.plan(5, () => this.#reveal(held));
    if (course.progress !== 'none') this.#stage.plan(course.delays.progress, () => this.#progress(held));
    const busy = course.progress === 'none' ? 0 : course.delays.progress;
    const due = firstDue(one.created);
    const from = course.isAnsweredLate && due !== undefined ? Math.max(due, world.now) : world.now;
    this.#stage.plan(busy + 10 + course.delays.reply, () => this.#answer(held), from);
  }

  async #progress(held: HeldCase): Promise<void> {
    const isContacted = held.course.progress === 'contacted';
    const fields = { note: '已到现场查看，正在协调处理。', ...(isContacted ? { contacted: 'yes' } : {}) };
    if (await this.#act(held, 'report-progress', fields)) this.#stage.count('progress reported');
  }

  async #reveal(held: HeldCase): Promise<void> {
    const { world, complain } = this.#stage;
    const since = world.board.seq;
    if (!(await this.#act(held, 'reveal-contact'))) return;
    const sent = world.board.entries.findLast((entry) => entry.seq > since && revealLink(entry.card) !== undefined);
    const link = revealLink(sent?.card);
    if (link === undefined) return complain(`${held.number}: no contact link came to the direct chat`);
    const opened = await openTwice(world, link);
    if (opened === undefined) return this.#stage.count('contact revealed, its page cut by a kill');
    if (opened.first !== 200) complain(`${held.number}: the contact page answered ${opened.first}`);
    if (opened.second < 400) complain(`${held.number}: the contact page opened a second time`);
    this.#stage.count('contact revealed, the second look refused');
  }

  async #answer(held: HeldCase): Promise<void> {
    const { course, letter } = held;
    if (course.isAnsweredWithResult && !course.isLeftOpen && fitsForm(letter.reply)) {
      const reply = { reply: letter.reply, told_by: 'phone' };
      if (await this.#resolve(held, reply)) this.#stage.count('answered with the result');
      return;
    }
    if (!(await this.#reply(held))) return;
    this.#stage.count('answered');
    if (course.isLeftOpen) return;
    this.#stage.plan(course.delays.resolve, async () => {
      if (await this.#resolve(held, {})) this.#stage.count('resolved');
    });
  }

  /** Through the form; what is too long for a form is typed in the direct chat. */
  async #reply(held: HeldCase): Promise<boolean> {
    const { doing, complain } = this.#stage;
    const { letter, handler, number, course } = held;
    if (fitsForm(letter.reply)) {
      const told_by = course.chance.one(['phone', 'visit', 'online']);
      return this.#act(held, 'reply-case', { reply: letter.reply, told_by });
    }
    const before = await doing.check(number);
    const words = await doing.type(handler, `答复 ${number} ${letter.reply}`, number);
    if ((await doing.check(number)) <= before) {
      complain(`${number}: the typed answer was not recorded: ${words}`);
      return false;
    }
    this.#stage.count('answered by a typed message');
    return true;
  }

  async #resolve(held: HeldCase, reply: Readonly<Record<string, unknown>>): Promise<boolean> {
    const outcome = held.course.chance.one(['resolved', 'resolved', 'partly', 'not-possible', 'explained']);
    const fields = { outcome, result: '已按答复内容办理，并向来信人说明。', basis: BASIS, ...reply };
    if (!(await this.#act(held, 'resolve-case', fields))) return false;
    this.#followUps.plan(held, held.handler);
    return true;
  }

  #act(held: HeldCase, cmd: string, fields?: Readonly<Record<string, unknown>>): Promise<boolean> {
    const act = { cmd, caseNumber: held.number, ...(fields ? { fields } : {}) };
    return this.#stage.doing.act(held.handler, chatIdOf(`unit:${held.unit}`), act);
  }
}

function firstDue({ clocks }: Created): number | undefined {
  const dues = clocks.flatMap(({ due }) => (due === null ? [] : [Date.parse(due)]));
  return dues.length === 0 ? undefined : Math.min(...dues);
}

function revealLink(card: unknown): string | undefined {
  if (card === undefined) return undefined;
  return /http:\/\/[\w.:]+\/reveal\/[\w-]+/.exec(JSON.stringify(card))?.[0];
}

/** Opens a one-time page and opens it again; undefined when the product was away meanwhile. */
async function openTwice(world: World, link: string): Promise<{ first: number; second: number } | undefined> {
  const { generation } = world.product;
  const open = () =>
    fetch(link).then(
      (response) => response.status,
      () => 0,
    );
  const first = await open();
  const second = await open();
  return world.product.generation === generation && world.product.isUp ? { first, second } : undefined;
}
