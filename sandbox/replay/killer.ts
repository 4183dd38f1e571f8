import type { Journal } from '../platform/journal';
import type { Product } from '../product';
import { Chance } from './random';

/** When the product is killed: at the nth journal entry, or while the nth delivery of an appeal is under way. */
export interface KillPoint {
  readonly at: 'journal' | 'intake';
  readonly count: number;
}

/** Spreads kills over a run by what an undisturbed run of the same seed has shown; every third hits an intake. */
export function killPoints(
  seed: string,
  kills: number,
  totals: { readonly journal: number; readonly intake: number },
): readonly KillPoint[] {
  const chance = new Chance(seed, 'kills');
  return Array.from({ length: kills }, (_unused, index): KillPoint => {
    const at = index % 3 === 2 ? 'intake' : 'journal';
    return { at, count: chance.whole(1, Math.max(1, Math.floor(totals[at] * 0.97))) };
  });
}

/** Ends the product without warning at the points given, and starts it again at once. */
export class Killer {
  readonly #product: Product;
  readonly #pending: KillPoint[];
  readonly #stopListening: () => void;
  #journal = 0;
  #intake = 0;
  #kills = 0;

  constructor(given: { product: Product; journal: Journal; points: readonly KillPoint[] }) {
    this.#product = given.product;
    this.#pending = [...given.points];
    this.#stopListening = given.journal.listen(() => {
      this.#journal += 1;
      this.#check('journal', this.#journal);
    });
  }

  /** Counted since the district stood. */
  get counts(): { readonly journal: number; readonly intake: number } {
    return { journal: this.#journal, intake: this.#intake };
  }

  get kills(): number {
    return this.#kills;
  }

  /** To be told when the request of a delivery has gone out. */
  intakeSent(): void {
    this.#intake += 1;
    // A moment later, so that the request is on its way or just being stored.
    setTimeout(() => this.#check('intake', this.#intake), this.#intake % 5);
  }

  stop(): void {
    this.#stopListening();
  }

  #check(kind: KillPoint['at'], count: number): void {
    if (!this.#product.isUp) return;
    const index = this.#pending.findIndex((point) => point.at === kind && point.count <= count);
    if (index < 0) return;
    this.#pending.splice(index, 1);
    this.#kills += 1;
    // A failed restart shows at the next whenUp().
    this.#product.killAndRestart().catch(() => undefined);
  }
}
