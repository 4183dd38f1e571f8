import type { Storage } from '../../server/ports/storage';
import { aMessage, type StorageTrial } from './storage-trial';

const arrived = (
  id: string,
  given: Partial<{ altId: string; status: 'pending' | 'done'; receivedAt: number; payload: string | null }> = {},
) => ({
  id,
  kind: 'message',
  status: 'pending' as const,
  payload: 'secret',
  result: null,
  receivedAt: 10,
  ...given,
});

/** What comes in: once by either of its ids, worked off in order, forgotten when done. */
export function inboxContract(open: () => Promise<StorageTrial>): void {
  describe('the inbox', () => {
    let trial: StorageTrial;
    let storage: Storage;
    beforeEach(async () => {
      trial = await open();
      storage = trial.storage;
    });
    afterEach(() => trial.close());
    const add = (row: ReturnType<typeof arrived>) => storage.write((stores) => stores.inbox.add(row));
    const due = async (now: number) => (await storage.read.inbox.pending(now, 10)).map((row) => row.id);

    it('takes an input once by its id and once by its other id', async () => {
      expect(await add(arrived('e1', { altId: 'm1' }))).toBe(true);
      expect(await add(arrived('e1'))).toBe(false);
      expect(await add(arrived('e2', { altId: 'm1' }))).toBe(false);
      expect(await add(arrived('e3'))).toBe(true);
      expect(await add(arrived('E1'))).toBe(true);
      expect(await storage.read.inbox.find('e2')).toBeUndefined();
    });

    it('takes one of many that arrive together', async () => {
      const taken = await Promise.all(Array.from({ length: 20 }, () => add(arrived('same'))));
      expect(taken.filter(Boolean)).toHaveLength(1);
    });

    it('gives what is pending oldest first, and leaves a deferred one until its time', async () => {
      await add(arrived('b', { receivedAt: 20 }));
      await add(arrived('a', { receivedAt: 10 }));
      await add(arrived('c', { receivedAt: 5, status: 'done' }));
      expect(await due(100)).toEqual(['a', 'b']);
      await storage.write((stores) => stores.inbox.defer('a', 500));
      expect(await due(499)).toEqual(['b']);
      expect(await due(500)).toEqual(['a', 'b']);
      expect(await storage.read.inbox.find('a')).toMatchObject({ attempts: 1, payload: 'secret', status: 'pending' });
      expect(await storage.read.inbox.nextPendingAt()).toBe(0);
      await storage.write((stores) => stores.inbox.finish('b', 'done', null, 30));
      expect(await storage.read.inbox.nextPendingAt()).toBe(500);
    });

    it('forgets the payload when the work is done, and the row after its time', async () => {
      await add(arrived('a', { receivedAt: 10 }));
      await add(arrived('b', { receivedAt: 10 }));
      await storage.write((stores) => stores.inbox.finish('a', 'done', 'answer', 30));
      expect(await storage.read.inbox.find('a')).toMatchObject({ status: 'done', payload: null, result: 'answer' });
      expect(await storage.write((stores) => stores.inbox.prune('event', 11))).toBe(1);
      expect(await storage.read.inbox.find('a')).toBeUndefined();
      expect(await due(100)).toEqual(['b']);
      await storage.write((stores) => stores.inbox.finish('b', 'failed', null, 30));
      expect(await storage.read.inbox.nextPendingAt()).toBeUndefined();
    });
  });
}

