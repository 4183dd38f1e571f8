import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseLetters } from '../../sandbox/replay/letters';
import { runOnce } from '../../sandbox/replay/one-run';
import { lettersFile } from './letters-file';

it('carries sixty real letters through the district without a refusal, a gap or a wrong figure', async () => {
  const path = lettersFile();
  if (path === undefined) return;
  const { letters } = chooseLetters(path, 60, '1');
  const folder = mkdtempSync(join(tmpdir(), 'suban-e2e-replay-'));
  const result = await runOnce({ letters, seed: '1', folder, keep: false, kills: [] });
  expect(result.problems).toEqual([]);
  expect(result.counts.get('received')).toBe(60);
  expect(result.counts.get('followed up')).toBeGreaterThan(30);
  expect(result.digests.rows).toBeGreaterThan(500);
  expect(result.assigned.elsewhere).toBeGreaterThan(0);
}, 180_000);
