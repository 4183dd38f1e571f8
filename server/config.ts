import { readFileSync } from 'node:fs';
import {
  ALLOWED,
  type Database,
  DEFAULT_PACK,
  type LogLevel,
  SECRETS,
  type Settings,
  schema,
  urlOf,
  type Variable,
} from './config-schema';

export type Env = Readonly<Record<string, string | undefined>>;

/** One thing wrong with the settings; both sentences say what is allowed. */
export interface ConfigProblem {
  readonly variable: string;
  readonly zh: string;
  readonly en: string;
}

/** One line a problem, as printed at the start. */
export function problemLine(problem: ConfigProblem): string {
  return `${problem.variable} ${problem.zh} / ${problem.en}`;
}

/** Everything the environment says, parsed once. Nothing else reads `process.env`. */
export interface Config {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Without trailing slash; undefined: the address really listened on. */
  readonly publicUrl: string | undefined;
  readonly database: Database;
  readonly redisUrl: string | undefined;
  readonly dataDir: string;
  readonly feishu: {
    readonly appId: string | undefined;
    readonly appSecret: string | undefined;
    readonly encryptKey: string | undefined;
    readonly verificationToken: string | undefined;
    /** Without trailing slash. */
    readonly domain: string;
    readonly transport: 'webhook' | 'websocket';
  };
  readonly admins: readonly string[];
  readonly pack: string;
  /** Base64 of 32 bytes; undefined: kept in the data folder (see data-key.ts). */
  readonly dataKey: string | undefined;
  /** `startMs` counts only while the database holds no instant; undefined is the present. */
  readonly clock: { readonly kind: 'system' } | { readonly kind: 'controlled'; readonly startMs: number | undefined };
  readonly logLevel: LogLevel;
}

export type ConfigResult =
  | { readonly ok: true; readonly value: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * Reads all settings, or tells everything that is wrong with them at once. Values of secrets are never repeated.
 * @param use `serve` also demands what only a server needs: the app's id and secrets
 */
export function readConfig(env: Env = process.env, use: 'serve' | 'tool' = 'tool'): ConfigResult {
  const problems: ConfigProblem[] = unknownVariables(env);
  const given = gather(env, problems);
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]));
    for (const variable of variables()) if (wrong.has(variable)) problems.push(wrongValue(variable, given[variable]));
    return { ok: false, problems };
  }
  const value = toConfig(parsed.data);
  problems.push(...contradictions(value));
  if (use === 'serve') problems.push(...missingForServing(value));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}

/** The rule pack alone, for tools that need nothing else and must not stumble over other settings. */
export function readPackName(env: Env = process.env): string {
  return env.SUBAN_PACK || DEFAULT_PACK;
}

function variables(): readonly Variable[] {
  return schema.keyof().options;
}

function unknownVariables(env: Env): ConfigProblem[] {
  const known = new Set<string>([...variables(), ...SECRETS.map((name) => `${name}_FILE`)]);
  const own = variables().filter((name) => name.startsWith('SUBAN_'));
  return Object.keys(env)
    .filter((name) => name.startsWith('SUBAN_') && !known.has(name))
    .sort()
    .map((variable) => ({
      variable,
      zh: `没有这个变量，请删除或改正拼写；可用：${own.join('、')}`,
      en: `there is no such variable; remove it or correct its spelling. Known: ${own.join(', ')}`,
    }));
}

/** Values as set, secrets also from the file that `X_FILE` names. */
function gather(env: Env, problems: ConfigProblem[]): Partial<Record<Variable, string>> {
  const given: Partial<Record<Variable, string>> = {};
  for (const variable of variables()) {
    const direct = env[variable] || undefined;
    const file = SECRETS.includes(variable) ? env[`${variable}_FILE`] || undefined : undefined;
    const value = file === undefined ? direct : fromFile(variable, file, direct, problems);
    if (value !== undefined) given[variable] = value;
  }
  return given;
}

function fromFile(
  variable: Variable,
  file: string,
  direct: string | undefined,
  problems: ConfigProblem[],
): string | undefined {
  const name = `${variable}_FILE`;
  if (direct !== undefined) {
    problems.push({
      variable: name,
      zh: `与 ${variable} 同时设置了，请只保留一个`,
      en: `is set together with ${variable}; keep only one`,
    });
    return undefined;
  }
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text !== '') return text;
    problems.push({
      variable: name,
      zh: `文件 ${file} 是空的，请写入该值`,
      en: `the file ${file} is empty; write the value into it`,
    });
  } catch {
    problems.push({
      variable: name,
      zh: `读不到文件 ${file}，请检查路径和读取权限`,
      en: `the file ${file} cannot be read; check its path and permissions`,
    });
  }
  return undefined;
}

function wrongValue(variable: Variable, value: string | undefined): ConfigProblem {
  const shown = SECRETS.includes(variable) || value === undefined ? '' : ` “${value.slice(0, 60)}”`;
  const { zh, en } = ALLOWED[variable];
  return { variable, zh: `值${shown}不正确，应为：${zh}`, en: `the value${shown} is not allowed; expected ${en}` };
}

function toConfig(v: Settings): Config {
  return {
    host: v.HOST,
    port: v.PORT,
    publicUrl: v.PUBLIC_URL,
    database: v.DATABASE_URL,
    redisUrl: v.REDIS_URL,
    dataDir: v.SUBAN_DATA_DIR,
    feishu: {
      appId: v.FEISHU_APP_ID,
      appSecret: v.FEISHU_APP_SECRET,
      encryptKey: v.FEISHU_ENCRYPT_KEY,
      verificationToken: v.FEISHU_VERIFICATION_TOKEN,
      domain: v.FEISHU_DOMAIN,
      transport: v.FEISHU_TRANSPORT,
    },
    admins: v.SUBAN_ADMINS,
    pack: v.SUBAN_PACK,
    dataKey: v.SUBAN_DATA_KEY,
    clock: v.SUBAN_CLOCK === 'system' ? { kind: 'system' } : { kind: 'controlled', startMs: v.SUBAN_CLOCK_START },
    logLevel: v.LOG_LEVEL,
  };
}

function isLoopback(url: string): boolean {
  const host = urlOf(url)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** A clock that can be moved must never meet real people: their deadlines would move with it. */
function contradictions(config: Config): ConfigProblem[] {
  if (config.clock.kind === 'system' || isLoopback(config.feishu.domain)) return [];
  return [
    {
      variable: 'SUBAN_CLOCK',
      zh: `controlled 只能用于本机平台：FEISHU_DOMAIN 现为 ${config.feishu.domain}，请改为本机地址，或去掉 SUBAN_CLOCK`,
      en: `controlled works only with a local platform: FEISHU_DOMAIN is ${config.feishu.domain}; point it at a loopback address, or remove SUBAN_CLOCK`,
    },
  ];
}

function missingForServing({ feishu }: Config): ConfigProblem[] {
  const needed: readonly (readonly [Variable, string | undefined])[] = [
    ['FEISHU_APP_ID', feishu.appId],
    ['FEISHU_APP_SECRET', feishu.appSecret],
  ];
  const missing = needed.filter(([, value]) => value === undefined).map(([variable]) => notSet(variable));
  const provesSender = feishu.encryptKey !== undefined || feishu.verificationToken !== undefined;
  if (feishu.transport === 'webhook' && !provesSender) missing.push(notSet('FEISHU_ENCRYPT_KEY'));
  return missing;
}

function notSet(variable: Variable): ConfigProblem {
  const { zh, en } = ALLOWED[variable];
  return { variable, zh: `启动服务需要它，应为：${zh}`, en: `is needed to serve; expected ${en}` };
}
