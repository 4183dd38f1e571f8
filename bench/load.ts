import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { percentile } from './figures';
import { buildScripts, type LoadKind, type LoadOrder } from './requests';

/** What came of one phase of load. Times are in milliseconds and hold the measured part only. */
export interface LoadResult {
  readonly answered: number;
  readonly failed: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** The first answer that was not the expected one. */
  readonly firstFailure?: string;
}

const EXPECTED: Readonly<Record<LoadKind, (status: number, body: string) => boolean>> = {
  limit: (status) => status === 200,
  intake: (status) => status === 201,
  click: (status, body) => status === 200 && body.includes('"type":"success"'),
};

/** One keep-alive connection that asks one thing at a time. Far cheaper than an HTTP client, so the server is what is measured. */
class Connection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #settle:
    | { resolve: (answer: { status: number; body: string }) => void; reject: (error: unknown) => void }
    | undefined;

  constructor(url: URL) {
    this.#socket = connect(Number(url.port), url.hostname);
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#settle?.reject(error));
    this.#socket.on('close', () => this.#settle?.reject(new Error('the server closed the connection')));
  }

  ask(request: Buffer): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.#received.toString('latin1', 0, headEnd);
    const length = /^content-length: *(\d+)/im.exec(head)?.[1];
    if (length === undefined) return this.#settle?.reject(new Error(`an answer without length: ${head}`));
    const end = headEnd + 4 + Number(length);
    if (this.#received.length < end) return;
    const body = this.#received.toString('utf8', headEnd + 4, end);
    this.#received = this.#received.subarray(end);
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.resolve({ status: Number(head.slice(9, 12)), body });
  }
}

/**
 * Asks as fast as the server answers, over `connections` at once, until the time or the requests run out. What is
 * answered during the first `warmSeconds` is not counted.
 */
export async function load(order: LoadOrder): Promise<LoadResult> {
  const scripts = buildScripts(order);
  const isExpected = EXPECTED[order.kind];
  const url = new URL(order.url);
  const began = performance.now();
  const countFrom = began + order.warmSeconds * 1000;
  const until = countFrom + order.seconds * 1000;
  const times: number[] = [];
  let failed = 0;
  let firstFailure: string | undefined;
  let next = 0;
  let last = countFrom;
  const work = async (): Promise<void> => {
    const connection = new Connection(url);
    for (let script = scripts[next++]; script !== undefined && performance.now() < until; script = scripts[next++]) {
      for (const request of script) {
        const asked = performance.now();
        const { status, body } = await connection.ask(request);
        const answered = performance.now();
        if (!isExpected(status, body)) {
          failed += 1;
          firstFailure ??= `${status} ${body.slice(0, 400)}`;
        } else if (asked >= countFrom && answered <= until) {
          times.push(answered - asked);
          last = answered;
        }
      }
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: order.connections }, work));
  // Where the requests ran out first, the time that was really used counts.
  const seconds = Math.max(0.001, (next <= scripts.length ? until - countFrom : last - countFrom) / 1000);
  const result = {
    answered: times.length,
    failed,
    seconds,
    perSecond: times.length / seconds,
    p50: percentile(times, 50),
    p99: percentile(times, 99),
  };
  return firstFailure === undefined ? result : { ...result, firstFailure };
}

if (require.main === module) {
  // From a file: a list of cases is longer than an argument may be.
  const order = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as LoadOrder;
  void load(order).then((result) => console.log(JSON.stringify(result)));
}
