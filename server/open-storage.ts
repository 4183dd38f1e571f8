import { resolve } from 'node:path';
import type { Config, ConfigProblem } from './config';
import type { Storage } from './ports/storage';
import { openSqlite } from './storage/sqlite/storage';

/** Opens the database the settings name and brings its schema up to date. */
export async function openStorage(config: Config): Promise<Storage> {
  if (config.database.kind !== 'sqlite') throw new Error('only sqlite databases are supported by this release');
  return openSqlite(resolve(config.database.path));
}

/** What this release cannot do yet is said at the start, not at the first case. */
export function unsupported(config: Config): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (config.database.kind !== 'sqlite') {
    problems.push({
      variable: 'DATABASE_URL',
      zh: '本版本只支持 sqlite:路径',
      en: 'this release supports sqlite:PATH only',
    });
  }
  if (config.redisUrl !== undefined) {
    problems.push({
      variable: 'REDIS_URL',
      zh: '本版本使用内置队列，请去掉这一项',
      en: 'this release uses the embedded queue; remove it',
    });
  }
  if (config.feishu.transport !== 'webhook') {
    problems.push({
      variable: 'FEISHU_TRANSPORT',
      zh: '本版本只支持 webhook',
      en: 'this release supports webhook only',
    });
  }
  return problems;
}
