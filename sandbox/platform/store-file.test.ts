import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreFile } from './store-file';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('gives back the last value of each record, in the order they first came', () => {
  const path = join(folder, 'a.jsonl');
  const store = new StoreFile(path);
  store.put('chats', 'x', { members: new Set(['ou_a']) });
  store.flush();
  store.put('chats', 'y', 1);
  store.put('chats', 'x', { members: new Set(['ou_b']) });
  store.put('chats', 'z', null);
  store.flush();
  expect(new StoreFile(path).load()).toEqual([
    { t: 'chats', k: 'x', v: { members: ['ou_b'] } },
    { t: 'chats', k: 'y', v: 1 },
  ]);
});

it('survives a torn last line', () => {
  const path = join(folder, 'b.jsonl');
  const store = new StoreFile(path);
  store.put('users', 'ou_a', { name: '甲' });
  store.flush();
  appendFileSync(path, '{"t":"users","k":"ou_b","v":{"na');
  const again = new StoreFile(path);
  expect(again.load()).toHaveLength(1);
  again.put('users', 'ou_c', { name: '丙' });
  again.flush();
  expect(new StoreFile(path).load().map((record) => record.k)).toEqual(['ou_a', 'ou_c']);
});

it('rewrites a file of mostly superseded lines when it is loaded', () => {
  const path = join(folder, 'c.jsonl');
  const store = new StoreFile(path);
  for (let version = 0; version < 1200; version += 1) {
    store.put('meta', 'clock', version);
    store.flush();
  }
  expect(new StoreFile(path).load()).toEqual([{ t: 'meta', k: 'clock', v: 1199 }]);
  expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(1);
});
