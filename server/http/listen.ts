import { createServer, type Server } from 'node:http';
import type Koa from 'koa';

export interface Listening {
  /** With the real port, also where 0 was asked for. */
  readonly url: string;
  /**
   * Takes no more connections, lets requests in hand finish for at most `graceMs`, then cuts what is left.
   * Calling it twice is harmless.
   */
  close(graceMs: number): Promise<void>;
}

/** Longer than the 60 s of common proxies, so that they and not we end an idle connection. */
const KEEP_ALIVE_MS = 65_000;
/** Time for a whole request to come in. */
const REQUEST_MS = 60_000;
const SWEEP_MS = 25;

/** @throws the system's error (EADDRINUSE, EACCES) when the address cannot be taken */
export async function listen(app: Koa, host: string, port: number): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_MS }, app.callback());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  let closing: Promise<void> | undefined;
  return {
    url: urlOf(server, host),
    close: (graceMs) => {
      closing ??= closeServer(server, graceMs);
      return closing;
    },
  };
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Connections become idle only after their answer, so idle ones are swept until none is left. */
function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
