import type { Context } from 'koa';
import type { Doors } from '../app/doors';
import { NO_TOKEN, READ_TOKEN_NEEDED, sendError } from './answers';

/** A token and what it opens: `read`, or a channel's code. */
export interface Bearer {
  readonly token: string;
  readonly scope: string;
}

/** The caller's token, or undefined after a 401 was answered. */
export async function bearerOf(ctx: Context, doors: Pick<Doors, 'scopeOf'>): Promise<Bearer | undefined> {
  const token = /^Bearer +([\w.~+/=-]{1,200}) *$/i.exec(ctx.req.headers.authorization ?? '')?.[1];
  const scope = token === undefined ? undefined : await doors.scopeOf(token);
  if (token !== undefined && scope !== undefined) return { token, scope };
  ctx.set('WWW-Authenticate', 'Bearer');
  sendError(ctx, 401, NO_TOKEN);
  return undefined;
}

/** True for a read token; otherwise a 401 or 403 was answered. */
export async function mayRead(ctx: Context, doors: Pick<Doors, 'scopeOf'>): Promise<boolean> {
  const bearer = await bearerOf(ctx, doors);
  if (bearer === undefined) return false;
  if (bearer.scope === 'read') return true;
  sendError(ctx, 403, READ_TOKEN_NEEDED);
  return false;
}
