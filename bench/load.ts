import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { percentile } from './figures';
import { buildScripts, type LoadKind, type LoadOrder } from './requests';

/** What came of one phase of load. Rate and times (ms) are of the measured part only. */
export interface LoadResult {
  /** Good answers, also those outside the measured part. */
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
    if (length === undefined) {
      this.#settle?.reject(new Error(`an answer without length: ${head}`));
      return;
    }
    const end = headEnd + 4 + Number(length);
    if (this.#received.length < end) return;
    const body = this.#received.toString('utf8', headEnd + 4, end);
    this.#received = this.#received.subarray(end);
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.resolve({ status: Number(head.slice(9, 12)), body });
  }
}

/** A machine too slow to get warm is measured as it is. */
const WARM_AT_MOST_MS = 20_000;

/** Counts answers. The measured part begins when the server is warm and lasts for the seconds ordered. */
class Tally {
  good = 0;
  failed = 0;
  firstFailure: string | undefined;
  readonly times: number[] = [];
  readonly #order: LoadOrder;
  readonly #began = performance.now();
  #from = Number.POSITIVE_INFINITY;
  #last = 0;

  constructor(order: LoadOrder) {
    this.#order = order;
    if (order.warmAnswers === 0) this.#from = this.#began;
  }

  get isOver(): boolean {
    return performance.now() >= this.#until;
  }

  get #until(): number {
    return this.#from + this.#order.seconds * 1000;
  }

  count(asked: number, status: number, body: string): void {
    const answered = performance.now();
    if (!EXPECTED[this.#order.kind](status, body)) {
      this.failed += 1;
      this.firstFailure ??= `${status} ${body.slice(0, 400)}`;
      return;
    }
    this.good += 1;
    const isWarm = this.good >= this.#order.warmAnswers || answered - this.#began > WARM_AT_MOST_MS;
    if (isWarm && this.#from === Number.POSITIVE_INFINITY) this.#from = answered;
    if (asked < this.#from || answered > this.#until) return;
    this.times.push(answered - asked);
    this.#last = answered;
  }

  /** Length of the measured part. Where the requests ran out first, the time that was really used counts. */
  seconds(ranOut: boolean): number {
    return ranOut ? Math.max(0.001, (this.#last - this.#from) / 1000) : this.#order.seconds;
  }
}

/**
 * Asks as fast as the server answers, over `connections` at once, until the time or the requests run out. Counting
 * begins after `warmAnswers` good answers, so that a slow server is not measured while its code is still compiled.
 */
export async function load(order: LoadOrder): Promise<LoadResult> {
  const scripts = buildScripts(order);
  const url = new URL(order.url);
  const tally = new Tally(order);
  let next = 0;
  const work = async (): Promise<void> => {
    const connection = new Connection(url);
    for (let script = scripts[next++]; script !== undefined && !tally.isOver; script = scripts[next++]) {
      for (const request of script) {
        const asked = performance.now();
        const { status, body } = await connection.ask(request);
        tally.count(asked, status, body);
      }
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: order.connections }, work));
  const { times, good, failed, firstFailure } = tally;
  const seconds = tally.seconds(next > scripts.length && !tally.isOver);
  const result = {
    answered: good,
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
