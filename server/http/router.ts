import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { NOT_FOUND, sendError, sendMethodNotAllowed } from './answers';

/** Answers one request; `param` is the decoded parameter of the path where the route has one, else empty. */
export type Handle = (ctx: Context, param: string) => Promise<void> | void;

export interface Route {
  readonly method: 'GET' | 'POST';
  /** An exact path, or one with a parameter: `/reveal/:token`, `/track/:code/rating`. */
  readonly path: string;
  readonly handle: Handle;
}

/** Longest parameter worth looking at; codes and tokens are far shorter. */
const LONGEST_PARAM = 200;

/**
 * The routes, with answers of our own for what is not there. Leaves the route's path in `ctx.state.route` for the
 * metrics; unknown paths share one name, so nobody can grow the metrics.
 */
export function createRouter(routes: readonly Route[]): Middleware {
  const router = new Router({ strict: true });
  for (const { method, path, handle } of routes) {
    router.register(path, method === 'GET' ? ['GET', 'HEAD'] : [method], async (ctx) => {
      const param = Object.values(ctx.params)[0] ?? '';
      ctx.state.route = path;
      if (param.length > LONGEST_PARAM || param.includes('/')) sendError(ctx, 404, NOT_FOUND);
      else await handle(ctx, param);
    });
  }
  const dispatch = router.routes() as unknown as Middleware;
  return (ctx, next) => {
    ctx.state.route = 'none';
    return dispatch(ctx, async () => {
      const allowed = allowedFor(router, ctx.path);
      if (allowed.length === 0) sendError(ctx, 404, NOT_FOUND);
      else sendMethodNotAllowed(ctx, allowed.join(', '));
      await next();
    });
  };
}

function allowedFor(router: Router, path: string): string[] {
  return [...new Set(router.match(path, '').path.flatMap((layer) => layer.methods))];
}
