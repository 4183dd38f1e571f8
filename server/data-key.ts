import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, ConfigProblem } from './config';
import { isDataKey } from './config-schema';

export type DataKey =
  | { readonly ok: true; readonly value: Buffer; readonly generatedAt: string | undefined }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * The 32-byte key for personal data: `SUBAN_DATA_KEY`, else `data.key` in the data folder, made there (mode 0600)
 * when there is none. Two processes that start together end up with the same key. `generatedAt` is the path of a
 * key made by this call, so that the operator can be told to back it up.
 */
export function loadDataKey(config: Pick<Config, 'dataKey' | 'dataDir'>): DataKey {
  if (config.dataKey !== undefined) return found(config.dataKey, undefined);
  const file = join(config.dataDir, 'data.key');
  try {
    const text = readIfThere(file);
    if (text !== undefined) return isDataKey(text) ? found(text, undefined) : damaged(file);
    const isOurs = publish(config.dataDir, file);
    const stored = readIfThere(file) ?? '';
    return isDataKey(stored) ? found(stored, isOurs ? file : undefined) : damaged(file);
  } catch (error) {
    return unusable(file, error);
  }
}

function found(text: string, generatedAt: string | undefined): DataKey {
  return { ok: true, value: Buffer.from(text, 'base64'), generatedAt };
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a draft whole and links it into place: the link fails when the name exists, so the first one wins. */
function publish(folder: string, file: string): boolean {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}-${randomBytes(6).toString('hex')}`;
  writeDurably(draft);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeDurably(file: string): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, `${randomBytes(32).toString('base64')}\n`);
    // A key lost in a power cut would make everything sealed with it unreadable.
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function damaged(file: string): DataKey {
  return {
    ok: false,
    problems: [
      {
        variable: 'SUBAN_DATA_KEY',
        zh: `密钥文件 ${file} 已损坏，应为 32 字节的 base64；请从备份恢复，切勿删除，否则已存的个人信息无法解密`,
        en: `the key file ${file} is damaged (expected base64 of 32 bytes); restore it from a backup and do not delete it, or stored personal data cannot be read`,
      },
    ],
  };
}

function unusable(file: string, error: unknown): DataKey {
  return {
    ok: false,
    problems: [
      {
        variable: 'SUBAN_DATA_DIR',
        zh: `密钥文件 ${file} 无法读写（${codeOf(error)}），请检查文件夹权限，或用 SUBAN_DATA_KEY 给出密钥`,
        en: `the key file ${file} cannot be read or written (${codeOf(error)}); check the folder's permissions, or give the key in SUBAN_DATA_KEY`,
      },
    ],
  };
}
