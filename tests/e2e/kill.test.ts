import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killPoints } from '../../sandbox/replay/killer';
import { chooseLetters } from '../../sandbox/replay/letters';
import { runOnce } from '../../sandbox/replay/one-run';
import { compareSnapshots } from '../../sandbox/replay/snapshot';
import { lettersFile } from './letters-file';

const folder = mkdtempSync(join(tmpdir(), 'suban-e2e-kill-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('loses and doubles nothing when the product is killed in the middle of work', async () => {
  const path = lettersFile();
  if (path === undefined) return;
  const seed = '3';
  const { letters } = chooseLetters(path, 20, seed);
  const run = { letters, seed, keep: false };
  const undisturbed = await runOnce({ ...run, folder: join(folder, 'undisturbed'), kills: [] });
  expect(undisturbed.problems).toEqual([]);
  const kills = killPoints(seed, 3, undisturbed.totals);
  const killed = await runOnce({ ...run, folder: join(folder, 'killed'), kills });
  expect(killed.kills).toBe(3);
  expect(killed.problems).toEqual([]);
  expect(compareSnapshots(undisturbed.snapshot, killed.snapshot)).toEqual([]);
}, 180_000);
