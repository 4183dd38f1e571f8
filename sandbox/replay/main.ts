import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killPoints } from './killer';
import { chooseLetters, spanOf } from './letters';
import { runOnce } from './one-run';
import { problemLines, reportLines } from './report';
import { compareSnapshots } from './snapshot';

const USAGE = 'npm run replay -- <letters.jsonl> [--limit N] [--seed S] [--kill K] [--keep]';

/** Replays real letters through the product; see docs/replay.md. Exit 0 clean, 1 problems, 2 bad usage. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      limit: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      kill: { type: 'string', default: '0' },
      keep: { type: 'boolean', default: false },
    },
  });
  const [path] = positionals;
  const [limit, kill] = [Number(values.limit), Number(values.kill)];
  if (path === undefined || !existsSync(path) || !(limit >= 1) || !(kill >= 0)) {
    console.error(path === undefined || existsSync(path) ? USAGE : `there is no file ${path}\n${USAGE}`);
    return 2;
  }
  const { seed, keep } = values;
  const { letters, available } = chooseLetters(path, limit, seed);
  console.log(
    `${letters.length} letters of the ${available} of 2019, moved by 365 weeks: ${spanOf(letters)}, seed ${seed}`,
  );
  if (letters.length < limit) console.log(`there are only ${available} such letters: all of them are taken`);
  const folder = mkdtempSync(join(tmpdir(), 'suban-replay-'));
  const run = { letters, seed, keep };
  const undisturbed = await runOnce({ ...run, folder: join(folder, 'undisturbed'), kills: [] });
  console.log([...reportLines(undisturbed), ...problemLines(undisturbed.problems)].join('\n'));
  let problems = undisturbed.problems.length;
  if (kill > 0) {
    const points = killPoints(seed, kill, undisturbed.totals);
    const killed = await runOnce({ ...run, folder: join(folder, 'killed'), kills: points });
    const differences = [...killed.problems, ...compareSnapshots(undisturbed.snapshot, killed.snapshot)];
    if (killed.kills < kill) differences.push(`only ${killed.kills} of ${kill} kills took place`);
    console.log(`killed ${killed.kills} times, at ${points.map(({ at, count }) => `${at} ${count}`).join(', ')}`);
    console.log([...reportLines(killed), ...problemLines(differences)].join('\n'));
    problems += differences.length;
  }
  if (keep) console.log(`kept in ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
  console.log(problems === 0 ? 'clean: no problem found' : `${problems} problems found`);
  return problems === 0 ? 0 : 1;
}

process.once('SIGINT', () => process.exit(1));
process.once('SIGTERM', () => process.exit(1));
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
