import type { Context, Middleware } from 'koa';
import { NOT_FOUND, sendError, sendMethodNotAllowed } from './answers';

/** Answers one request; `param` is the decoded last part of the path where the route has one, else empty. */
export type Handle = (ctx: Context, param: string) => Promise<void> | void;

export interface Route {
  readonly method: 'GET' | 'POST';
  /** An exact path, or one whose last segment is a parameter: `/reveal/:token`, `/track/:code/rating`. */
  readonly path: string;
  readonly handle: Handle;
}

interface Place {
  readonly path: string;
  readonly methods: Map<string, Handle>;
}

interface Pattern extends Place {
  readonly prefix: string;
  readonly suffix: string;
}

/** Longest parameter worth looking at; codes and tokens are far shorter. */
const LONGEST_PARAM = 200;

/**
 * A dozen fixed routes need one map lookup and a few prefixes, not a router that runs a pattern per route. Leaves the
 * route's path in `ctx.state.route` for the metrics; unknown paths share one name, so nobody can grow the metrics.
 */
export function createRouter(routes: readonly Route[]): Middleware {
  const exact = new Map<string, Place>();
  const patterns: Pattern[] = [];
  for (const route of routes) placeOf(route, exact, patterns).methods.set(route.method, route.handle);
  return (ctx) => {
    const path = ctx.path;
    const fixed = exact.get(path);
    if (fixed) return answer(ctx, fixed, '');
    for (const pattern of patterns) {
      const param = paramOf(pattern, path);
      if (param !== undefined) return answer(ctx, pattern, param);
    }
    ctx.state.route = 'none';
    sendError(ctx, 404, NOT_FOUND);
    return undefined;
  };
}

function placeOf(route: Route, exact: Map<string, Place>, patterns: Pattern[]): Place {
  const { path } = route;
  const colon = path.indexOf('/:');
  if (colon < 0) {
    const known = exact.get(path) ?? { path, methods: new Map<string, Handle>() };
    exact.set(path, known);
    return known;
  }
  const known = patterns.find((pattern) => pattern.path === path);
  if (known) return known;
  const end = path.indexOf('/', colon + 2);
  const made: Pattern = {
    path,
    methods: new Map<string, Handle>(),
    prefix: path.slice(0, colon + 1),
    suffix: end < 0 ? '' : path.slice(end),
  };
  patterns.push(made);
  return made;
}

function paramOf({ prefix, suffix }: Pattern, path: string): string | undefined {
  if (!path.startsWith(prefix) || !path.endsWith(suffix)) return undefined;
  const raw = path.slice(prefix.length, path.length - suffix.length);
  if (raw === '' || raw.length > LONGEST_PARAM || raw.includes('/')) return undefined;
  if (!raw.includes('%')) return raw;
  try {
    const decoded = decodeURIComponent(raw);
    return decoded.includes('/') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

function answer(ctx: Context, place: Place, param: string): Promise<void> | void {
  ctx.state.route = place.path;
  const method = ctx.method === 'HEAD' ? 'GET' : ctx.method;
  const handle = place.methods.get(method);
  if (handle) return handle(ctx, param);
  const allowed = [...place.methods.keys()].flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]));
  sendMethodNotAllowed(ctx, allowed.join(', '));
}
