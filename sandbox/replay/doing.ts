import type { Created } from '../district/intake-client';
import type { Shown } from '../people/board';
import { initialOf, optionsOf } from '../people/card-reading';
import { findAct } from '../people/find-act';
import { type Act, ask, formIn, perform, submit, wordsOf } from '../people/person';
import type { Clicked } from '../people/platform-client';
import type { World } from './world';

/** Anything that did not go as it must; the replay goes on and tells at the end. */
export type Complain = (problem: string) => void;

const TRIES = 8;

/**
 * What people do, in a world where the product may die at any moment: whoever gets no answer waits until it is back
 * and does the same again, as the interface allows.
 */
export class Doing {
  readonly #world: World;
  readonly #complain: Complain;
  /** Log entries per case as last read, to see whether a lost act was done after all. */
  readonly #known = new Map<string, number>();

  constructor(world: World, complain: Complain) {
    this.#world = world;
    this.#complain = complain;
  }

  /** Delivers an appeal; the channel's system repeats with the same key until it has an answer. */
  async deliver(channel: string, key: string, body: unknown): Promise<Created | undefined> {
    const { intake, product, killer } = this.#world;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      await product.whenUp();
      const sent = intake.deliver(channel, key, body);
      killer.intakeSent();
      const delivery = await sent;
      if (delivery.kind === 'taken') {
        await this.#world.settle();
        await this.check(delivery.answer.number);
        return delivery.answer;
      }
      if (delivery.kind === 'refused') {
        this.#complain(`intake ${channel} ${key}: ${delivery.status} ${delivery.body}`);
        return undefined;
      }
    }
    this.#complain(`intake ${channel} ${key}: no answer after ${TRIES} tries`);
    return undefined;
  }

  /** An act on the newest card of a group that offers it. @returns whether it was done */
  async act(person: string, chat: string, act: Act): Promise<boolean> {
    const { board, client, product } = this.#world;
    const before = this.#known.get(act.caseNumber) ?? 0;
    let error: string | undefined = 'never tried';
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      await product.whenUp();
      const generation = product.generation;
      const card = board.cardOffering(chat, act.cmd, act.caseNumber);
      if (card === undefined) {
        error = 'no card of the group offers it';
        break;
      }
      const clicked = await perform({ client, board }, person, card, act).catch(lostIfAway);
      if (clicked.done) return this.#done(act.caseNumber);
      error = clicked.error;
      await product.whenUp();
      if (product.generation === generation) break;
      const again = await this.#repeat(person, card, act, before);
      if (again) return this.#done(act.caseNumber);
    }
    this.#complain(`${act.cmd} on ${act.caseNumber}: ${error}`);
    await this.#world.settle();
    return false;
  }

  /** A typed command in the direct chat. @returns the words of the answer */
  async type(person: string, text: string, caseNumber: string): Promise<string> {
    const { client, board } = this.#world;
    const answer = await ask({ client, board }, person, text, { p2p: true });
    await this.#done(caseNumber);
    return wordsOf(answer);
  }

  /** What the card of a case in a group offers for a select, and what it is prefilled with. */
  choicesOf(
    chat: string,
    caseNumber: string,
    field: string,
  ): { initial: string | undefined; options: readonly string[] } {
    const card = this.#world.board.caseCard(chat, caseNumber)?.card;
    return { initial: initialOf(card, field), options: [...optionsOf(card, field).keys()] };
  }

  /** Reads the case and complains when nobody answers for it. @returns the number of its log entries */
  async check(number: string): Promise<number> {
    const found = await this.read(number);
    if (found === undefined) {
      this.#complain(`${number} cannot be read`);
      return 0;
    }
    if ((found.unit ?? found.lead_unit ?? '') === '') this.#complain(`${number} has no unit`);
    this.#known.set(number, found.timeline.length);
    return found.timeline.length;
  }

  /** The case as the product tells it, asked again while it is away. */
  async read(number: string): ReturnType<World['intake']['readCase']> {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      await this.#world.product.whenUp();
      const found = await this.#world.intake.readCase(number);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async #done(number: string): Promise<boolean> {
    await this.#world.settle();
    await this.check(number);
    return true;
  }

  /** After a lost answer: the same click again; when the card has gone on meanwhile, the log tells whether it was done. */
  async #repeat(person: string, card: Shown, act: Act, before: number): Promise<boolean> {
    const { board, client } = this.#world;
    const hands = { client, board };
    const found = findAct(card.card, act.cmd, act.caseNumber);
    if (found?.kind === 'menu' && act.fields !== undefined) {
      // The form may have been asked for already: nobody asks for a second one before looking.
      await this.#world.settle();
      const form = formIn(board, card, act, 0);
      if (form === undefined) return false;
      const handed = await submit(hands, person, form, act).catch(lostIfAway);
      if (handed.done) return true;
    } else {
      const clicked: Clicked = await perform(hands, person, card, act).catch(lostIfAway);
      if (clicked.done) return true;
    }
    await this.#world.settle();
    return (await this.check(act.caseNumber)) > before;
  }
}

/** The platform is always there; a form that did not appear in time counts as an answer that was lost. */
function lostIfAway(error: unknown): Clicked {
  return { done: false, toast: undefined, error: error instanceof Error ? error.message : String(error), lost: true };
}
