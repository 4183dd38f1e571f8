import { randomBytes } from 'node:crypto';
import Koa, { type Context, type Next } from 'koa';
import type { ClockDoor, Doors, Health } from '../app/doors';
import type { WebhookPort } from '../ports/channel';
import type { Logger, Metrics } from '../ports/observability';
import { sendFailure } from './answers';
import { intakeRoute } from './intake';
import { oneTimePages } from './one-time-pages';
import { clockRoute, healthRoutes } from './operations';
import { ClientGone } from './read-body';
import { readingRoutes } from './reading';
import { createRouter, type Route } from './router';
import type { Rate } from './token-bucket';
import { trackRoute } from './track-page';
import { webhookRoute } from './webhook';

export interface HttpOptions {
  readonly doors: Doors;
  readonly health: Health;
  /** Absent where events come over a long connection. */
  readonly webhook?: WebhookPort | undefined;
  /** Present only with a controlled clock. */
  readonly clock?: ClockDoor | undefined;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Largest intake body. Default 16 MiB. */
  readonly bodyLimitBytes?: number | undefined;
  /** Intake rate of one token; default `INTAKE_RATE`. */
  readonly intakeRate?: Rate | undefined;
  /** Sub-channels by channel, from the policy; default the contract's. */
  readonly subChannels?: Readonly<Record<string, readonly string[]>> | undefined;
  /** More routes, e.g. the tracking pages. */
  readonly routes?: readonly Route[] | undefined;
}

const BODY_LIMIT_BYTES = 16 * 1024 * 1024;

/** The whole HTTP front: one outer middleware (headers, errors, figures), then the route. */
export function createHttpApp(options: HttpOptions): Koa {
  const { doors, health, webhook, clock, logger, metrics } = options;
  const app = new Koa();
  // Failures are answered and logged by us; koa's own way is to print stacks on the console.
  app.on('error', (error: unknown) => logger.warn({ err: error }, 'response could not be sent'));
  app.use(outer(logger, metrics));
  app.use(
    createRouter([
      ...(webhook ? [webhookRoute(webhook)] : []),
      intakeRoute({
        doors,
        metrics,
        bodyLimitBytes: options.bodyLimitBytes ?? BODY_LIMIT_BYTES,
        rate: options.intakeRate,
        subChannels: options.subChannels,
      }),
      ...readingRoutes(doors),
      ...oneTimePages(doors),
      trackRoute(doors),
      ...healthRoutes(health, logger),
      ...(clock ? [clockRoute(clock)] : []),
      ...(options.routes ?? []),
    ]),
  );
  return app;
}

function outer(logger: Logger, metrics: Metrics) {
  return async (ctx: Context, next: Next): Promise<void> => {
    ctx.res.setHeader('X-Content-Type-Options', 'nosniff');
    ctx.res.setHeader('Referrer-Policy', 'no-referrer');
    ctx.res.setHeader('Cache-Control', 'no-store');
    try {
      await next();
    } catch (error) {
      fail(ctx, error, logger);
    }
    const { method, status } = ctx;
    metrics.count('http_requests_total', { method, route: routeOf(ctx), status: String(status) });
  };
}

function routeOf(ctx: Context): string {
  const route: unknown = ctx.state.route;
  return typeof route === 'string' ? route : 'none';
}

function fail(ctx: Context, error: unknown, logger: Logger): void {
  if (error instanceof ClientGone) {
    logger.debug({ route: routeOf(ctx) }, 'client went away');
    // Nobody reads it; 499 is how proxies call it, and it keeps such requests apart in the figures.
    ctx.status = 499;
    ctx.respond = false;
    ctx.res.destroy();
    return;
  }
  const incident = randomBytes(6).toString('hex');
  logger.error({ incident, method: ctx.method, route: routeOf(ctx), err: error }, 'request failed');
  ctx.remove('Retry-After');
  sendFailure(ctx, incident);
}
