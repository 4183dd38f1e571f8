import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { StartUp } from './start-up';
import type { Burst, ThroughPlatform } from './through-platform';
import type { Throughput } from './throughput';

export interface Measured {
  readonly throughput?: Throughput;
  readonly platform?: ThroughPlatform;
  readonly startUp?: StartUp;
}

/** Puts each measured table between its markers in the document; tables that were not measured stay as they are. */
export function writeReport(file: string, measured: Measured): void {
  let text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (measured.throughput) text = replaced(text, 'throughput', throughputTable(measured.throughput));
  if (measured.platform) text = replaced(text, 'platform', platformTable(measured.platform));
  if (measured.startUp) text = replaced(text, 'start', startTable(measured.startUp));
  writeFileSync(file, text);
}

function replaced(text: string, name: string, table: string): string {
  const from = `<!-- bench:${name} -->`;
  const to = `<!-- /bench:${name} -->`;
  const start = text.indexOf(from);
  const end = text.indexOf(to);
  const block = `${from}\n${table}\n\n${machine()}\n${to}`;
  if (start < 0 || end < start) return `${text.trimEnd()}\n\n${block}\n`;
  return `${text.slice(0, start)}${block}${text.slice(end + to.length)}`;
}

function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, Node ${process.versions.node}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${memory} GB, ${process.platform} ${process.arch}.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const verdict = (isMet: boolean) => (isMet ? 'met' : 'missed');
const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
const ms = (value: number) => (Number.isFinite(value) ? `${value.toFixed(0)} ms` : 'never');

function throughputTable({ rounds, medians, intakeShare, clickShare }: Throughput): string {
  const each = (values: readonly number[]) => values.map((value) => value.toFixed(0)).join(' · ');
  return table(
    ['what', 'median, per second', 'each round', 'share of the limit', 'aim'],
    [
      ['limit', medians.limit.toFixed(0), each(rounds.limit), '', ''],
      [
        'intake',
        medians.intake.toFixed(0),
        each(rounds.intake),
        percent(intakeShare),
        `≥ 50 %: ${verdict(intakeShare >= 0.5)}`,
      ],
      [
        'clicks',
        medians.click.toFixed(0),
        each(rounds.click),
        percent(clickShare),
        `≥ 35 %: ${verdict(clickShare >= 0.35)}`,
      ],
    ],
  );
}

function platformTable({ steady, evenBurst, suddenBurst, refused }: ThroughPlatform): string {
  const burst = (name: string, found: Burst) => [
    [
      `${name}: 201 after`,
      `p50 ${ms(found.ackP50)}, p99 ${ms(found.ackP99)}, max ${ms(found.ackMax)}`,
      `all < 300 ms: ${verdict(found.ackMax < 300)}`,
    ],
    [
      `${name}: cards`,
      `${found.lost} lost, ${found.inOrder ? 'in the order of acceptance' : 'out of order'}`,
      `0, in order: ${verdict(found.lost === 0 && found.inOrder)}`,
    ],
    [
      `${name}: drained at`,
      `${found.drainedPerSecond.toFixed(2)} cards/s`,
      `≥ 4.5/s: ${verdict(found.drainedPerSecond >= 4.5)}`,
    ],
  ];
  return table(
    ['what', 'found', 'aim'],
    [
      [
        `${steady.cases} cases at ${steady.perSecond}/s: card in the group after`,
        `p50 ${ms(steady.p50)}, p95 ${ms(steady.p95)}, p99 ${ms(steady.p99)}`,
        `p95 < 1 s: ${verdict(steady.p95 < 1000)}`,
      ],
      ...burst(`${evenBurst.cases} cases at 5/s`, evenBurst),
      ...burst(`${suddenBurst.cases} cases at once`, suddenBurst),
      ['calls the platform refused', String(refused), `0: ${verdict(refused === 0)}`],
    ],
  );
}

function startTable({ cases, starts, tsx, compiled }: StartUp): string {
  return table(
    ['way', `median of ${starts} starts on ${cases} cases`, 'aim'],
    [
      ['`tsx server/cli/suban.ts serve`', ms(tsx), `< 2 s: ${verdict(tsx < 2000)}`],
      ['compiled, `node dist/server/cli/suban.js serve`', ms(compiled), `< 2 s: ${verdict(compiled < 2000)}`],
    ],
  );
}
