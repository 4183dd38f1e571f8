import type { Context } from 'koa';
import type { WebhookPort } from '../ports/channel';
import { sendJson } from './answers';
import { readRaw } from './read-body';
import type { Route } from './router';

/** The platform's own limit is far below; a form with long texts is some tens of KB. */
const WEBHOOK_BODY_BYTES = 1024 * 1024;

/** Hands the raw request to the platform's front and answers what it says. Signatures are over these very bytes. */
export function webhookRoute(webhook: WebhookPort): Route {
  const handle = async (ctx: Context) => {
    const body = await readRaw(ctx, WEBHOOK_BODY_BYTES);
    if (body === undefined) return;
    const response = await webhook.handle({ headers: headersOf(ctx), body });
    sendJson(ctx, response.status, response.body ?? {});
  };
  return { method: 'POST', path: webhook.path, handle };
}

/** Node gives lower-case names and joins repeated ones; only set-cookie is a list, and no request has it. */
function headersOf(ctx: Context): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(ctx.req.headers)) {
    if (typeof value === 'string') headers[name] = value;
  }
  return headers;
}
