import { z } from 'zod';
import { parseInstant } from './domain/shanghai';

export type Database =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'mysql'; readonly url: string };

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
/** pino's levels. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The district that is served when none is named. */
export const DEFAULT_PACK = 'laishan';

/** The parsed address, or undefined. */
export function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isHttpUrl(text: string): boolean {
  const url = urlOf(text);
  return url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '';
}

function databaseOf(text: string): Database | undefined {
  const path = text.startsWith('sqlite:') ? text.slice('sqlite:'.length) : undefined;
  if (path !== undefined) return path === '' || path === ':memory:' ? undefined : { kind: 'sqlite', path };
  const url = urlOf(text);
  const isWhole = url?.protocol === 'mysql:' && url.hostname !== '' && /^\/[^/]+$/.test(url.pathname);
  return isWhole ? { kind: 'mysql', url: text } : undefined;
}

/** Exactly 32 bytes in canonical base64: a shortened or url-safe key would silently be another key. */
export function isDataKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text) && Buffer.from(text, 'base64').toString('base64') === text;
}

const trimSlash = (url: string) => url.replace(/\/+$/, '');
const httpUrl = z.string().refine(isHttpUrl).transform(trimSlash);
const path = z.string().min(1);
const word = z.string().regex(/^\S+$/);
const openIds = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
  )
  .refine((ids) => ids.every((id) => /^ou_[\w-]+$/.test(id)));
const database = z.string().transform((text, ctx): Database => {
  const found = databaseOf(text);
  if (found) return found;
  ctx.addIssue({ code: 'custom' });
  return z.NEVER;
});
const redisUrl = z.string().refine((text) => /^rediss?:\/\/[^/]+/.test(text) && URL.canParse(text));
const instant = z.string().transform((text, ctx): number => {
  const parsed = parseInstant(text);
  if (parsed.ok) return parsed.value;
  ctx.addIssue({ code: 'custom' });
  return z.NEVER;
});
const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((n) => n <= 65_535);

/** Every variable of the contract. An empty value counts as unset, as compose files and CI write it. */
export const schema = z.object({
  HOST: word.default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_URL: httpUrl.optional(),
  DATABASE_URL: database.default({ kind: 'sqlite', path: './data/suban.db' }),
  REDIS_URL: redisUrl.optional(),
  SUBAN_DATA_DIR: path.default('./data'),
  FEISHU_APP_ID: word.optional(),
  FEISHU_APP_SECRET: word.optional(),
  FEISHU_ENCRYPT_KEY: word.optional(),
  FEISHU_VERIFICATION_TOKEN: word.optional(),
  FEISHU_DOMAIN: httpUrl.default('https://open.feishu.cn'),
  FEISHU_TRANSPORT: z.enum(['webhook', 'websocket']).default('webhook'),
  SUBAN_ADMINS: openIds.default([]),
  SUBAN_PACK: path.default(DEFAULT_PACK),
  SUBAN_DATA_KEY: z.string().refine(isDataKey).optional(),
  SUBAN_CLOCK: z.enum(['system', 'controlled']).default('system'),
  SUBAN_CLOCK_START: instant.optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
});
export type Settings = z.infer<typeof schema>;
export type Variable = keyof Settings;

/** What each variable may hold, in words for the operator. */
export const ALLOWED: Readonly<Record<Variable, { zh: string; en: string }>> = {
  HOST: { zh: '监听地址，如 127.0.0.1', en: 'an address to listen on, e.g. 127.0.0.1' },
  PORT: { zh: '0 到 65535 的整数，0 为自动选取空闲端口', en: 'a whole number from 0 to 65535; 0 takes a free port' },
  PUBLIC_URL: {
    zh: 'http 或 https 网址，不带参数，如 https://suban.example.gov.cn',
    en: 'an http or https address without query, e.g. https://suban.example.gov.cn',
  },
  DATABASE_URL: {
    zh: 'sqlite:文件路径 或 mysql://用户:密码@主机:端口/库名',
    en: 'sqlite:PATH or mysql://user:pass@host:port/db',
  },
  REDIS_URL: { zh: 'redis://主机:端口，不用则不设置', en: 'redis://host:port, or leave it unset' },
  SUBAN_DATA_DIR: { zh: '文件夹路径', en: 'the path of a folder' },
  FEISHU_APP_ID: { zh: '应用的 App ID，不含空格', en: "the app's App ID, without spaces" },
  FEISHU_APP_SECRET: { zh: '应用的 App Secret，不含空格', en: "the app's App Secret, without spaces" },
  FEISHU_ENCRYPT_KEY: {
    zh: '事件订阅的 Encrypt Key，不含空格',
    en: 'the Encrypt Key of the event page, without spaces',
  },
  FEISHU_VERIFICATION_TOKEN: {
    zh: '事件订阅的 Verification Token，不含空格',
    en: 'the Verification Token of the event page, without spaces',
  },
  FEISHU_DOMAIN: {
    zh: 'http 或 https 网址，如 https://open.feishu.cn',
    en: 'an http or https address, e.g. https://open.feishu.cn',
  },
  FEISHU_TRANSPORT: { zh: 'webhook 或 websocket', en: 'webhook or websocket' },
  SUBAN_ADMINS: { zh: '以逗号分隔的 open_id（ou_ 开头）', en: 'open_ids (ou_…), separated by commas' },
  SUBAN_PACK: {
    zh: 'plugin/packs 下的文件夹名，或规则包路径',
    en: 'a folder name in plugin/packs, or the path of a pack',
  },
  SUBAN_DATA_KEY: {
    zh: '32 字节的 base64（44 个字符），可用 openssl rand -base64 32 生成',
    en: 'base64 of exactly 32 bytes (44 characters); openssl rand -base64 32 makes one',
  },
  SUBAN_CLOCK: { zh: 'system 或 controlled', en: 'system or controlled' },
  SUBAN_CLOCK_START: {
    zh: '带时区的时间，如 2026-03-02T09:00:00+08:00',
    en: 'an instant such as 2026-03-02T09:00:00+08:00',
  },
  LOG_LEVEL: { zh: LOG_LEVELS.join('、'), en: LOG_LEVELS.join(', ') },
};

/** May also come from a file (`X_FILE`); never repeated in a message. */
export const SECRETS: readonly Variable[] = [
  'FEISHU_APP_SECRET',
  'FEISHU_ENCRYPT_KEY',
  'FEISHU_VERIFICATION_TOKEN',
  'SUBAN_DATA_KEY',
  'DATABASE_URL',
  'REDIS_URL',
];
