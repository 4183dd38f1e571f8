import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../sandbox/child';
import { median } from './figures';
import { inFolder, productEnv, ROOT, script } from './processes';

/** Median milliseconds from the call to `suban ready`. */
export interface StartUp {
  readonly cases: number;
  readonly starts: number;
  readonly tsx: number;
  readonly compiled: number;
}

const CASES = 2000;

/** Starts by tsx and from a compiled build in turn, on one database that holds 2,000 cases. */
export async function measureStartUp(starts: number, say: (line: string) => void): Promise<StartUp> {
  const build = compile();
  try {
    return await inFolder(async (folder) => {
      const env = productEnv(folder, 'http://127.0.0.1:9');
      const seeded = await startChild(
        { args: script('product.ts', ['--null-channel', '--cases', String(CASES)]), env, cwd: ROOT },
        /^\{/,
      );
      await seeded.stop();
      const times = { tsx: [] as number[], compiled: [] as number[] };
      const ways = {
        tsx: [join(ROOT, 'node_modules', '.bin', 'tsx'), join(ROOT, 'server', 'cli', 'suban.ts'), 'serve'],
        compiled: [join(build, 'server', 'cli', 'suban.js'), 'serve'],
      };
      for (let n = 0; n < starts; n += 1) {
        for (const way of ['tsx', 'compiled'] as const) {
          const began = performance.now();
          const child = await startChild({ args: ways[way], env, cwd: ROOT }, /^suban ready/);
          times[way].push(performance.now() - began);
          await child.stop();
        }
      }
      const found = { cases: CASES, starts, tsx: median(times.tsx), compiled: median(times.compiled) };
      say(`start    tsx ${found.tsx.toFixed(0)} ms, compiled ${found.compiled.toFixed(0)} ms (median of ${starts})`);
      return found;
    });
  } finally {
    rmSync(build, { recursive: true, force: true });
  }
}

/** A release build; below node_modules, so that it finds the packages. */
function compile(): string {
  const cache = join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'suban-build-'));
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const done = spawnSync(process.execPath, [tsc, '-p', join(ROOT, 'tsconfig.build.json'), '--outDir', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`the build failed\n${done.stdout}${done.stderr}`);
  return folder;
}