/** What goes out: in strict order within a lane, each row held by one worker at a time. */
export function outboxContract(open: () => Promise<StorageTrial>): void {
  describe('the outbox', () => {
    let trial: StorageTrial;
    let storage: Storage;
    beforeEach(async () => {
      trial = await open();
      storage = trial.storage;
    });
    afterEach(() => trial.close());
    const add = (lane: string, given: Parameters<typeof aMessage>[1] = {}) =>
      storage.write((stores) => stores.outbox.add(aMessage(lane, given)));
    const claim = async (now: number, worker = 'w', until = now + 100) =>
      storage.write((stores) => stores.outbox.claim(worker, now, until, 10));
    const lanes = async (now: number, worker = 'w', until = now + 100) =>
      (await claim(now, worker, until)).map((row) => row.uuid);
    const idOf = async (uuid: string, now: number) =>
      (await claim(now, 'peek', now)).find((row) => row.uuid === uuid)?.id ?? -1;

    it('hands out only the head of each lane, and the next one when it is finished', async () => {
      await add('a', { uuid: 'a1' });
      await add('a', { uuid: 'a2' });
      await add('b', { uuid: 'b1' });
      const held = await claim(10);
      expect(held.map((row) => row.uuid)).toEqual(['a1', 'b1']);
      expect(await lanes(20)).toEqual([]);
      await storage.write((stores) => stores.outbox.finish(held[0]?.id ?? 0, 'sent', null, 20));
      expect(await lanes(20)).toEqual(['a2']);
      expect(await storage.read.outbox.waiting()).toBe(2);
    });

    it('gives no row to two workers', async () => {
      for (let index = 0; index < 10; index += 1) await add(`l${index}`);
      const claims = await Promise.all(['w1', 'w2', 'w3'].map((worker) => claim(10, worker)));
      const ids = claims.flat().map((row) => row.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(10);
    });

    it('goes by priority, then by age', async () => {
      await add('a', { uuid: 'low' });
      await add('b', { uuid: 'high', priority: 2 });
      await add('c', { uuid: 'high-later', priority: 2 });
      expect(await lanes(10)).toEqual(['high', 'high-later', 'low']);
    });

    it('frees what a worker held when its lease ends or it is released', async () => {
      await add('a', { uuid: 'a1' });
      expect(await lanes(10, 'w1', 100)).toEqual(['a1']);
      expect(await storage.read.outbox.nextAt(50)).toBe(101);
      expect(await lanes(100, 'w2')).toEqual([]);
      expect(await lanes(101, 'w2', 200)).toEqual(['a1']);
      await storage.write((stores) => stores.outbox.release('w1'));
      expect(await lanes(110, 'w3')).toEqual([]);
      await storage.write((stores) => stores.outbox.release('w2'));
      expect(await lanes(110, 'w3')).toEqual(['a1']);
    });

    it('holds a lane back behind a row that is to be tried later, and no other lane', async () => {
      await add('a', { uuid: 'a1' });
      await add('a', { uuid: 'a2' });
      await add('b', { uuid: 'b1' });
      const [head] = await claim(10);
      await storage.write(async ({ outbox }) => {
        await outbox.begin(head?.id ?? 0, 11, 3);
        await outbox.retry(head?.id ?? 0, 500, 'busy');
        await outbox.release('w');
      });
      expect(await lanes(20, 'x', 30)).toEqual(['b1']);
      const [again] = await claim(600);
      expect(again).toMatchObject({ uuid: 'a1', attempts: 1, firstTryAt: 11, shown: 3 });
      await storage.write((stores) => stores.outbox.begin(again?.id ?? 0, 700, 9));
      await storage.write((stores) => stores.outbox.retry(again?.id ?? 0, 0, 'busy'));
      expect((await claim(900))[0]).toMatchObject({ attempts: 2, firstTryAt: 11, shown: 3 });
    });

    it('tells when there is work again', async () => {
      expect(await storage.read.outbox.nextAt(0)).toBeUndefined();
      await add('a', { uuid: 'a1' });
      expect(await storage.read.outbox.nextAt(10)).toBeLessThanOrEqual(10);
      const id = await idOf('a1', 10);
      await storage.write((stores) => stores.outbox.retry(id, 700, 'busy'));
      expect(await storage.read.outbox.nextAt(10)).toBe(700);
    });

    it('knows an update that nobody has begun to send', async () => {
      const waiting = () => storage.read.outbox.hasWaiting('oc_1', 'case:1');
      expect(await waiting()).toBe(false);
      await add('a', { kind: 'live', subject: 'case:1' });
      expect(await waiting()).toBe(true);
      expect(await storage.read.outbox.hasWaiting('oc_2', 'case:1')).toBe(false);
      const [held] = await claim(10);
      expect(await waiting()).toBe(false);
      await storage.write((stores) => stores.outbox.retry(held?.id ?? 0, 0, 'busy'));
      expect(await waiting()).toBe(true);
    });

    it('tells a restarted sender which calls have left lately, finished or not', async () => {
      await add('a', { uuid: 'a1' });
      await add('b', { uuid: 'b1' });
      await add('c', { uuid: 'c1' });
      const [a, b] = await claim(10);
      await storage.write(async ({ outbox }) => {
        await outbox.begin(a?.id ?? 0, 100, null);
        await outbox.finish(a?.id ?? 0, 'sent', null, 120);
        await outbox.begin(b?.id ?? 0, 110, null);
      });
      const at = (calls: readonly { at: number }[]) => calls.map((call) => call.at).sort();
      expect(at(await storage.read.outbox.callsSince(100))).toEqual([110, 120]);
      expect(at(await storage.read.outbox.callsSince(115))).toEqual([120]);
    });

    it('forgets the payload with the end of a row, lists the dead, prunes the others', async () => {
      await add('a', { uuid: 'a1', payload: '{"secret":1}' });
      await add('b', { uuid: 'b1', subject: 'case:2', kind: 'live' });
      const [a, b] = await claim(10);
      await storage.write(async ({ outbox }) => {
        await outbox.finish(a?.id ?? 0, 'sent', null, 20);
        await outbox.finish(b?.id ?? 0, 'dead', '230099 too many', 30);
      });
      expect(await storage.read.outbox.dead(5)).toEqual([
        { id: b?.id, chat: 'oc_1', kind: 'live', subject: 'case:2', note: '230099 too many', at: 30 },
      ]);
      expect(await storage.write((stores) => stores.outbox.prune(21))).toBe(1);
      expect(await storage.write((stores) => stores.outbox.prune(100))).toBe(0);
      expect(await storage.read.outbox.waiting()).toBe(0);
    });
  });
}
