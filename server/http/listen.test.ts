import { Agent, get } from 'node:http';
import Koa from 'koa';
import { listen } from './listen';

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function slowApp(ms: number): Koa {
  const app = new Koa();
  app.use(async (ctx) => {
    await wait(ms);
    ctx.body = 'done';
  });
  app.on('error', () => undefined);
  return app;
}

function fetchText(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

describe('listen', () => {
  const agent = new Agent({ keepAlive: true });
  afterAll(() => agent.destroy());

  it('takes a free port and tells it', async () => {
    const served = await listen(slowApp(0), '127.0.0.1', 0);
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
    expect(await fetchText(served.url, agent)).toBe('done');
    await served.close(1000);
  });

  it('fails when the port is taken', async () => {
    const first = await listen(slowApp(0), '127.0.0.1', 0);
    await expect(listen(slowApp(0), '127.0.0.1', Number(new URL(first.url).port))).rejects.toThrow('EADDRINUSE');
    await first.close(100);
  });

  it('finishes requests in hand, takes no new ones, and does not wait for kept-alive connections', async () => {
    const served = await listen(slowApp(200), '127.0.0.1', 0);
    const inHand = fetchText(served.url, agent);
    await wait(50);
    const from = Date.now();
    const closed = served.close(5000);
    await expect(fetchText(served.url, new Agent())).rejects.toThrow('ECONNREFUSED');
    expect(await inHand).toBe('done');
    await closed;
    expect(Date.now() - from).toBeLessThan(2000);
  });

  it('cuts what is left after its grace', async () => {
    const served = await listen(slowApp(800), '127.0.0.1', 0);
    const inHand = fetchText(served.url, agent).catch(() => 'cut');
    await wait(50);
    const from = Date.now();
    await served.close(100);
    expect(await inHand).toBe('cut');
    expect(Date.now() - from).toBeLessThan(700);
  });
});
