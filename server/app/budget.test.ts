import { Budget, type Limit, Stopping } from './budget';

const limit = (count: number, windowMs = 60): Limit[] => [{ key: 'chat', count, windowMs }];
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs `calls` calls of `tookMs` each and gives the instants at which they were answered. */
async function run(budget: Budget, calls: number, limits: Limit[], tookMs = 5): Promise<number[]> {
  const answered: number[] = [];
  await Promise.all(
    Array.from({ length: calls }, async () => {
      const release = await budget.acquire(limits, 0);
      await wait(tookMs);
      answered.push(Date.now());
      release();
    }),
  );
  return answered.sort((a, b) => a - b);
}

describe('a budget', () => {
  it('never lets more calls be answered in a window than it holds, however long each takes', async () => {
    const answered = await run(new Budget(), 12, limit(3));
    for (let index = 3; index < answered.length; index += 1) {
      expect((answered[index] ?? 0) - (answered[index - 3] ?? 0)).toBeGreaterThanOrEqual(60);
    }
  });

  it('lets the urgent call go first, and nobody overtake on the limit it waits for', async () => {
    const budget = new Budget();
    const order: string[] = [];
    const call = async (name: string, priority: number) => {
      const release = await budget.acquire(limit(1), priority);
      order.push(name);
      release();
    };
    await Promise.all([call('first', 0), call('bulk', 0), call('answer', 2), call('card', 1)]);
    expect(order).toEqual(['first', 'answer', 'card', 'bulk']);
  });

  it('counts the calls of the process before it', async () => {
    const budget = new Budget();
    const began = Date.now();
    for (let call = 0; call < 3; call += 1) budget.prime(limit(3, 80), began);
    const release = await budget.acquire(limit(3, 80), 0);
    release();
    expect(Date.now() - began).toBeGreaterThanOrEqual(80);
  });

  it('tells those who wait when it stops', async () => {
    const budget = new Budget();
    await budget.acquire(limit(1), 0);
    const waiting = budget.acquire(limit(1), 0);
    budget.stop();
    await expect(waiting).rejects.toBeInstanceOf(Stopping);
  });
});
