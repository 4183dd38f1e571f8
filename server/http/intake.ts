import type { Context } from 'koa';
import type { Doors, FieldProblem } from '../app/doors';
import type { Metrics } from '../ports/observability';
import {
  CHANNEL_TOKEN_NEEDED,
  type HttpError,
  OTHER_CHANNEL,
  sendError,
  sendJson,
  sendProblems,
  TOO_MANY,
} from './answers';
import { type Bearer, bearerOf } from './bearer';
import { readJson } from './read-body';
import type { Route } from './router';
import { INTAKE_RATE, type Rate, TokenBuckets } from './token-bucket';

export interface IntakeOptions {
  readonly doors: Doors;
  readonly metrics: Metrics;
  readonly bodyLimitBytes: number;
  readonly rate?: Rate | undefined;
  /** Sub-channels that a channel's token may name in the body, by channel code. */
  readonly subChannels?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** 接诉即办 cases come in through the hotline's system (contract §4). */
const SUB_CHANNELS: Readonly<Record<string, readonly string[]>> = { 'hotline-12345': ['instant-response'] };
const LONGEST_KEY = 200;

const KEY_MISSING: FieldProblem = {
  field: 'Idempotency-Key',
  code: 'required',
  zh: `缺少 Idempotency-Key 头。请为每件诉求带一个不重复的键（最长 ${LONGEST_KEY} 个字符），重发时用同一个键。`,
  en: `The header Idempotency-Key is missing. Send a key of its own for each appeal (at most ${LONGEST_KEY} characters), and the same one when you repeat it.`,
};

/** `POST /api/v1/cases`: token, rate, key, body, channel, and then the door. */
export function intakeRoute(options: IntakeOptions): Route {
  const { doors, metrics, bodyLimitBytes } = options;
  const subChannels = options.subChannels ?? SUB_CHANNELS;
  const buckets = new TokenBuckets(options.rate ?? INTAKE_RATE);

  const handle = async (ctx: Context): Promise<void> => {
    const bearer = await bearerOf(ctx, doors);
    if (bearer === undefined) return;
    // What reaches the door is counted there.
    const count = (result: string) => metrics.count('intake_total', { channel: bearer.scope, result });
    const refuse = (status: number, error: HttpError, result: string) => {
      count(result);
      sendError(ctx, status, error);
    };
    if (bearer.scope === 'read') return refuse(403, CHANNEL_TOKEN_NEEDED, 'forbidden');
    const waitSeconds = buckets.take(bearer.token, Date.now());
    if (waitSeconds > 0) {
      ctx.set('Retry-After', String(waitSeconds));
      return refuse(429, TOO_MANY, 'limited');
    }
    const key = keyOf(ctx);
    if (key === undefined) {
      count('invalid');
      return sendProblems(ctx, [KEY_MISSING]);
    }
    const body = await readJson(ctx, bodyLimitBytes);
    if (body === undefined) return count('unreadable');
    if (!belongs(body.value, bearer, subChannels)) return refuse(403, OTHER_CHANNEL, 'forbidden');
    await register(ctx, doors, { channel: bearer.scope, key, body: body.value });
  };
  return { method: 'POST', path: '/api/v1/cases', handle };
}

async function register(
  ctx: Context,
  doors: Doors,
  { channel, key, body }: { channel: string; key: string; body: unknown },
): Promise<void> {
  const answer = await doors.register(channel, key, body);
  if (answer.kind === 'invalid') sendProblems(ctx, answer.problems);
  else sendJson(ctx, answer.created ? 201 : 200, answer.body);
}

function keyOf(ctx: Context): string | undefined {
  const key = ctx.get('Idempotency-Key').trim();
  return key === '' || key.length > LONGEST_KEY ? undefined : key;
}

/** A body may name the token's own channel or one of its sub-channels; what is no text at all is left to the door. */
function belongs(body: unknown, bearer: Bearer, subChannels: Readonly<Record<string, readonly string[]>>): boolean {
  const named = typeof body === 'object' && body !== null && 'channel' in body ? body.channel : undefined;
  if (typeof named !== 'string' || named === bearer.scope) return true;
  return Object.hasOwn(subChannels, bearer.scope) && (subChannels[bearer.scope] ?? []).includes(named);
}
