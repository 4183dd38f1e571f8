import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Answer, type Call, isRefusal, type Refusal, refusalAnswer, refuse } from './answers';
import type { Fault } from './faults';
import type { Platform } from './platform';
import type { Router } from './router';

/** Thrown to cut the connection without an answer; the server knows it. */
export class ConnectionCut extends Error {}

export type ApiHandler = (call: Call) => Answer | Refusal | Promise<Answer | Refusal>;

/** Registers open API calls behind token, rate limit, prepared faults and the journal of refusals. */
export class ApiGateway {
  private readonly platform: Platform;
  private readonly router: Router;

  constructor(platform: Platform, router: Router) {
    this.platform = platform;
    this.router = router;
  }

  /** @param api dotted name as in the SDK, e.g. `im.v1.message.create` @param perSecond when it is below the usual 50 */
  on(route: { method: string; path: string; api: string; perSecond?: number }, handler: ApiHandler): void {
    this.router.on(route.method, `/open-apis${route.path}`, async (call) => {
      const refusal = checkToken(this.platform, call) ?? this.checkRate(route.api, route.perSecond);
      const result = refusal ?? (await this.run(route.api, handler, call));
      return this.finish(route.api, call, result);
    });
  }

  /** The token call itself: no bearer token yet. */
  onToken(path: string): void {
    this.router.on('POST', `/open-apis${path}`, (call) => this.issueToken(call));
  }

  private async run(api: string, handler: ApiHandler, call: Call): Promise<Answer | Refusal> {
    const fault = this.platform.faults.take(api);
    if (fault === undefined) return handler(call);
    this.platform.journal.add('fault', { api, mode: fault.mode });
    if (fault.mode === 'drop-response') throw new ConnectionCut();
    if (fault.mode === 'error') return faultRefusal(fault);
    if (fault.mode === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms ?? 1000));
    const answer = await handler(call);
    if (fault.mode === 'accept-then-drop') throw new ConnectionCut();
    return answer;
  }

  private finish(api: string, call: Call, result: Answer | Refusal): Answer {
    if (!isRefusal(result)) return result;
    this.platform.journal.add('refused', {
      api,
      code: result.code,
      msg: result.msg,
      http: result.status,
      request: { method: call.method, path: call.path, query: call.query.toString(), body: call.body },
    });
    return refusalAnswer(result);
  }

  private checkRate(api: string, perSecond: number | undefined): Refusal | undefined {
    const waitSeconds = this.platform.limits.callWaitSeconds(api, perSecond);
    if (waitSeconds === 0) return undefined;
    const limit = String(perSecond ?? this.platform.settings.limits.callsPerApiPerSecond);
    return refuse(99991400, 'request trigger frequency limit', {
      status: 429,
      headers: { 'x-ogw-ratelimit-limit': limit, 'x-ogw-ratelimit-reset': String(waitSeconds) },
    });
  }

  private async issueToken(call: Call): Promise<Answer> {
    const api = 'auth.v3.tenant_access_token.internal';
    const result = await this.run(api, () => this.tokenFor(call), call);
    return this.finish(api, { ...call, body: '(credentials are not kept)' }, result);
  }

  private tokenFor(call: Call): Answer | Refusal {
    const { settings, tokens } = this.platform;
    const given = credentials.safeParse(call.body);
    if (!given.success) return refuse(10003, 'invalid param', { status: 200 });
    if (given.data.app_id !== settings.appId) return refuse(10003, 'invalid param: unknown app_id', { status: 200 });
    if (!sameText(given.data.app_secret, settings.appSecret))
      return refuse(10014, 'app secret invalid', { status: 200 });
    const { token, expire } = tokens.issue();
    return { status: 200, body: { code: 0, msg: 'ok', tenant_access_token: token, expire } };
  }
}

const credentials = z.object({ app_id: z.string(), app_secret: z.string() });

function sameText(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function checkToken(platform: Platform, call: Call): Refusal | undefined {
  const header = call.headers.authorization;
  if (typeof header !== 'string' || header === '') {
    return refuse(
      99991661,
      'Missing access token for authorization. Please make a test attempt with the correct token.',
    );
  }
  const token = /^Bearer (.+)$/.exec(header)?.[1] ?? '';
  if (!/^[tu]-/.test(token)) return refuse(99991671, 'Invalid access token: it must start with t- or u-.');
  if (token.startsWith('u-')) return refuse(99991668, 'Invalid access token: no user token was ever issued here.');
  if (platform.tokens.isValid(token)) return undefined;
  return refuse(99991663, 'Invalid access token for authorization. Please make a test attempt with the correct token.');
}

function faultRefusal(fault: Fault): Refusal {
  const status = fault.http ?? 500;
  return refuse(fault.code ?? 1500, fault.msg ?? 'internal error (prepared fault)', {
    status,
    ...(status === 429 ? { headers: { 'x-ogw-ratelimit-limit': '50', 'x-ogw-ratelimit-reset': '1' } } : {}),
  });
}
