/** One thing somebody is going to do. */
export interface Item {
  readonly at: number;
  readonly order: number;
  readonly run: () => Promise<void>;
}

/** What is to be done, by time; of two at one instant the one that was planned first goes first. */
export class Agenda {
  readonly #items: Item[] = [];
  #order = 0;

  add(at: number, run: () => Promise<void>): void {
    this.#order += 1;
    const item = { at, order: this.#order, run };
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#items[middle];
      if (other !== undefined && other.at <= at) low = middle + 1;
      else high = middle;
    }
    this.#items.splice(low, 0, item);
  }

  next(): Item | undefined {
    return this.#items.shift();
  }
}
