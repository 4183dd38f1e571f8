import { build, fakeDoors, post, raw } from '../../tests/http-trial';

const PROBLEM = { field: 'content', code: 'required', zh: '必填，请补上。', en: 'Required. Fill it in.' };

describe('POST /api/v1/cases', () => {
  it('hands channel, key and body to the door: 201 for a new case, 200 for a known one', async () => {
    const calls: unknown[][] = [];
    let created = true;
    const trial = await build({
      doors: fakeDoors({
        register: async (...given) => {
          calls.push(given);
          return { kind: 'ok', created, number: 'N', body: { number: 'N' } };
        },
      }),
    });
    const first = await post(trial);
    expect([first.status, first.body]).toEqual([201, { number: 'N' }]);
    created = false;
    expect((await post(trial)).status).toBe(200);
    expect(calls[0]).toEqual(['hotline-12345', 'k1', { source_id: '1', content: '路灯不亮' }]);
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
          return { kind: 'ok', created: true, number: 'N', body: {} };
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
          return { kind: 'ok', created: true, number: 'N', body: {} };
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
    expect(trial.counts).toContainEqual({
      name: 'intake_total',
      labels: { channel: 'hotline-12345', result: 'limited' },
    });
  });
});
