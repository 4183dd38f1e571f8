import type { LimitSettings } from './limits';
import { publishedLimits } from './limits';

/** How a platform is started; everything may be left out. */
export interface PlatformOptions {
  /** 0 (default) takes a free port. The platform listens on 127.0.0.1 only. */
  readonly port?: number | undefined;
  readonly appId?: string | undefined;
  readonly appSecret?: string | undefined;
  /** Empty text: bodies are pushed in plain and unsigned, as on an app without an Encrypt Key. */
  readonly encryptKey?: string | undefined;
  readonly verificationToken?: string | undefined;
  readonly botName?: string | undefined;
  readonly tenantKey?: string | undefined;
  /** Where events and card callbacks go; may be set later by POST /sandbox/webhook. */
  readonly webhook?: string | undefined;
  /** State file; in memory when left out. */
  readonly state?: string | undefined;
  /** Receives the body of POST /sandbox/clock; its answer's `now` becomes the platform's time. */
  readonly clockHook?: string | undefined;
  readonly retryScheduleMs?: readonly number[] | undefined;
  readonly pushTimeoutMs?: number | undefined;
  /** How long a `uuid` is remembered, in system time. */
  readonly uuidWindowMs?: number | undefined;
  readonly limits?: Partial<LimitSettings> | undefined;
}

/** Options with every default filled in. */
export type Settings = {
  readonly [K in Exclude<keyof PlatformOptions, 'webhook' | 'state' | 'clockHook' | 'limits'>]-?: NonNullable<
    PlatformOptions[K]
  >;
} & {
  readonly webhook: string | undefined;
  readonly state: string | undefined;
  readonly clockHook: string | undefined;
  readonly limits: LimitSettings;
  /** open_id of the bot itself. */
  readonly botOpenId: string;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Credentials of the local app and the real platform's timings. */
export const defaultOptions = {
  port: 0,
  appId: 'cli_5b0a5b0a5b0a5b0a',
  appSecret: 'sandbox-app-secret',
  encryptKey: 'sandbox-encrypt-key',
  verificationToken: 'sandbox-verification-token',
  botName: 'suban',
  tenantKey: 'sandbox-tenant',
  retryScheduleMs: [15 * SECOND, 5 * MINUTE, HOUR, 6 * HOUR],
  pushTimeoutMs: 3 * SECOND,
  uuidWindowMs: HOUR,
} as const satisfies PlatformOptions;

export function settingsOf(options: PlatformOptions): Settings {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return {
    webhook: undefined,
    state: undefined,
    clockHook: undefined,
    ...defaultOptions,
    ...given,
    limits: { ...publishedLimits, ...options.limits },
    botOpenId: 'ou_b07b07b07b07b07b07b07b07b07b07b0',
  };
}
