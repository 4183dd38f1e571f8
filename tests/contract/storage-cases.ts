import type { CaseState } from '../../server/domain/case';
import type { CaseQuery, ClockRow, Storage } from '../../server/ports/storage';
import { aCase, at } from '../factories';
import { DuplicateError, insert, insertMany, type StorageTrial } from './storage-trial';

/** Pages through a list by its cursor. */
async function pages(storage: Storage, query: Omit<CaseQuery, 'limit'>, limit: number): Promise<string[]> {
  const numbers: string[] = [];
  let cursor: CaseQuery['cursor'];
  for (;;) {
    const page = await storage.read.cases.list({ ...query, limit, ...(cursor ? { cursor } : {}) });
    numbers.push(...page.map((one) => one.state.number));
    const last = page.at(-1)?.state;
    if (last === undefined || page.length < limit) return numbers;
    cursor = { receivedAt: last.receivedAt, number: last.number };
  }
}

const numbersOf = (states: readonly CaseState[]) => states.map((state) => state.number);

/** Cases, their texts, their clocks, and finding them again. */
export function casesContract(open: () => Promise<StorageTrial>): void {
  describe('the case store', () => {
    let trial: StorageTrial;
    let storage: Storage;
    beforeEach(async () => {
      trial = await open();
      storage = trial.storage;
    });
    afterEach(() => trial.close());

    it('keeps a case as it was given and finds it by number, source and tracking hash', async () => {
      const state = await insert(storage, aCase({ sourceId: 'a', suggestedBy: ['路灯', '𠮷😀'] }), { subject: '灯😀' });
      const found = await storage.read.cases.load(state.number);
      expect(found).toEqual({
        state,
        subject: '灯😀',
        wrappedKey: 'key',
        cipher: 'cipher',
        logSeq: 0,
        logHead: state.number,
      });
      expect((await storage.read.cases.bySource('hotline-12345', 'a'))?.state.number).toBe(state.number);
      expect((await storage.read.cases.byTracking(`track-${state.number}`))?.state.number).toBe(state.number);
      expect(await storage.read.cases.load('LS-20260304-9999')).toBeUndefined();
      expect(await storage.read.cases.bySource('portal', 'a')).toBeUndefined();
    });

    it('tells source ids apart by case, accent and trailing space', async () => {
      const ids = ['a', 'A', 'a ', 'á', 'ａ', ' a'];
      for (const sourceId of ids) await insert(storage, aCase({ sourceId }));
      for (const sourceId of ids)
        expect((await storage.read.cases.bySource('hotline-12345', sourceId))?.state.sourceId).toBe(sourceId);
      await expect(insert(storage, aCase({ sourceId: 'A' }))).rejects.toBeInstanceOf(DuplicateError);
    });

    it('lets many cases have no source, and one source id serve each channel once', async () => {
      await insert(storage, aCase());
      await insert(storage, aCase());
      await insert(storage, aCase({ sourceId: 'x' }));
      await insert(storage, aCase({ sourceId: 'x', channel: 'portal' }));
      expect(await storage.read.cases.count({})).toBe(4);
      expect(await storage.read.cases.hasAny()).toBe(true);
    });

    it('takes keys of 191 characters and texts of ten thousand, emoji included', async () => {
      const sourceId = '源'.repeat(191);
      const state = await insert(storage, aCase({ sourceId }), {
        cipher: '😀'.repeat(10_000),
        subject: '字'.repeat(10_000),
      });
      const found = await storage.read.cases.bySource('hotline-12345', sourceId);
      expect(found?.state).toEqual(state);
      expect([...(found?.cipher ?? '')]).toHaveLength(10_000);
      expect(found?.subject).toHaveLength(10_000);
      await storage.write((stores) => stores.cases.putText(state.number, '1.note', '𠮷'.repeat(10_000)));
      await storage.write((stores) => stores.cases.putText(state.number, '2.note', ''));
      expect(await storage.read.cases.texts(state.number)).toEqual(
        new Map([
          ['1.note', '𠮷'.repeat(10_000)],
          ['2.note', ''],
        ]),
      );
    });

    it('lists by every filter, newest or oldest first', async () => {
      const given: readonly Partial<CaseState>[] = [
        { status: 'claimed', unit: 'housing' },
        { status: 'claimed', unit: 'urban', assignee: 'ou_1' },
        { status: 'registered', leadUnit: 'industry' },
      ];
      const [first, second, third] = (await insertMany(storage, 3, (index) => given[index] ?? {})) as [
        CaseState,
        CaseState,
        CaseState,
      ];
      const list = async (query: Omit<CaseQuery, 'limit'>) =>
        (await storage.read.cases.list({ ...query, limit: 10 })).map((one) => one.state.number);
      expect(await list({})).toEqual(numbersOf([third, second, first]));
      expect(await list({ oldestFirst: true })).toEqual(numbersOf([first, second, third]));
      expect(await list({ status: ['claimed'] })).toEqual(numbersOf([second, first]));
      expect(await list({ status: ['claimed', 'registered'], unit: 'housing' })).toEqual([first.number]);
      expect(await list({ leadUnit: 'industry' })).toEqual([third.number]);
      expect(await list({ assignee: 'ou_1' })).toEqual([second.number]);
      expect(await list({ fromMs: second.receivedAt })).toEqual(numbersOf([third, second]));
      expect(await list({ toMs: second.receivedAt })).toEqual([first.number]);
      expect(await storage.read.cases.count({ status: ['claimed'] })).toBe(2);
    });

    it('pages through equal instants in both directions without a gap or a double', async () => {
      const states = await insertMany(storage, 11, (index) => ({
        receivedAt: at('2026-03-04T09:00:00') + Math.floor(index / 4) * 1000,
      }));
      const oldest = [...states].sort((a, b) => a.receivedAt - b.receivedAt || (a.number < b.number ? -1 : 1));
      expect(await pages(storage, { oldestFirst: true }, 3)).toEqual(numbersOf(oldest));
      expect(await pages(storage, {}, 3)).toEqual(numbersOf(oldest.toReversed()));
    });

    it('takes % and _ and ! of a search as they are', async () => {
      const subjects = ['涨价50%不合理', '涨价500不合理', 'a_b', 'axb', '快!修', '快修', "it's"];
      for (const subject of subjects) await insert(storage, aCase(), { subject });
      const find = async (words: string) =>
        (await storage.read.cases.list({ words, limit: 10 })).map((one) => one.subject);
      expect(await find('50%')).toEqual(['涨价50%不合理']);
      expect(await find('a_b')).toEqual(['a_b']);
      expect(await find('快!')).toEqual(['快!修']);
      expect(await find("'")).toEqual(["it's"]);
      expect((await find('%')).length).toBe(1);
    });

    it('finds cases of one phone since an instant', async () => {
      const old = await insert(storage, aCase({ receivedAt: 1000 }), { phoneHash: 'p', print: 'aa' });
      const fresh = await insert(storage, aCase({ receivedAt: 2000 }), { phoneHash: 'p', print: 'bb' });
      await insert(storage, aCase({ receivedAt: 2000 }), { phoneHash: 'q' });
      expect(await storage.read.cases.samePhone('p', 1000)).toEqual([
        { number: fresh.number, print: 'bb' },
        { number: old.number, print: 'aa' },
      ]);
      expect(await storage.read.cases.samePhone('p', 1001)).toEqual([{ number: fresh.number, print: 'bb' }]);
      expect((await storage.read.cases.list({ phoneHash: 'q', limit: 5 })).length).toBe(1);
    });

    it('keeps one clock of a kind per case and finds those due and running', async () => {
      const clock = (
        caseNumber: string,
        kind: ClockRow['kind'],
        dueAt: number,
        stoppedAt: number | null = null,
      ): ClockRow => ({
        caseNumber,
        kind,
        rule: 'hotline.reply',
        unit: 'housing',
        leadUnit: 'livelihood',
        dueAt,
        stoppedAt,
      });
      await storage.write(async ({ cases }) => {
        await cases.putClock(clock('A', 'respond', 50));
        await cases.putClock(clock('A', 'respond', 100));
        await cases.putClock(clock('A', 'resolve', 300));
        await cases.putClock(clock('B', 'respond', 200, 150));
        await cases.putClock(clock('B', 'claim', 200));
        await cases.dropClock('B', 'claim');
      });
      const { cases } = storage.read;
      expect(await cases.clocksDue(100, 300)).toEqual([clock('B', 'respond', 200, 150), clock('A', 'resolve', 300)]);
      expect(await cases.clocksDue(99, 100)).toEqual([clock('A', 'respond', 100)]);
      expect(await cases.clocksRunning(300, 10)).toEqual([clock('A', 'respond', 100), clock('A', 'resolve', 300)]);
      expect(await cases.clocksRunning(300, 1)).toHaveLength(1);
    });
  });
}
