/** One limit: at most `count` calls whose answers lie within the last `windowMs`. */
export interface Limit {
  readonly key: string;
  readonly count: number;
  readonly windowMs: number;
}

/** The process is ending: the call was not made and belongs to whoever starts next. */
export class Stopping extends Error {
  constructor() {
    super('stopping');
    this.name = 'Stopping';
  }
}

interface Waiter {
  readonly limits: readonly Limit[];
  readonly priority: number;
  readonly resolve: (release: () => void) => void;
  readonly reject: (error: Stopping) => void;
}

/** A slot counts from the start of its call until the window has passed after the answer. */
interface Slot {
  freeAt: number;
}

/** The widest window of any limit below. */
export const LONGEST_WINDOW_MS = 60_000;

const STILL_BUSY = Number.POSITIVE_INFINITY;
const MARGIN_MS = 10;

/**
 * Send budgets of the platform, kept so that it never has to refuse: a call occupies its slot until a whole window
 * after it was answered, so however the network delays one call, the platform cannot see more in any window.
 * Waiting calls go by priority, then in order.
 */
export class Budget {
  readonly #slots = new Map<string, Slot[]>();
  #waiting: Waiter[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** Resolves when the call may go out; call the given function when it was answered. */
  acquire(limits: readonly Limit[], priority: number): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const waiter = { limits, priority, resolve, reject };
      const behind = this.#waiting.findIndex((other) => other.priority < priority);
      if (behind === -1) this.#waiting.push(waiter);
      else this.#waiting.splice(behind, 0, waiter);
      this.#pump();
    });
  }

  /** Counts a call that was answered at `atMs`, before this process began. */
  prime(limits: readonly Limit[], atMs: number): void {
    for (const limit of limits) {
      const slot: Slot = { freeAt: atMs + limit.windowMs + MARGIN_MS };
      this.#slots.set(limit.key, [...(this.#slots.get(limit.key) ?? []), slot]);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const waiter of this.#waiting.splice(0)) waiter.reject(new Stopping());
  }

  #pump(): void {
    const now = Date.now();
    const blocked = new Set<string>();
    const left: Waiter[] = [];
    let wake = STILL_BUSY;
    for (const waiter of this.#waiting) {
      const full = waiter.limits.filter((limit) => blocked.has(limit.key) || this.#freeAt(limit, now) > now);
      if (full.length === 0) {
        waiter.resolve(this.#occupy(waiter.limits));
        continue;
      }
      // Nobody behind may overtake on the limit this one waits for.
      for (const limit of full) {
        blocked.add(limit.key);
        wake = Math.min(wake, this.#freeAt(limit, now));
      }
      left.push(waiter);
    }
    this.#waiting = left;
    clearTimeout(this.#timer);
    if (wake !== STILL_BUSY) this.#timer = setTimeout(() => this.#pump(), Math.max(1, wake - now));
  }

  /** When the next slot of this limit is free; now or earlier means it is. */
  #freeAt(limit: Limit, now: number): number {
    const slots = (this.#slots.get(limit.key) ?? []).filter((slot) => slot.freeAt > now);
    if (slots.length === 0) this.#slots.delete(limit.key);
    else this.#slots.set(limit.key, slots);
    if (slots.length < limit.count) return now;
    return slots.map((slot) => slot.freeAt).sort((a, b) => a - b)[slots.length - limit.count] ?? now;
  }

  #occupy(limits: readonly Limit[]): () => void {
    const mine = limits.map((limit) => {
      const slot: Slot = { freeAt: STILL_BUSY };
      this.#slots.set(limit.key, [...(this.#slots.get(limit.key) ?? []), slot]);
      return { slot, windowMs: limit.windowMs };
    });
    return () => {
      const now = Date.now();
      for (const { slot, windowMs } of mine) slot.freeAt = now + windowMs + MARGIN_MS;
      this.#pump();
    };
  }
}

/** Feishu's limits: 5/s into a chat or to a person, 5/s on a message, 50/s and 1,000/min per app and call. */
export function sendLimits(chat: string): Limit[] {
  return [{ key: `chat:${chat}`, count: 5, windowMs: 1000 }, ...appLimits('send')];
}

export function patchLimits(messageId: string): Limit[] {
  return [{ key: `message:${messageId}`, count: 5, windowMs: 1000 }, ...appLimits('patch')];
}

function appLimits(call: string): Limit[] {
  return [
    { key: `app:${call}:s`, count: 50, windowMs: 1000 },
    // A little under the platform's 1,000: a call that was cut off by a crash may have been counted there.
    { key: `app:${call}:m`, count: 980, windowMs: 60_000 },
  ];
}
