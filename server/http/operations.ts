import type { Context } from 'koa';
import type { ClockDoor, Health } from '../app/doors';
import { describe } from '../domain/errors';
import type { Logger } from '../ports/observability';
import { LOCAL_ONLY, sendError, sendJson, sendProblems } from './answers';
import { readJson } from './read-body';
import type { Route } from './router';

const CLOCK_BODY_BYTES = 64 * 1024;

/** For operators and their machines: alive, ready, figures. */
export function healthRoutes(health: Health, logger: Logger): readonly Route[] {
  const ready = async (ctx: Context) => {
    const parts = await health.readiness().catch((error: unknown) => {
      logger.error({ err: error }, 'readiness could not be found out');
      return [{ part: 'readiness', ok: false }];
    });
    const isReady = parts.every((part) => part.ok);
    sendJson(ctx, isReady ? 200 : 503, { ready: isReady, parts });
  };
  const metrics = async (ctx: Context) => {
    const { type, text } = await health.metrics();
    ctx.set('Content-Type', type);
    ctx.body = text;
  };
  return [
    { method: 'GET', path: '/healthz', handle: (ctx) => sendJson(ctx, 200, { ok: true }) },
    { method: 'GET', path: '/readyz', handle: ready },
    { method: 'GET', path: '/metrics', handle: metrics },
  ];
}

/** `POST /sandbox/clock`, for this machine only. */
export function clockRoute(clock: ClockDoor): Route {
  const handle = async (ctx: Context) => {
    if (!isFromThisMachine(ctx)) return sendError(ctx, 403, LOCAL_ONLY);
    const body = await readJson(ctx, CLOCK_BODY_BYTES);
    if (body === undefined) return;
    const moved = await clock.move(body.value);
    if (moved.ok) return sendJson(ctx, 200, moved.value);
    const words = describe(moved);
    if (moved.code === 'clock.backwards') return sendError(ctx, 409, { code: moved.code, ...words });
    const field = moved.params.field;
    return sendProblems(ctx, [{ field: typeof field === 'string' ? field : 'body', code: moved.code, ...words }]);
  };
  return { method: 'POST', path: '/sandbox/clock', handle };
}

/** A proxy on this machine passes on strangers, so a forwarded request is never local. */
function isFromThisMachine(ctx: Context): boolean {
  const headers = ctx.req.headers;
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  const address = ctx.req.socket.remoteAddress ?? '';
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
