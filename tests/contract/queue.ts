import type { Logger } from '../../server/ports/observability';
import type { QueuePort, Topic } from '../../server/ports/queue';

/** What an adapter under test is built with; `errors` fills with the events it logs as errors. */
export interface QueueTrial {
  readonly logger: Logger;
  readonly errors: string[];
}

export type MakeQueue = (trial: QueueTrial) => Promise<QueuePort> | QueuePort;

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function until(isTrue: () => boolean, withinMs = 3000): Promise<void> {
  const giveUp = Date.now() + withinMs;
  while (!isTrue()) {
    if (Date.now() > giveUp) throw new Error('waited in vain');
    await wait(5);
  }
}

function aTrial(): QueueTrial {
  const errors: string[] = [];
  const ignore = () => undefined;
  return {
    errors,
    logger: { debug: ignore, info: ignore, warn: ignore, error: (_, event) => void errors.push(event) },
  };
}

/** What every queue must do, whatever carries its rings. Times are generous: a broker is slower than memory. */
export function queueContract(name: string, make: MakeQueue): void {
  describe(`queue contract: ${name}`, () => {
    let queue: QueuePort;
    let trial: QueueTrial;
    beforeEach(async () => {
      trial = aTrial();
      queue = await make(trial);
    });
    afterEach(() => queue.stop(1000));

    const counting = (topic: Topic, answer: (run: number) => number | undefined = () => undefined) => {
      const runs: number[] = [];
      queue.listen(topic, async () => {
        runs.push(Date.now());
        return answer(runs.length);
      });
      return runs;
    };

    it('runs every worker once at the start, and is healthy while it is open', async () => {
      const inbox = counting('inbox');
      const timers = counting('timers');
      queue.ring('inbox');
      expect(inbox).toHaveLength(0);
      await queue.start();
      await until(() => inbox.length === 1 && timers.length === 1);
      expect(await queue.healthy()).toBe(true);
      await queue.stop(100);
      expect(await queue.healthy()).toBe(false);
    });

    it('runs when rung, and only the topic that was rung', async () => {
      const inbox = counting('inbox');
      const outbox = counting('outbox');
      await queue.start();
      await until(() => inbox.length === 1 && outbox.length === 1);
      queue.ring('outbox');
      await until(() => outbox.length === 2);
      expect(inbox).toHaveLength(1);
    });

    it('never runs a worker twice at once, and again when rung meanwhile, however often', async () => {
      let atWork = 0;
      let most = 0;
      let runs = 0;
      queue.listen('inbox', async () => {
        atWork += 1;
        most = Math.max(most, atWork);
        runs += 1;
        await wait(60);
        atWork -= 1;
        return undefined;
      });
      await queue.start();
      await until(() => runs === 1);
      for (let n = 0; n < 50; n++) queue.ring('inbox');
      await until(() => runs === 2 && atWork === 0);
      await wait(150);
      expect(most).toBe(1);
      expect(runs).toBeLessThanOrEqual(3);
    });

    it('runs at the time its worker asked for, not before', async () => {
      const wanted = Date.now() + 250;
      const runs = counting('timers', (run) => (run === 1 ? wanted : undefined));
      await queue.start();
      await until(() => runs.length === 2);
      expect(runs[1]).toBeGreaterThanOrEqual(wanted);
      expect((runs[1] ?? 0) - wanted).toBeLessThan(1000);
    });

    it('lets a ring come before a wanted time and then follows the newer wish', async () => {
      const far = Date.now() + 3_600_000;
      const runs = counting('timers', (run) => (run === 1 ? far : run === 2 ? Date.now() + 50 : undefined));
      await queue.start();
      await until(() => runs.length === 1);
      queue.ring('timers');
      await until(() => runs.length === 3);
    });

    it('takes wishes beyond the longest timer', async () => {
      const runs = counting('timers', () => Date.now() + 100 * 86_400_000);
      await queue.start();
      await until(() => runs.length === 1);
      await wait(100);
      expect(runs).toHaveLength(1);
    });

    it('logs a failed turn and tries again within some seconds', async () => {
      let runs = 0;
      queue.listen('outbox', async () => {
        runs += 1;
        if (runs === 1) throw new Error('database is locked');
        return undefined;
      });
      await queue.start();
      await until(() => runs === 2);
      expect(trial.errors).toHaveLength(1);
    });

    it('finishes work in hand when stopped, and takes no ring afterwards', async () => {
      let done = 0;
      let started = 0;
      queue.listen('inbox', async () => {
        started += 1;
        await wait(100);
        done += 1;
        return Date.now() + 10;
      });
      await queue.start();
      await until(() => started === 1);
      await queue.stop(2000);
      expect(done).toBe(1);
      queue.ring('inbox');
      await wait(100);
      expect(started).toBe(1);
    });

    it('does not wait for stuck work longer than its grace', async () => {
      let started = false;
      let release: () => void = () => undefined;
      queue.listen('inbox', async () => {
        started = true;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return undefined;
      });
      await queue.start();
      await until(() => started);
      const from = Date.now();
      await queue.stop(100);
      expect(Date.now() - from).toBeLessThan(2000);
      release();
    });
  });
}
