import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import request from 'supertest';
import type { Doors, Health } from '../server/app/doors';
import { ok } from '../server/domain/result';
import { createHttpApp, type HttpOptions } from '../server/http/app';

/** Doors that answer with little; a test overrides the one it looks at. */
export function fakeDoors(overrides: Partial<Doors> = {}): Doors {
  return {
    scopeOf: async (token) => ({ hot: 'hotline-12345', web: 'portal', look: 'read' })[token],
    register: async () => ({ kind: 'ok', created: true, number: 'N', body: { number: 'LS-20260302-0001' } }),
    readCase: async (number) => (number === 'LS-20260302-0001' ? { number } : undefined),
    listCases: async () => ok({ cases: [], cursor: null }),
    rankings: async (period, date) => ok({ period, date: date ?? null }),
    reveal: async () => ok({ number: 'LS-20260302-0001', name: '李<b>', phone: '138 1234 5678', address: null }),
    track: async (code) =>
      code === 'a-good-code'
        ? {
            number: 'LS-20260302-0001',
            sentence: '<正在办理>',
            steps: [{ word: '受理', isReached: true }],
            promise: null,
            reply: '已修复',
            redirect: null,
          }
        : undefined,
    tokenPage: async () => ok({ scope: 'read', token: 'secret-token' }),
    ...overrides,
  };
}

/** A running front with what it logged and counted. */
export interface Trial {
  readonly server: Server;
  readonly logs: { fields: Readonly<Record<string, unknown>>; event: string }[];
  readonly counts: { name: string; labels: Readonly<Record<string, string>> | undefined }[];
  readonly ask: ReturnType<typeof request>;
}

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Builds and starts the front on a free port; it is closed after the test. */
export async function build(overrides: Partial<HttpOptions> = {}): Promise<Trial> {
  const logs: Trial['logs'] = [];
  const counts: Trial['counts'] = [];
  const ignore = () => undefined;
  const health: Health = {
    readiness: async () => [{ part: 'database', ok: true }],
    metrics: async () => ({ type: 'text/plain; version=0.0.4', text: 'up 1\n' }),
  };
  const app = createHttpApp({
    doors: fakeDoors(),
    health,
    logger: { debug: ignore, info: ignore, warn: ignore, error: (fields, event) => void logs.push({ fields, event }) },
    metrics: { count: (name, labels) => void counts.push({ name, labels }), observe: ignore, gauge: ignore },
    ...overrides,
  });
  const server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  return { server, logs, counts, ask: request(server) };
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** One intake call with a token of the hotline. */
export function post({ ask }: Trial, body: unknown = { source_id: '1', content: '路灯不亮' }, token = 'hot') {
  return ask
    .post('/api/v1/cases')
    .set('Authorization', `Bearer ${token}`)
    .set('Idempotency-Key', 'k1')
    .send(body as object);
}

/** Sends bytes as given, in pieces, and returns everything the server answers. */
export async function raw(
  server: Server,
  pieces: readonly (string | Buffer)[],
  end: 'wait' | 'cut' = 'wait',
): Promise<string> {
  const socket = connect(portOf(server), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (end === 'cut') socket.destroy();
  await closed;
  return answer;
}
