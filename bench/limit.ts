import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { z } from 'zod';
import { defaultOptions } from '../sandbox/platform/options';
import { type Database, openDatabase } from '../server/storage/sqlite/driver';

/**
 * The measure of the possible: what a product of this kind cannot do without, and nothing else. Signature over the raw
 * body, decryption, JSON, a schema, and two durable rows; answered after the commit that holds them. Same HTTP
 * server, same database driver and settings as the product.
 */
const Envelope = z.looseObject({
  header: z.looseObject({ event_id: z.string(), event_type: z.string(), token: z.string(), app_id: z.string() }),
  event: z.looseObject({
    operator: z.looseObject({ open_id: z.string() }),
    action: z.looseObject({ form_value: z.looseObject({ content: z.string().min(1) }) }),
  }),
});

class Writer {
  readonly #database: Database;
  readonly #event;
  readonly #letter;
  #waiting: { id: string; at: number; body: string; resolve: () => void }[] = [];

  constructor(path: string) {
    this.#database = openDatabase(path, { readOnly: false });
    this.#database.exec(
      'CREATE TABLE event (id TEXT PRIMARY KEY, at INTEGER); CREATE TABLE letter (id INTEGER PRIMARY KEY, event TEXT, body TEXT);',
    );
    this.#event = this.#database.prepare('INSERT INTO event (id, at) VALUES (?, ?)');
    this.#letter = this.#database.prepare('INSERT INTO letter (event, body) VALUES (?, ?)');
  }

  /** Resolves after the commit; what arrives in the same turn of the event loop shares it. */
  write(id: string, body: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ id, at: Date.now(), body, resolve });
      if (this.#waiting.length === 1) setImmediate(() => this.#commit());
    });
  }

  #commit(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    this.#database.exec('BEGIN IMMEDIATE');
    for (const { id, at, body } of batch) {
      this.#event.run(id, at);
      this.#letter.run(id, body);
    }
    this.#database.exec('COMMIT');
    for (const { resolve } of batch) resolve();
  }
}

function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

function isSigned(headers: IncomingMessage['headers'], body: Buffer): boolean {
  const start = `${headers['x-lark-request-timestamp']}${headers['x-lark-request-nonce']}${defaultOptions.encryptKey}`;
  const wanted = createHash('sha256').update(start).update(body).digest();
  const given = Buffer.from(String(headers['x-lark-signature']), 'hex');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const key = createHash('sha256').update(defaultOptions.encryptKey).digest();

function open(body: Buffer): unknown {
  const { encrypt } = JSON.parse(body.toString('utf8')) as { encrypt: string };
  const bytes = Buffer.from(encrypt, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, 16));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8'));
}

function main(path: string): void {
  const writer = new Writer(path);
  const app = new Koa();
  app.use(async (ctx) => {
    const body = await bodyOf(ctx.req);
    if (!isSigned(ctx.req.headers, body)) return ctx.throw(401);
    const { header, event } = Envelope.parse(open(body));
    await writer.write(header.event_id, event.action.form_value.content);
    ctx.set('Content-Type', 'application/json; charset=utf-8');
    ctx.body = JSON.stringify({ number: header.event_id });
  });
  const server = createServer(app.callback());
  server.listen(0, '127.0.0.1', () =>
    console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })),
  );
  process.once('SIGTERM', () => process.exit(0));
}

main(process.argv[2] ?? '');
