import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Answer, type Call, json } from './answers';
import { registerChats } from './api-chats';
import { registerContacts } from './api-contacts';
import { ApiGateway, ConnectionCut } from './api-gateway';
import { registerMedia } from './api-media';
import { registerMessageReads } from './api-message-reads';
import { registerMessages } from './api-messages';
import { registerControl } from './control-routes';
import type { PlatformOptions } from './options';
import { registerPeople } from './people-routes';
import { buildPlatform, type Platform } from './platform';
import { Router } from './router';
import { parseJson } from './sending';
import { openStream } from './stream';

/** A platform that listens; `close` stops it and writes its state. */
export interface RunningPlatform {
  readonly url: string;
  readonly port: number;
  readonly platform: Platform;
  readonly close: () => Promise<void>;
}

const MAX_BODY_BYTES = 48 * 1024 * 1024;

/** Starts a local platform on 127.0.0.1. @throws when the port is taken or the state file cannot be read */
export async function startPlatform(options: PlatformOptions = {}): Promise<RunningPlatform> {
  const platform = buildPlatform(options);
  const router = routesOf(platform);
  const server = createServer((request, response) => {
    void serve({ platform, router, request, response });
  });
  await listen(server, platform.settings.port);
  const { webhook } = platform.settings;
  // The address given at start is used whatever comes of the challenge: the bot may start after the platform.
  if (webhook !== undefined) void platform.push.setWebhook(webhook);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : platform.settings.port;
  return { url: `http://127.0.0.1:${port}`, port, platform, close: () => close(server, platform) };
}

function routesOf(platform: Platform): Router {
  const router = new Router();
  const gateway = new ApiGateway(platform, router);
  gateway.onToken('/auth/v3/tenant_access_token/internal');
  registerMessages(platform, gateway);
  registerMessageReads(platform, gateway);
  registerChats(platform, gateway);
  registerContacts(platform, gateway);
  registerMedia(platform, gateway);
  registerPeople(platform, router);
  registerControl(platform, router);
  return router;
}

interface Exchange {
  readonly platform: Platform;
  readonly router: Router;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function serve({ platform, router, request, response }: Exchange): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (!admitsOrigin(request, response)) {
      write(response, json({ error: 'only pages of this machine may call' }, 403));
      return;
    }
    if (request.method === 'OPTIONS') return write(response, { status: 204, body: undefined });
    if (url.pathname === '/sandbox/stream') return openStream(platform.journal, response);
    const raw = await readAll(request);
    if (raw === undefined) return write(response, json({ error: 'body too large' }, 413));
    const found = router.find(request.method ?? 'GET', url.pathname);
    if (found === undefined) return write(response, json({ code: 404, msg: '404 page not found' }, 404));
    write(response, await found.handler(callOf(request, url, raw, found.params)));
  } catch (error) {
    if (error instanceof ConnectionCut) response.destroy();
    else {
      console.error('sandbox: call failed', request.method, request.url, error);
      write(response, json({ code: 1500, msg: 'internal error' }, 500));
    }
  }
}

function callOf(request: IncomingMessage, url: URL, raw: Buffer, params: Record<string, string>): Call {
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    params,
    query: url.searchParams,
    headers: request.headers,
    raw,
    body: raw.length === 0 ? undefined : bodyOf(request, raw),
  };
}

function bodyOf(request: IncomingMessage, raw: Buffer): unknown {
  return request.headers['content-type']?.startsWith('multipart/') ? undefined : parseJson(raw.toString('utf8'));
}

/** A workspace page on another loopback port may read and write; a page from elsewhere may do neither. */
function admitsOrigin(request: IncomingMessage, response: ServerResponse): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return true;
  if (!/^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(origin)) return false;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-methods', 'GET, POST, DELETE');
  response.setHeader('access-control-allow-headers', 'content-type');
  return true;
}

async function readAll(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function write(response: ServerResponse, answer: Answer): void {
  const isBinary = Buffer.isBuffer(answer.body);
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
  response.end(isBinary ? answer.body : JSON.stringify(answer.body));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function close(server: Server, platform: Platform): Promise<void> {
  platform.push.close();
  platform.store.flush();
  return new Promise((resolve) => {
    server.close(() => {
      platform.store.flush();
      resolve();
    });
    server.closeAllConnections();
  });
}
