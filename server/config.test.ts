import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Env, readConfig } from './config';
import { loadDataKey } from './data-key';

const KEY = Buffer.alloc(32, 7).toString('base64');

function problemsOf(env: Env, use?: 'serve'): readonly string[] {
  const read = readConfig(env, use);
  return read.ok ? [] : read.problems.map((problem) => problem.variable);
}

describe('readConfig', () => {
  it('needs no variable: all defaults of the contract', () => {
    const read = readConfig({});
    expect(read).toMatchObject({
      ok: true,
      value: {
        host: '127.0.0.1',
        port: 3000,
        publicUrl: undefined,
        database: { kind: 'sqlite', path: './data/suban.db' },
        redisUrl: undefined,
        dataDir: './data',
        feishu: { domain: 'https://open.feishu.cn', transport: 'webhook' },
        admins: [],
        pack: 'laishan',
        clock: { kind: 'system' },
        logLevel: 'info',
      },
    });
  });

  it('reports every problem at once, in both languages, and never a secret', () => {
    const read = readConfig({
      PORT: '99999',
      DATABASE_URL: 'postgres://u:geheim@h/db',
      SUBAN_DATA_KEY: 'geheim',
      SUBAN_CLOK: 'controlled',
      LOG_LEVEL: 'loud',
      FEISHU_APP_SECRET_FILE: '/nowhere/secret',
    });
    if (read.ok) throw new Error('accepted');
    expect(read.problems.map((problem) => problem.variable).sort()).toEqual(
      ['DATABASE_URL', 'FEISHU_APP_SECRET_FILE', 'LOG_LEVEL', 'PORT', 'SUBAN_CLOK', 'SUBAN_DATA_KEY'].sort(),
    );
    expect(JSON.stringify(read.problems)).not.toContain('geheim');
    expect(JSON.stringify(read.problems)).toContain('99999');
    for (const problem of read.problems) {
      expect(problem.zh).toMatch(/[一-龥]/);
      expect(problem.en).not.toMatch(/[一-龥]/);
    }
  });

  it('reads a secret from a file, but not from file and value together', () => {
    const folder = mkdtempSync(join(tmpdir(), 'suban-'));
    const file = join(folder, 'secret');
    writeFileSync(file, 'from-file\n');
    const read = readConfig({ FEISHU_APP_SECRET_FILE: file });
    expect(read.ok && read.value.feishu.appSecret).toBe('from-file');
    expect(problemsOf({ FEISHU_APP_SECRET_FILE: file, FEISHU_APP_SECRET: 'x' })).toEqual(['FEISHU_APP_SECRET_FILE']);
    expect(problemsOf({ SUBAN_PACK_FILE: file })).toEqual(['SUBAN_PACK_FILE']);
  });

  it('refuses a controlled clock unless the platform is on this machine', () => {
    expect(problemsOf({ SUBAN_CLOCK: 'controlled' })).toEqual(['SUBAN_CLOCK']);
    for (const domain of ['http://127.0.0.1:9000', 'http://localhost:1', 'http://[::1]:2']) {
      expect(problemsOf({ SUBAN_CLOCK: 'controlled', FEISHU_DOMAIN: domain })).toEqual([]);
    }
    expect(problemsOf({ SUBAN_CLOCK: 'controlled', FEISHU_DOMAIN: 'http://127.0.0.1.example.com' })).toEqual([
      'SUBAN_CLOCK',
    ]);
    const read = readConfig({
      SUBAN_CLOCK: 'controlled',
      FEISHU_DOMAIN: 'http://127.0.0.1:9000/',
      SUBAN_CLOCK_START: '2026-03-02T09:00:00+08:00',
    });
    expect(read.ok && read.value.clock).toEqual({ kind: 'controlled', startMs: Date.parse('2026-03-02T01:00:00Z') });
    expect(read.ok && read.value.feishu.domain).toBe('http://127.0.0.1:9000');
  });

  it('takes the app only when serving', () => {
    expect(problemsOf({}, 'serve')).toEqual(['FEISHU_APP_ID', 'FEISHU_APP_SECRET', 'FEISHU_ENCRYPT_KEY']);
    expect(problemsOf({ FEISHU_APP_ID: 'a', FEISHU_APP_SECRET: 'b', FEISHU_TRANSPORT: 'websocket' }, 'serve')).toEqual(
      [],
    );
    expect(problemsOf({ FEISHU_APP_ID: 'a', FEISHU_APP_SECRET: 'b', FEISHU_VERIFICATION_TOKEN: 'c' }, 'serve')).toEqual(
      [],
    );
  });

  it('parses databases, admins and empty values', () => {
    const read = readConfig({
      DATABASE_URL: 'mysql://u:p@db:3306/suban',
      SUBAN_ADMINS: 'ou_a, ou_b,',
      REDIS_URL: '',
      PUBLIC_URL: 'https://suban.example.cn/',
      PORT: '0',
    });
    expect(read).toMatchObject({
      ok: true,
      value: {
        database: { kind: 'mysql', url: 'mysql://u:p@db:3306/suban' },
        admins: ['ou_a', 'ou_b'],
        redisUrl: undefined,
        publicUrl: 'https://suban.example.cn',
        port: 0,
      },
    });
    expect(problemsOf({ DATABASE_URL: 'sqlite::memory:', SUBAN_ADMINS: 'li' })).toEqual([
      'DATABASE_URL',
      'SUBAN_ADMINS',
    ]);
  });
});

describe('loadDataKey', () => {
  it('prefers the given key', () => {
    const key = loadDataKey({ dataKey: KEY, dataDir: '/nowhere' });
    expect(key.ok && key.value).toEqual(Buffer.alloc(32, 7));
  });

  it('makes a private key once and finds it again', () => {
    const dataDir = join(mkdtempSync(join(tmpdir(), 'suban-')), 'data');
    const first = loadDataKey({ dataKey: undefined, dataDir });
    const second = loadDataKey({ dataKey: undefined, dataDir });
    if (!first.ok || !second.ok) throw new Error('refused');
    expect(first.value).toHaveLength(32);
    expect(second.value).toEqual(first.value);
    expect(first.generatedAt).toBe(join(dataDir, 'data.key'));
    expect(second.generatedAt).toBeUndefined();
    expect(statSync(join(dataDir, 'data.key')).mode & 0o777).toBe(0o600);
  });

  it('refuses a damaged key file and leaves it as it is', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'suban-'));
    writeFileSync(join(dataDir, 'data.key'), 'half a ke');
    expect(loadDataKey({ dataKey: undefined, dataDir }).ok).toBe(false);
    expect(readFileSync(join(dataDir, 'data.key'), 'utf8')).toBe('half a ke');
  });
});
