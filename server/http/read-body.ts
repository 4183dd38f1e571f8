import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import { ENCODED_BODY, type HttpError, NOT_JSON, NOT_UTF8, sendError, TOO_LARGE } from './answers';

/** The client went away before its request was whole; there is nobody to answer. */
export class ClientGone extends Error {
  constructor() {
    super('client went away');
    this.name = 'ClientGone';
  }
}

/** Fatal: a body cut in the middle of a character must be refused, not stored with a replacement sign. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The whole request body as it came over the wire, or undefined after a 413 or 415 was answered.
 * @param maxBytes larger bodies are refused, by their announced length already
 * @throws ClientGone when the request ends early
 */
export async function readRaw(ctx: Context, maxBytes: number): Promise<Buffer | undefined> {
  const encoding = ctx.req.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return refuse(ctx, 415, ENCODED_BODY);
  if (Number(ctx.req.headers['content-length'] ?? 0) > maxBytes) return refuse(ctx, 413, TOO_LARGE);
  return (await collect(ctx.req, maxBytes)) ?? refuse(ctx, 413, TOO_LARGE);
}

/** The body as JSON, or undefined after it was refused. `value` itself may be any JSON, also null. */
export async function readJson(ctx: Context, maxBytes: number): Promise<{ readonly value: unknown } | undefined> {
  const raw = await readRaw(ctx, maxBytes);
  if (raw === undefined) return undefined;
  let text: string;
  try {
    // Once over the whole: chunks may end inside a character.
    text = utf8.decode(raw);
  } catch {
    sendError(ctx, 400, NOT_UTF8);
    return undefined;
  }
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    sendError(ctx, 400, NOT_JSON);
    return undefined;
  }
}

function refuse(ctx: Context, status: number, error: HttpError): undefined {
  // What is left of the body is not read: the connection cannot carry another request.
  ctx.set('Connection', 'close');
  ctx.req.resume();
  sendError(ctx, status, error);
  return undefined;
}

/** Undefined when the body grows beyond `maxBytes`. */
function collect(req: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (act: () => void) => {
      req.off('data', onData);
      req.off('end', onEnd);
      req.off('close', onGone);
      // A late error of the socket must find a listener, or it would end the process.
      req.off('error', onGone).on('error', () => undefined);
      act();
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) settle(() => resolve(undefined));
      else chunks.push(chunk);
    };
    const onEnd = () => settle(() => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size)));
    const onGone = () => settle(() => reject(new ClientGone()));
    req.on('data', onData);
    req.on('end', onEnd);
    req.on('close', onGone);
    req.on('error', onGone);
  });
}
