import { build, fakeDoors } from '../../tests/http-trial';
import type { ClockDoor } from '../app/doors';
import { fail, ok } from '../domain/result';
import type { WebhookRequest } from '../ports/channel';

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
          return fail('list.bad-time', { field: 'from', value: 'x' });
        },
      }),
    });
    const answer = await ask.get('/api/v1/cases?from=x&from=y&unit=&other=1').set('Authorization', 'Bearer look');
    expect(seen).toEqual([{ from: 'x' }]);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]).toMatchObject({ field: 'from', code: 'list.bad-time' });
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
          return fail('link.spent');
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
        if (JSON.stringify(body).includes('back')) return fail('clock.backwards', { now: '2026-03-02T09:00:00+08:00' });
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
    expect([wrongMethod.status, wrongMethod.headers.allow]).toEqual([405, 'POST, HEAD, GET']);
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

describe('GET /track/:code', () => {
  it('shows a page to whoever has the code, escaped, and a plain 404 to others', async () => {
    const { ask } = await build();
    const page = await ask.get('/track/a-good-code');
    expect(page.status).toBe(200);
    expect(page.text).toContain('&lt;正在办理&gt;');
    expect(page.text).toContain('已修复');
    expect(page.headers['x-robots-tag']).toContain('noindex');
    expect((await ask.get('/track/another-code')).status).toBe(404);
    expect((await ask.get('/track/%3Cscript%3E')).status).toBe(404);
  });
});
