import type { Logger } from '../ports/observability';
import type { QueuePort, Topic } from '../ports/queue';

/** A wrong turn of a worker is tried again after this. */
const RETRY_MS = 1000;
/** setTimeout overflows above 2^31-1 ms; looking at the clock every hour also follows a corrected system clock. */
const LONGEST_WAIT_MS = 3_600_000;

interface Bell {
  readonly work: () => Promise<number | undefined>;
  running: Promise<void> | undefined;
  rung: boolean;
  timer: NodeJS.Timeout | undefined;
}

/**
 * The doorbell inside one process: no broker, one timer per topic, armed to the earliest time its worker asked for.
 * Every topic is run once at the start, which finds what was left from before.
 */
export class EmbeddedQueue implements QueuePort {
  readonly #bells = new Map<Topic, Bell>();
  readonly #logger: Logger;
  #state: 'new' | 'open' | 'closed' = 'new';

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  ring(topic: Topic): void {
    const bell = this.#bells.get(topic);
    if (bell === undefined || this.#state === 'closed') return;
    bell.rung = true;
    if (this.#state === 'open') this.#run(topic, bell);
  }

  listen(topic: Topic, work: () => Promise<number | undefined>): void {
    if (this.#bells.has(topic)) throw new Error(`topic ${topic} has a worker already`);
    const bell: Bell = { work, running: undefined, rung: true, timer: undefined };
    this.#bells.set(topic, bell);
    if (this.#state === 'open') this.#run(topic, bell);
  }

  async start(): Promise<void> {
    if (this.#state !== 'new') throw new Error('the queue was started before');
    this.#state = 'open';
    for (const [topic, bell] of this.#bells) this.#run(topic, bell);
  }

  async stop(graceMs: number): Promise<void> {
    this.#state = 'closed';
    const running: Promise<void>[] = [];
    for (const bell of this.#bells.values()) {
      clearTimeout(bell.timer);
      if (bell.running !== undefined) running.push(bell.running);
    }
    if (running.length === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([Promise.all(running), grace]);
    clearTimeout(timer);
  }

  async healthy(): Promise<boolean> {
    return this.#state === 'open';
  }

  #run(topic: Topic, bell: Bell): void {
    if (bell.running !== undefined) return;
    clearTimeout(bell.timer);
    bell.running = this.#turns(topic, bell).finally(() => {
      bell.running = undefined;
    });
  }

  /** Works until nobody has rung meanwhile, then arms the timer. Never rejects. */
  async #turns(topic: Topic, bell: Bell): Promise<void> {
    let next: number | undefined;
    do {
      // A breath first: rings of the same moment become one turn, and the ringer goes on before any work.
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (this.#state !== 'open') return;
      bell.rung = false;
      next = await this.#turn(topic, bell);
    } while (bell.rung && this.#state === 'open');
    if (next !== undefined && this.#state === 'open') this.#arm(topic, bell, next);
  }

  async #turn(topic: Topic, bell: Bell): Promise<number | undefined> {
    try {
      return await bell.work();
    } catch (error) {
      this.#logger.error({ topic, err: error }, 'worker failed, will run again');
      return Date.now() + RETRY_MS;
    }
  }

  #arm(topic: Topic, bell: Bell, at: number): void {
    const waitMs = Math.min(Math.max(at - Date.now(), 0), LONGEST_WAIT_MS);
    bell.timer = setTimeout(() => {
      // Timers may fire a millisecond early, and long waits come in pieces.
      if (Date.now() < at) this.#arm(topic, bell, at);
      else this.#run(topic, bell);
    }, waitMs);
  }
}
