import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import request from 'supertest';
import type { ClockDoor, Doors, Health } from '../app/doors';
import { fail, ok } from '../domain/result';
import type { WebhookRequest } from '../ports/channel';
import { createHttpApp, type HttpOptions } from './app';

const PROBLEM = { field: 'content', code: 'required', zh: '必填，请补上。', en: 'Required. Fill it in.' };

function fakeDoors(overrides: Partial<Doors> = {}): Doors {
  return {
    scopeOf: async (token) => ({ hot: 'hotline-12345', web: 'portal', look: 'read' })[token],
    register: async () => ({ kind: 'ok', created: true, body: { number: 'LS-20260302-0001' } }),
    readCase: async (number) => (number === 'LS-20260302-0001' ? { number } : undefined),
    listCases: async () => ok({ cases: [], cursor: null }),
    rankings: async (period, date) => ok({ period, date: date ?? null }),
    reveal: async () => ok({ number: 'LS-20260302-0001', name: '李<b>', phone: '138 1234 5678', address: null }),
    tokenPage: async () => ok({ scope: 'read', token: 'secret-token' }),
    ...overrides,
  };
}

interface Trial {
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

async function build(overrides: Partial<HttpOptions> = {}): Promise<Trial> {
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

function post({ ask }: Trial, body: unknown = { source_id: '1', content: '路灯不亮' }, token = 'hot') {
  return ask
    .post('/api/v1/cases')
    .set('Authorization', `Bearer ${token}`)
    .set('Idempotency-Key', 'k1')
    .send(body as object);
}

/** Sends bytes as given, in pieces, and returns everything the server answers. */
async function raw(
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

describe('POST /api/v1/cases', () => {
  it('hands channel, key and body to the door: 201 for a new case, 200 for a known one', async () => {
    const calls: unknown[][] = [];
    let created = true;
    const trial = await build({
      doors: fakeDoors({
        register: async (...given) => {
          calls.push(given);
          return { kind: 'ok', created, body: { number: 'N' } };
        },
      }),
    });
    const first = await post(trial);
    expect([first.status, first.body]).toEqual([201, { number: 'N' }]);
    created = false;
    expect((await post(trial)).status).toBe(200);
    expect(calls[0]).toEqual(['hotline-12345', 'k1', { source_id: '1', content: '路灯不亮' }]);
    expect(trial.counts).toContainEqual({
      name: 'intake_total',
      labels: { channel: 'hotline-12345', result: 'created' },
    });
  });

  it('refuses unknown tokens, read tokens and other channels, but takes its sub-channel', async () => {
    const trial = await build();
    expect((await trial.ask.post('/api/v1/cases').send({})).status).toBe(401);
    const unknown = await post(trial, {}, 'nobody');
    expect(unknown.status).toBe(401);
    expect(unknown.headers['www-authenticate']).toBe('Bearer');
    expect(unknown.body.error).toEqual({ code: 'http.no-token', zh: expect.any(String), en: expect.any(String) });
    expect((await post(trial, {}, 'look')).status).toBe(403);
    expect((await post(trial, { channel: 'portal' })).status).toBe(403);
    expect((await post(trial, { channel: 'instant-response' })).status).toBe(201);
    expect((await post(trial, { channel: 'hotline-12345' })).status).toBe(201);
    expect((await post(trial, { channel: 'instant-response' }, 'web')).status).toBe(403);
  });

  it('wants an idempotency key', async () => {
    const trial = await build();
    const answer = await trial.ask.post('/api/v1/cases').set('Authorization', 'Bearer hot').send({});
    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.errors[0].field).toBe('Idempotency-Key');
  });

  it('answers every problem of a bad body as problem+json', async () => {
    const trial = await build({
      doors: fakeDoors({ register: async () => ({ kind: 'invalid', problems: [PROBLEM, PROBLEM] }) }),
    });
    const answer = await post(trial);
    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.errors).toEqual([PROBLEM, PROBLEM]);
  });

  it('refuses what is no JSON, no UTF-8, compressed or too large', async () => {
    const trial = await build({ bodyLimitBytes: 1000 });
    const send = (body: string | Buffer) =>
      trial.ask
        .post('/api/v1/cases')
        .set({ Authorization: 'Bearer hot', 'Idempotency-Key': 'k', 'Content-Type': 'application/json' })
        .send(body);
    expect((await send('{"a":')).body.error.code).toBe('http.not-json');
    expect((await send('')).status).toBe(400);
    const cutCharacter = await raw(trial.server, [
      'POST /api/v1/cases HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer hot\r\nIdempotency-Key: k\r\nConnection: close\r\nContent-Length: 4\r\n\r\n',
      Buffer.concat([Buffer.from('"'), Buffer.from('诉').subarray(0, 2), Buffer.from('"')]),
    ]);
    expect(cutCharacter).toMatch(/^HTTP\/1.1 400 /);
    expect(cutCharacter).toContain('http.not-utf8');
    expect((await send(JSON.stringify({ content: 'x'.repeat(2000) }))).status).toBe(413);
    const gzip = await trial.ask
      .post('/api/v1/cases')
      .set({ Authorization: 'Bearer hot', 'Idempotency-Key': 'k', 'Content-Encoding': 'gzip' })
      .send('x');
    expect(gzip.status).toBe(415);
  });

  it('refuses a body that grows too large without announcing it', async () => {
    const trial = await build({ bodyLimitBytes: 100 });
    const answer = await raw(trial.server, [
      'POST /api/v1/cases HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer hot\r\nIdempotency-Key: k\r\nTransfer-Encoding: chunked\r\n\r\n',
      `50\r\n${'x'.repeat(80)}\r\n`,
      `50\r\n${'x'.repeat(80)}\r\n`,
    ]);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toMatch(/Connection: close/i);
  });

  it('joins a body whose chunks end inside a character', async () => {
    const bodies: unknown[] = [];
    const trial = await build({
      doors: fakeDoors({
        register: async (_channel, _key, body) => {
          bodies.push(body);
          return { kind: 'ok', created: true, body: {} };
        },
      }),
    });
    const body = Buffer.from('{"content":"路灯不亮"}');
    const answer = await raw(trial.server, [
      `POST /api/v1/cases HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer hot\r\nIdempotency-Key: k\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`,
      body.subarray(0, 13),
      body.subarray(13, 14),
      body.subarray(14),
    ]);
    expect(answer).toMatch(/^HTTP\/1.1 201 /);
    expect(bodies).toEqual([{ content: '路灯不亮' }]);
  });

  it('registers nothing when the sender goes away in the middle, and lives on', async () => {
    let registered = 0;
    const trial = await build({
      doors: fakeDoors({
        register: async () => {
          registered += 1;
          return { kind: 'ok', created: true, body: {} };
        },
      }),
    });
    const head =
      'POST /api/v1/cases HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer hot\r\nIdempotency-Key: k\r\nContent-Length: 99\r\n\r\n';
    await raw(trial.server, [head, '{"content":'], 'cut');
    expect((await trial.ask.get('/healthz')).status).toBe(200);
    expect(registered).toBe(0);
    expect(trial.logs).toEqual([]);
  });

  it('slows a token down with Retry-After, and only that token', async () => {
    const trial = await build({ intakeRate: { perSecond: 0.5, burst: 2 } });
    expect([(await post(trial)).status, (await post(trial)).status]).toEqual([201, 201]);
    const slowed = await post(trial);
    expect(slowed.status).toBe(429);
    expect(Number(slowed.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect((await post(trial, {}, 'web')).status).toBe(201);
  });
});

describe('reading', () => {
  it('serves cases and rankings to read tokens only', async () => {
    const { ask } = await build();
    const get = (path: string, token = 'look') => ask.get(path).set('Authorization', `Bearer ${token}`);
    expect((await get('/api/v1/cases/LS-20260302-0001')).body).toEqual({ number: 'LS-20260302-0001' });
    expect((await get('/api/v1/cases?status=claimed')).body).toEqual({ cases: [], cursor: null });
    expect((await get('/api/v1/rankings?period=month&date=2026-03-01')).body).toEqual({
      period: 'month',
      date: '2026-03-01',
    });
    const missing = await get('/api/v1/cases/LS-1');
    expect([missing.status, missing.body.error.code]).toEqual([404, 'case.unknown']);
    expect((await get('/api/v1/cases', 'hot')).status).toBe(403);
    expect((await ask.get('/api/v1/rankings')).status).toBe(401);
  });

  it('passes the filters on and answers a refusal by field', async () => {
    const seen: unknown[] = [];
    const { ask } = await build({
      doors: fakeDoors({
        listCases: async (query) => {
          seen.push(query);
          return fail('query.malformed', { field: 'from', value: 'x' });
        },
      }),
    });
    const answer = await ask.get('/api/v1/cases?from=x&from=y&unit=&other=1').set('Authorization', 'Bearer look');
    expect(seen).toEqual([{ from: 'x' }]);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]).toMatchObject({ field: 'from', code: 'query.malformed' });
  });
});

describe('one-time pages', () => {
  it('shows a contact safely and keeps it out of caches, referrers and indexes', async () => {
    const { ask } = await build();
    const page = await ask.get('/reveal/abcdefgh12345');
    expect(page.status).toBe(200);
    expect(page.text).toContain('李&lt;b&gt;');
    expect(page.text).not.toContain('<b>');
    expect(page.text).toContain('href="tel:13812345678"');
    expect(page.text).toContain('name="viewport"');
    expect(page.headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': expect.stringContaining('noindex'),
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect((await ask.get('/token/abcdefgh12345')).text).toContain('secret-token');
  });

  it('says in plain words when it is gone, without asking for impossible tokens', async () => {
    let asked = 0;
    const { ask } = await build({
      doors: fakeDoors({
        reveal: async () => {
          asked += 1;
          return fail('reveal.gone');
        },
      }),
    });
    const gone = await ask.get('/reveal/abcdefgh12345');
    expect(gone.status).toBe(410);
    expect(gone.text).toContain('已经看过或已过期');
    expect((await ask.get('/reveal/%3Cscript%3E')).status).toBe(410);
    expect(asked).toBe(1);
  });

  it('is not used up by HEAD or by a preview', async () => {
    let taken = 0;
    const { ask } = await build({
      doors: fakeDoors({
        tokenPage: async () => {
          taken += 1;
          return ok({ scope: 'portal', token: 't' });
        },
      }),
    });
    expect((await ask.head('/token/abcdefgh12345')).status).toBe(200);
    expect((await ask.get('/token/abcdefgh12345').set('Sec-Purpose', 'prefetch;prerender')).status).toBe(503);
    expect(taken).toBe(0);
  });
});

describe('POST /feishu/webhook', () => {
  it('hands over raw bytes and headers, and answers what the front says', async () => {
    const seen: WebhookRequest[] = [];
    const trial = await build({
      webhook: {
        path: '/feishu/webhook',
        handle: async (given) => {
          seen.push(given);
          return { status: 401, body: { error: 'forged' } };
        },
      },
    });
    const body = Buffer.from('{ "a" : "诉" }');
    const answer = await trial.ask
      .post('/feishu/webhook')
      .set('X-Lark-Signature', 's')
      .type('json')
      .send(body.toString());
    expect([answer.status, answer.body]).toEqual([401, { error: 'forged' }]);
    expect(seen[0]?.body.equals(body)).toBe(true);
    expect(seen[0]?.headers['x-lark-signature']).toBe('s');
    expect((await trial.ask.get('/feishu/webhook')).status).toBe(405);
    const large = await trial.ask.post('/feishu/webhook').send('x'.repeat(1024 * 1024 + 1));
    expect(large.status).toBe(413);
    expect(seen).toHaveLength(1);
  });

  it('does not exist without a webhook', async () => {
    expect((await (await build()).ask.post('/feishu/webhook').send({})).status).toBe(404);
  });
});

describe('operations', () => {
  it('is alive, ready, and shows its figures', async () => {
    const { ask } = await build();
    expect((await ask.get('/healthz')).body).toEqual({ ok: true });
    expect((await ask.get('/readyz')).status).toBe(200);
    const metrics = await ask.get('/metrics');
    expect([metrics.text, metrics.headers['content-type']]).toEqual(['up 1\n', 'text/plain; version=0.0.4']);
  });

  it('lists what is not ready', async () => {
    const parts = [
      { part: 'database', ok: true },
      { part: 'platform', ok: false, detail: 'no token' },
    ];
    const metrics = async () => ({ type: 'text/plain', text: '' });
    const { ask } = await build({ health: { readiness: async () => parts, metrics } });
    const answer = await ask.get('/readyz');
    expect([answer.status, answer.body]).toEqual([503, { ready: false, parts }]);
    const broken = await build({
      health: {
        readiness: async () => {
          throw new Error('down');
        },
        metrics,
      },
    });
    expect((await broken.ask.get('/readyz')).status).toBe(503);
  });

  it('moves a controlled clock from this machine only', async () => {
    const clock: ClockDoor = {
      move: async (body) => {
        if (JSON.stringify(body).includes('back')) return fail('clock.backwards');
        if (JSON.stringify(body).includes('what')) return fail('clock.malformed');
        return ok({ now: '2026-03-02T09:00:00+08:00', fired: [], pending: 0 });
      },
    };
    const { ask } = await build({ clock });
    const move = (body: object) => ask.post('/sandbox/clock').send(body);
    expect((await move({ advance: 'PT2H' })).body).toEqual({ now: '2026-03-02T09:00:00+08:00', fired: [], pending: 0 });
    expect((await move({ now: 'back' })).status).toBe(409);
    expect((await move({ now: 'what' })).status).toBe(422);
    expect((await move({}).set('X-Forwarded-For', '10.0.0.1')).status).toBe(403);
    expect((await ask.post('/sandbox/clock').type('json').send('{')).status).toBe(400);
    expect((await (await build()).ask.post('/sandbox/clock').send({})).status).toBe(404);
  });
});

describe('everything else', () => {
  it('answers 404 and 405 as JSON in both languages', async () => {
    const { ask } = await build();
    for (const path of [
      '/',
      '/api/v1/cases/',
      '/api/v1/cases/a/b',
      '/api/v1/cases/%zz',
      '/api/v1/cases/a%2Fb',
      '//healthz',
      `/reveal/${'x'.repeat(300)}`,
    ]) {
      const answer = await ask.get(path).set('Authorization', 'Bearer look');
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.body.error).toMatchObject({ zh: expect.any(String), en: expect.any(String) });
    }
    const wrongMethod = await ask.delete('/api/v1/cases');
    expect([wrongMethod.status, wrongMethod.headers.allow]).toEqual([405, 'POST, GET, HEAD']);
  });

  it('answers a failure without its stack, and logs it under the number it gives', async () => {
    const trial = await build({
      doors: fakeDoors({
        readCase: async () => {
          throw new Error('SELECT secret FROM cases');
        },
      }),
    });
    const answer = await trial.ask.get('/api/v1/cases/LS-1').set('Authorization', 'Bearer look');
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('SELECT');
    expect(trial.logs).toHaveLength(1);
    expect(answer.body.error.en).toContain(String(trial.logs[0]?.fields.incident));
    expect(trial.counts).toContainEqual({
      name: 'http_requests_total',
      labels: { method: 'GET', route: '/api/v1/cases/:number', status: '500' },
    });
  });

  it('gives unknown paths one name in the figures', async () => {
    const trial = await build();
    await trial.ask.get('/some/path');
    expect(trial.counts[0]?.labels?.route).toBe('none');
  });
});
