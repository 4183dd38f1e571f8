import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '../../server/ports/storage';
import { SqliteConnection } from '../../server/storage/sqlite/connection';
import { openSqlite } from '../../server/storage/sqlite/storage';
import { type StorageTrial, storageContract } from './storage';

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
    const exec = jest.spyOn(SqliteConnection.prototype, 'exec');
    const commits = () => exec.mock.calls.filter(([sql]) => sql === 'COMMIT').length;
    await Promise.all([trial.storage.write((stores) => stores.meta.set('a', '1')), trial.storage.write((stores) => stores.meta.set('b', '1'))]);
    expect(commits()).toBe(1);
    await trial.storage.write((stores) => stores.meta.set('c', '1'));
    expect(commits()).toBe(2);
  });

  it('rejects every unit of a commit that fails, and works on afterwards', async () => {
    const exec = jest.spyOn(SqliteConnection.prototype, 'exec').mockImplementationOnce(() => {
      throw new Error('disk I/O error');
    });
    await expect(trial.storage.write((stores) => stores.meta.set('a', '1'))).rejects.toThrow('disk I/O error');
    const run = exec.getMockImplementation();
    expect(run).toBeUndefined();
    await trial.storage.write((stores) => stores.meta.set('b', '1'));
    expect(await trial.storage.read.meta.get('a')).toBeUndefined();
    expect(await trial.storage.read.meta.get('b')).toBe('1');
  });

  it('does not hang when the database drops the transaction under a unit', async () => {
    const exec = SqliteConnection.prototype.exec;
    jest.spyOn(SqliteConnection.prototype, 'exec').mockImplementation(function (this: SqliteConnection, sql: string) {
      exec.call(this, sql);
    });
    const gone = trial.storage.write(async () => {
      // What SQLite does by itself on a full disk: the whole transaction is rolled back.
      const [connection] = (SqliteConnection.prototype.exec as jest.Mock).mock.contexts as SqliteConnection[];
      connection?.exec('ROLLBACK');
      throw new Error('database or disk is full');
    });
    const other = trial.storage.write((stores) => stores.meta.set('other', '1'));
    const settled = await Promise.allSettled([gone, other]);
    expect(settled[0].status).toBe('rejected');
    await trial.storage.write((stores) => stores.meta.set('later', '1'));
    expect(await trial.storage.read.meta.get('later')).toBe('1');
    // Either it was stored and said so, or it was refused: never one without the other.
    expect((await trial.storage.read.meta.get('other')) === '1').toBe(settled[1].status === 'fulfilled');
  });

  it('finishes two thousand writes within five seconds', async () => {
    const started = Date.now();
    await Promise.all(Array.from({ length: 2000 }, (_, index) => trial.storage.write((stores) => stores.meta.set(`k${index}`, 'x'.repeat(500)))));
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
  const files = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const guilty = files.filter((name) => /dataSource\s*\.\s*transaction|\.startTransaction\(|manager\.transaction\(/.test(readFileSync(join(server, name), 'utf8')));
  expect(guilty).toEqual([]);
});
