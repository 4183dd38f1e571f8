import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '../../server/ports/storage';
import { SqliteConnection } from '../../server/storage/sqlite/connection';
import { openSqlite } from '../../server/storage/sqlite/storage';
import { storageContract } from './storage';
import type { StorageTrial } from './storage-trial';

async function open(): Promise<StorageTrial> {
  const folder = mkdtempSync(join(tmpdir(), 'suban-contract-'));
  const path = join(folder, 'suban.db');
  let storage: Storage = await openSqlite(path);
  return {
    storage,
    reopen: async () => {
      await storage.close();
      storage = await openSqlite(path);
      return storage;
    },
    close: async () => {
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

storageContract('sqlite', open);

describe('the one writer of SQLite', () => {
  let trial: StorageTrial;
  beforeEach(async () => {
    trial = await open();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await trial.close();
  });

  it('shares one commit among units that wait together', async () => {
    const step = jest.spyOn(SqliteConnection.prototype, 'step');
    const commits = () => step.mock.calls.filter(([sql]) => sql === 'COMMIT').length;
    await Promise.all([
      trial.storage.write((stores) => stores.meta.set('a', '1')),
      trial.storage.write((stores) => stores.meta.set('b', '1')),
    ]);
    expect(commits()).toBe(1);
    await trial.storage.write((stores) => stores.meta.set('c', '1'));
    expect(commits()).toBe(2);
  });

  it('rejects every unit of a commit that fails, and works on afterwards', async () => {
    const step = SqliteConnection.prototype.step;
    let broken = true;
    jest.spyOn(SqliteConnection.prototype, 'step').mockImplementation(function (this: SqliteConnection, sql: string) {
      if (sql === 'COMMIT' && broken) throw new Error('disk I/O error');
      step.call(this, sql);
    });
    const writes = await Promise.allSettled(
      ['a', 'b'].map((key) => trial.storage.write((stores) => stores.meta.set(key, '1'))),
    );
    expect(writes.map((write) => write.status)).toEqual(['rejected', 'rejected']);
    broken = false;
    await trial.storage.write((stores) => stores.meta.set('c', '1'));
    expect(await trial.storage.read.meta.get('a')).toBeUndefined();
    expect(await trial.storage.read.meta.get('c')).toBe('1');
  });

  it('neither hangs nor reports what was lost when the database drops the transaction under a unit', async () => {
    const step = SqliteConnection.prototype.step;
    let writing: SqliteConnection | undefined;
    jest.spyOn(SqliteConnection.prototype, 'step').mockImplementation(function (this: SqliteConnection, sql: string) {
      writing = this;
      step.call(this, sql);
    });
    const set = (key: string) => trial.storage.write((stores) => stores.meta.set(key, '1'));
    const before = set('before');
    const gone = trial.storage.write(async () => {
      // What SQLite does by itself on a full disk: the whole transaction is rolled back.
      writing?.exec('ROLLBACK');
      throw new Error('database or disk is full');
    });
    const [first, second, third] = await Promise.allSettled([before, gone, set('after')]);
    expect([first.status, second.status]).toEqual(['rejected', 'rejected']);
    expect(await trial.storage.read.meta.get('before')).toBeUndefined();
    expect((await trial.storage.read.meta.get('after')) === '1').toBe(third.status === 'fulfilled');
    await set('later');
    expect(await trial.storage.read.meta.get('later')).toBe('1');
  });

  it('finishes two thousand writes within five seconds', async () => {
    const started = Date.now();
    await Promise.all(
      Array.from({ length: 2000 }, (_, index) =>
        trial.storage.write((stores) => stores.meta.set(`k${index}`, 'x'.repeat(500))),
      ),
    );
    expect(Date.now() - started).toBeLessThan(5000);
    expect(await trial.storage.read.meta.get('k1999')).toHaveLength(500);
  });

  it('is found unchanged by a second process', async () => {
    await trial.storage.write((stores) => stores.meta.set('a', '1'));
    const again = await trial.reopen();
    expect(await again.read.meta.get('a')).toBe('1');
  });
});

it('has no TypeORM transaction anywhere: two of them on one connection would merge', () => {
  const server = join(__dirname, '..', '..', 'server');
  const files = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const guilty = files.filter((name) =>
    /dataSource\s*\.\s*transaction|\.startTransaction\(|manager\.transaction\(/.test(
      readFileSync(join(server, name), 'utf8'),
    ),
  );
  expect(guilty).toEqual([]);
});
