import { VersionConflict } from '../../server/ports/storage';
import { aCase } from '../factories';
import { aRow, Broken, DuplicateError, failing, insert, type StorageTrial, setMeta } from './storage-trial';

/** Units of work: all or nothing, durable once resolved, harmless to each other. */
export function unitContract(open: () => Promise<StorageTrial>): void {
  describe('a unit of work', () => {
    let trial: StorageTrial;
    beforeEach(async () => {
      trial = await open();
    });
    afterEach(() => trial.close());

    it('is not harmed by a failing one among fifty that run together', async () => {
      const { storage } = trial;
      const units = Array.from({ length: 50 }, (_, index) =>
        storage.write((stores) =>
          index % 10 === 7 ? failing(stores, `k${index}`) : stores.meta.set(`k${index}`, 'kept'),
        ),
      );
      const settled = await Promise.allSettled(units);
      const failed = settled.flatMap((outcome, index) => (outcome.status === 'rejected' ? [index] : []));
      expect(failed).toEqual([7, 17, 27, 37, 47]);
      for (let index = 0; index < 50; index += 1) {
        expect(await storage.read.meta.get(`k${index}`)).toBe(index % 10 === 7 ? undefined : 'kept');
      }
    });

    it('leaves nothing of what a rejected one wrote, in any store', async () => {
      const { storage } = trial;
      await expect(storage.write((stores) => failing(stores, 'a'))).rejects.toBeInstanceOf(Broken);
      expect(await storage.read.meta.get('a')).toBeUndefined();
      expect(await storage.read.roster.bindings()).toEqual([]);
      expect(await storage.read.roster.version()).toBe(0);
      expect(await storage.read.outbox.waiting()).toBe(0);
    });

    it('is durable when it resolves, and gone when it rejects, after the database is opened again', async () => {
      await Promise.allSettled([
        setMeta(trial.storage, 'kept', '1'),
        trial.storage.write((stores) => failing(stores, 'lost')),
        setMeta(trial.storage, 'too', '2'),
      ]);
      const again = await trial.reopen();
      expect(await again.read.meta.get('kept')).toBe('1');
      expect(await again.read.meta.get('too')).toBe('2');
      expect(await again.read.meta.get('lost')).toBeUndefined();
      expect(await again.migrate()).toEqual([]);
    });

    it('is joined by a write inside it', async () => {
      const { storage } = trial;
      const outer = storage.write(async (stores) => {
        await stores.meta.set('outer', '1');
        const inner = await storage.write(async (same) => {
          await same.meta.set('inner', '1');
          return same.meta.get('outer');
        });
        expect(inner).toBe('1');
        throw new Broken();
      });
      await expect(outer).rejects.toBeInstanceOf(Broken);
      expect(await storage.read.meta.get('inner')).toBeUndefined();
    });

    it('gives a unit of its own to work that was begun inside one and outlives it', async () => {
      const { storage } = trial;
      let late: Promise<unknown> = Promise.resolve();
      await storage.write(async (stores) => {
        late = new Promise((resolve) => setTimeout(resolve, 20)).then(() =>
          storage.write((own) => failing(own, 'late')),
        );
        late.catch(() => undefined);
        await stores.meta.set('early', '1');
      });
      await expect(late).rejects.toBeInstanceOf(Broken);
      expect(await storage.read.meta.get('late')).toBeUndefined();
      expect(await storage.read.meta.get('early')).toBe('1');
    });

    it('shows readers nothing before it is committed, and itself everything', async () => {
      const { storage } = trial;
      await storage.write(async (stores) => {
        await stores.meta.set('k', '1');
        expect(await stores.meta.get('k')).toBe('1');
        expect(await storage.read.meta.get('k')).toBeUndefined();
      });
      expect(await storage.read.meta.get('k')).toBe('1');
    });

    it('gives back what its work returned', async () => {
      expect(await trial.storage.write(async () => 42)).toBe(42);
      await trial.storage.ping();
    });

    it('turns a key that exists into one error, and goes on after it was caught', async () => {
      const { storage } = trial;
      const state = await insert(storage, aCase({ sourceId: 's' }));
      await expect(insert(storage, state)).rejects.toMatchObject({ name: 'DuplicateError', constraint: 'case_file' });
      await storage.write(async (stores) => {
        await stores.meta.set('before', '1');
        await expect(stores.cases.insert(aRow(state))).rejects.toBeInstanceOf(DuplicateError);
        await stores.meta.set('after', '1');
      });
      expect([await storage.read.meta.get('before'), await storage.read.meta.get('after')]).toEqual(['1', '1']);
    });

    it('saves a case only over the version it was read at', async () => {
      const { storage } = trial;
      const state = await insert(storage, aCase());
      const next = { ...state, version: 2, status: 'assigned' as const, unit: 'housing' };
      await storage.write((stores) => stores.cases.save(next, 1, 'x', 1, 'h'));
      await expect(
        storage.write((stores) => stores.cases.save({ ...next, version: 3 }, 1, 'x', 2, 'h2')),
      ).rejects.toBeInstanceOf(VersionConflict);
      expect(await storage.read.cases.load(state.number)).toMatchObject({
        state: { version: 2, unit: 'housing' },
        subject: 'x',
        logSeq: 1,
        logHead: 'h',
      });
    });

    it('counts up without a gap or a double under concurrency, each day by itself', async () => {
      const { storage } = trial;
      const drawn = await Promise.all(
        Array.from({ length: 40 }, () => storage.write((stores) => stores.cases.nextNumber('20260304'))),
      );
      expect(drawn.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
      expect(await storage.write((stores) => stores.cases.nextNumber('20260305'))).toBe(1);
    });
  });
}
