import { createServer, type IncomingHttpHeaders } from 'node:http';
import { decryptPush } from './crypto';
import { defaultOptions } from './options';

/** What a test bot received, decrypted. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly body: { readonly header: Record<string, string>; readonly event: Record<string, unknown> };
}

/** How the test bot answers one push; a number is a status without body. */
export type BotReply = (received: Received) => unknown;

/** A bot for tests: echoes challenges, records pushes, answers what `reply` says. */
export async function startTestBot(): Promise<{
  url: string;
  received: Received[];
  answerWith: (reply: BotReply) => void;
  close: () => Promise<void>;
}> {
  const received: Received[] = [];
  let reply: BotReply = () => ({});
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks).toString('utf8');
    const sealed = JSON.parse(raw) as { encrypt?: string };
    const body =
      sealed.encrypt === undefined ? sealed : JSON.parse(decryptPush(defaultOptions.encryptKey, sealed.encrypt));
    if (body.type === 'url_verification') {
      response.end(JSON.stringify({ challenge: body.challenge }));
      return;
    }
    const push = { headers: request.headers, raw, body };
    received.push(push);
    const answer = await reply(push);
    response.statusCode = typeof answer === 'number' ? answer : 200;
    response.end(typeof answer === 'number' ? '' : typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/feishu/webhook`,
    received,
    answerWith: (next) => {
      reply = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
