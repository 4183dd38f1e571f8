import type { ServerResponse } from 'node:http';
import type { Journal } from './journal';

const KEEP_ALIVE_MS = 15_000;

/** Sends every new journal entry as a server-sent event (`id` = its number) until the reader leaves. */
export function openStream(journal: Journal, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  response.write(': open\n\n');
  const stop = journal.listen((entry) => response.write(`id: ${entry.seq}\ndata: ${JSON.stringify(entry)}\n\n`));
  const timer = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS);
  timer.unref();
  response.on('close', () => {
    stop();
    clearInterval(timer);
  });
}
