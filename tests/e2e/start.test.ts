import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runChild } from '../../sandbox/child';
import { chatIdOf } from '../../sandbox/district/seed';
import { summaryOf } from '../../sandbox/people/card-reading';
import { PlatformClient } from '../../sandbox/people/platform-client';
import { startPlatform } from '../../sandbox/platform/server';

const ROOT = resolve(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'suban-e2e-start-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start() {
  const args = ['--import', 'tsx', join(ROOT, 'sandbox/start.ts'), '--once', '--data', join(folder, 'workspace')];
  return runChild({ args: [...args, '--port', '25100', '--platform-port', '25200'], cwd: ROOT });
}

/** What the platform kept, read after everything has stopped. */
async function kept() {
  const platform = await startPlatform({ state: join(folder, 'workspace', 'platform.jsonl') });
  const client = new PlatformClient(platform.url);
  const messages = await client.messagesOf(chatIdOf('dispatch'));
  const stats = await client.stats();
  await platform.close();
  const cards = messages.filter((one) => /^LS-\d{8}-\d{4}/.test(summaryOf(one.card)));
  return { cards: cards.length, messages: messages.length, stats };
}

it('stands ready with the seeded district, and does not seed it a second time', async () => {
  const first = await start();
  expect([first.code, first.stderr]).toEqual([0, '']);
  expect(first.stdout).toContain('suban is running');
  const seeded = await kept();
  expect(seeded.cards).toBe(40);
  expect([seeded.stats.refused, seeded.stats['event-failed'], seeded.stats['callback-error']]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  const second = await start();
  expect([second.code, second.stderr]).toEqual([0, '']);
  expect((await kept()).messages).toBe(seeded.messages);
}, 120_000);
