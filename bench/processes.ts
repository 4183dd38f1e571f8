import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defaultOptions } from '../sandbox/platform/options';

export const ROOT = resolve(__dirname, '..');

/** Arguments that run a script of the bench by tsx, without a second process between us and its signals. */
export function script(name: string, args: readonly string[] = []): string[] {
  return ['--import', 'tsx', join(ROOT, 'bench', name), ...args];
}

/** Settings of a product of the bench, in a folder of its own. */
export function productEnv(folder: string, platformUrl: string): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: `sqlite:${join(folder, 'suban.db')}`,
    SUBAN_DATA_DIR: folder,
    FEISHU_APP_ID: defaultOptions.appId,
    FEISHU_APP_SECRET: defaultOptions.appSecret,
    FEISHU_ENCRYPT_KEY: defaultOptions.encryptKey,
    FEISHU_VERIFICATION_TOKEN: defaultOptions.verificationToken,
    FEISHU_DOMAIN: platformUrl,
    SUBAN_ADMINS: 'ou_bench_admin',
    LOG_LEVEL: 'error',
  };
}

/** Runs `work` with a folder that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'suban-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
