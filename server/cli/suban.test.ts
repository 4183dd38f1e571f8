import { Readable, Writable } from 'node:stream';
import { run } from './deadline';
import { linesOf } from './lines';
import { main } from './suban';

function streams(input: string | readonly Buffer[] = '') {
  const written = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({
      // A small buffer makes the reader feel back-pressure.
      highWaterMark: 64,
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString();
        setImmediate(done);
      },
    });
  const stdin = Readable.from(typeof input === 'string' ? [Buffer.from(input)] : input);
  return { stdin, stdout: into('out'), stderr: into('err'), written };
}

async function answers(lines: readonly unknown[]): Promise<{ code: number; out: unknown[] }> {
  const io = streams(`${lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')}\n`);
  const code = await run({ jsonl: true }, io);
  const out = io.written.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  return { code, out };
}

describe('suban deadline --jsonl', () => {
  it('answers rules and bare limits with Shanghai instants, a line each', async () => {
    const { code, out } = await answers([
      { received: '2026-03-02T09:00:00+08:00', rule: 'hotline.reply' },
      { received: '2026-03-02T09:00:00+08:00', rule: 'lifecycle.contact' },
      { received: '2026-03-02T09:00:00+08:00', limit: { count: 13, unit: 'working-day' } },
      { received: '2026-03-02T09:00:00+08:00', rule: 'visit.major' },
      { received: '2026-03-02T09:00:00+08:00', rule: 'service-hall.committed', statutory_days: 10 },
      { received: '2026-03-02T09:00:00+08:00', rule: 'proposals.city', level: 'city', session: 'at-session' },
      {
        received: '2026-03-02T09:00:00+08:00',
        rule: 'proposals.between-sessions',
        handed_over_at: '2026-03-10T09:00:00+08:00',
      },
    ]);
    expect(code).toBe(0);
    expect(out).toEqual([
      { due: '2026-03-05T23:59:59+08:00', provisional: false },
      { due: '2026-03-03T09:00:00+08:00', provisional: false },
      { due: '2026-03-19T23:59:59+08:00', provisional: false },
      { due: null, provisional: false },
      { due: '2026-03-11T23:59:59+08:00', provisional: false },
      { due: '2026-05-31T23:59:59+08:00', provisional: false },
      { due: '2026-06-10T23:59:59+08:00', provisional: false },
    ]);
  });

  it('puts an error in the place of a bad line, goes on, and ends with 1', async () => {
    const { code, out } = await answers([
      'not json',
      { received: '2026-03-02', rule: 'hotline.reply' },
      { received: '2026-03-02T09:00:00+08:00', rule: 'hotline.replay' },
      { received: '2026-03-02T09:00:00+08:00' },
      { received: '2026-03-02T09:00:00+08:00', rule: 'hotline.reply', limit: { count: 1, unit: 'hour' } },
      { received: '2026-03-02T09:00:00+08:00', limit: { count: 1.5, unit: 'hour' } },
      { received: '2026-03-02T09:00:00+08:00', rule: 'service-hall.committed' },
      { received: '2026-03-02T09:00:00+08:00', rule: 'proposals.city', level: 'district' },
      'null',
      { received: '2026-03-02T09:00:00+08:00', rule: 'hotline.reply' },
    ]);
    expect(code).toBe(1);
    expect(out.map((answer) => (answer as { error?: { code: string } }).error?.code ?? 'ok')).toEqual([
      'line.not-json',
      'instant.malformed',
      'deadline.unknown-rule',
      'line.malformed',
      'line.malformed',
      'deadline.bad-count',
      'deadline.needs-statutory-days',
      'deadline.contradiction',
      'line.malformed',
      'ok',
    ]);
    expect(out[0]).toEqual({ error: { code: 'line.not-json', zh: expect.any(String), en: expect.any(String) } });
  });

  it('ignores empty lines, line ends of Windows and a missing last line end', async () => {
    const line = '{"received":"2026-03-02T09:00:00+08:00","rule":"portal.reply"}';
    const io = streams(`\r\n${line}\r\n   \n${line}`);
    expect(await run({ jsonl: true }, io)).toBe(0);
    expect(io.written.out.trim().split('\n')).toHaveLength(2);
  });

  it('answers twenty thousand lines in a moment, at the pace of its reader', async () => {
    const line = '{"received":"2026-03-02T09:00:00+08:00","rule":"instant.resolve"}\n';
    const io = streams(Array.from({ length: 20 }, () => Buffer.from(line.repeat(1000))));
    const from = Date.now();
    expect(await run({ jsonl: true }, io)).toBe(0);
    expect(io.written.out.split('\n')).toHaveLength(20_001);
    expect(Date.now() - from).toBeLessThan(5000);
  });
});

describe('suban deadline for people', () => {
  it('counts day by day', async () => {
    const io = streams();
    expect(await run({ rule: 'hotline.reply', received: '2026-03-06T09:00:00+08:00' }, io)).toBe(0);
    expect(io.written.out).toContain('第 3 个工作日');
    expect(io.written.out).toContain('到期：2026年3月11日（周三）24:00 前');
  });

  it('says in both languages what is wrong', async () => {
    const io = streams();
    expect(await run({ rule: 'service-hall.committed', received: '2026-03-06T09:00:00+08:00' }, io)).toBe(1);
    expect(io.written.err).toContain('statutory_days');
    expect(io.written.out).toBe('');
    expect(await run({ rule: 'hotline.reply' }, io)).toBe(2);
    expect(await run({ jsonl: true, rule: 'hotline.reply' }, io)).toBe(2);
    expect(await run({ rule: 'hotline.reply', received: 'x', statutoryDays: 'many' }, io)).toBe(2);
  });
});

describe('suban', () => {
  let out = '';
  beforeEach(() => {
    out = '';
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((chunk) => {
        out += String(chunk);
        return true;
      });
    }
  });
  afterEach(() => jest.restoreAllMocks());

  it('ends with 0 for help and version, with 2 for bad usage', async () => {
    expect(await main(['--version'])).toBe(0);
    expect(await main(['--help'])).toBe(0);
    expect(await main(['help', 'deadline'])).toBe(0);
    expect(out).toContain('计算时限');
    expect(await main([])).toBe(2);
    expect(await main(['dedline'])).toBe(2);
    expect(await main(['deadline', '--nope'])).toBe(2);
    expect(await main(['serve', '--role', 'king'])).toBe(2);
    expect(await main(['token'])).toBe(2);
    expect(await main(['audit'])).toBe(2);
  });
});

it('joins characters that were cut between chunks', async () => {
  const bytes = Buffer.from('诉\n办');
  const groups: string[] = [];
  for await (const lines of linesOf([
    bytes.subarray(0, 1),
    bytes.subarray(1, 5),
    bytes.subarray(5),
  ] as unknown as Readable)) {
    groups.push(...lines);
  }
  expect(groups).toEqual(['诉', '办']);
});
