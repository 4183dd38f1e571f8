import type { Client } from '@larksuiteoapi/node-sdk';
import { z } from 'zod';
import { ChannelError } from '../../../server/ports/channel';
import { classify, type Operation, TOKEN_CODES } from './errors';
import { createBoundedHttp } from './http-instance';
import { type ChannelLogger, sdkLogger } from './log';
import { TokenCache } from './token-cache';

export interface FeishuAppOptions {
  readonly appId: string;
  readonly appSecret: string;
  /** API base without a trailing slash; `http://127.0.0.1:PORT` for a local platform. */
  readonly domain: string;
  readonly logger: ChannelLogger;
  /** System time in epoch ms. */
  readonly now?: () => number;
  /** Limit of one call, default 8 s. */
  readonly timeoutMs?: number;
}

export interface ApiCall {
  readonly operation: Exclude<Operation, 'token'>;
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly data?: object;
}

const DEFAULT_TIMEOUT_MS = 8_000;
const LONG_WAIT_MS = 60_000;
const Answer = z.looseObject({ code: z.number(), msg: z.string().optional() });
const HttpFailure = z.object({
  code: z.string().optional(),
  response: z
    .object({
      status: z.number(),
      headers: z.object({ 'x-ogw-ratelimit-reset': z.coerce.number().optional().catch(undefined) }).optional(),
      data: z.unknown(),
    })
    .optional(),
});

interface Session {
  readonly client: Client;
  readonly cache: TokenCache;
  close(): void;
}

/** Calls of the open platform through its SDK: every answer's code is checked, every failure is a ChannelError. */
export class FeishuApi {
  private readonly options: FeishuAppOptions;
  private session: Promise<Session> | undefined;
  private warming: Promise<string> | undefined;

  constructor(options: FeishuAppOptions) {
    this.options = options;
  }

  /** @returns the answer body as `shape` reads it: `data` and, for old APIs, their own top-level keys */
  async call<T>(call: ApiCall, shape: z.ZodType<T>): Promise<T> {
    const body = shape.safeParse(await this.callOnce(call));
    // Code 0 with another body: done or not, nobody can tell.
    if (!body.success) throw classify({ operation: call.operation, code: 'bad-answer' });
    return body.data;
  }

  private async callOnce(call: ApiCall): Promise<unknown> {
    const session = await this.open();
    const token = await this.token(session);
    try {
      return await this.attempt(session, call);
    } catch (error) {
      if (!(error instanceof ChannelError) || !TOKEN_CODES.has(error.code)) throw error;
      // The platform may revoke a token before its time; nothing was done, so one repetition is safe.
      session.cache.drop(token);
      await this.token(session);
      return await this.attempt(session, call);
    }
  }

  async close(): Promise<void> {
    if (this.session !== undefined) (await this.session).close();
  }

  /** The SDK costs 0.3 s and 35 MB to load, so it is loaded by the first call. */
  private open(): Promise<Session> {
    this.session ??= this.connect();
    return this.session;
  }

  private async connect(): Promise<Session> {
    const { appId, appSecret, domain, logger, timeoutMs = DEFAULT_TIMEOUT_MS, now = Date.now } = this.options;
    const sdk = await import('@larksuiteoapi/node-sdk');
    const http = createBoundedHttp(sdk.defaultHttpInstance, domain, timeoutMs);
    const cache = new TokenCache(now);
    const client = new sdk.Client({
      appId,
      appSecret,
      domain,
      cache,
      logger: sdkLogger(logger),
      loggerLevel: sdk.LoggerLevel.warn,
      httpInstance: http.instance,
      source: 'suban',
    });
    return { client, cache, close: http.close };
  }

  /** One token request at a time: the SDK asks once per concurrent call while it has none. */
  private token(session: Session): Promise<string> {
    this.warming ??= this.fetchToken(session).finally(() => {
      this.warming = undefined;
    });
    return this.warming;
  }

  private async fetchToken(session: Session): Promise<string> {
    try {
      return await session.client.tokenManager.getTenantAccessToken();
    } catch (error) {
      throw tokenFailure(error);
    }
  }

  private async attempt(session: Session, call: ApiCall): Promise<unknown> {
    const { operation, method, path, params, data } = call;
    let body: unknown;
    try {
      body = await session.client.request({
        method,
        url: path,
        ...(params === undefined ? {} : { params }),
        ...(data === undefined ? {} : { data }),
      });
    } catch (error) {
      throw toChannelError(error, operation);
    }
    const answer = Answer.safeParse(body);
    if (!answer.success) {
      throw classify({ operation, code: 'bad-answer' });
    }
    if (answer.data.code !== 0) {
      throw classify({ operation, status: 200, code: answer.data.code, message: answer.data.msg });
    }
    return body;
  }
}

/** What the SDK throws: an axios error with the answer, or the network's error code. The cause is left out: it holds the token. */
function toChannelError(error: unknown, operation: Operation): ChannelError {
  const failure = HttpFailure.safeParse(error);
  if (!failure.success) return classify({ operation, code: 'unknown' });
  const { code, response } = failure.data;
  if (response === undefined) return classify({ operation, code });
  const answer = Answer.safeParse(response.data);
  return classify({
    operation,
    status: response.status,
    code: answer.success ? answer.data.code : undefined,
    message: answer.success ? answer.data.msg : undefined,
    resetSeconds: response.headers?.['x-ogw-ratelimit-reset'],
  });
}

function tokenFailure(error: unknown): ChannelError {
  const failed = error instanceof Error ? /failed to get tenant_access_token, code: (\d+)/.exec(error.message) : null;
  if (failed === null) {
    const known = toChannelError(error, 'token');
    return known.action === 'drop' ? credentials(known.code) : known;
  }
  return credentials(Number(failed[1]));
}

/** Wrong app id or secret: nothing queued is lost, it goes out once an operator has put it right. */
function credentials(code: number | string): ChannelError {
  return new ChannelError({
    action: 'wait',
    code,
    reason: 'credentials: 应用凭证被平台拒绝，请检查 App ID 与 App Secret / the platform refuses the app id or secret',
    afterMs: LONG_WAIT_MS,
  });
}
