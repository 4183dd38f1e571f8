import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './processes';
import { type Measured, writeReport } from './report';
import { measureStartUp } from './start-up';
import { measureThroughPlatform } from './through-platform';
import { measureThroughput, phase } from './throughput';

const PARTS = ['throughput', 'platform', 'start'] as const;
type Part = (typeof PARTS)[number];

const USAGE = `npm run bench -- [--quick] [--only throughput,platform,start] [--rounds N] [--no-report]
npm run bench -- --profile intake|click FILE.cpuprofile`;

const { values, positionals } = parseArgs({
  options: {
    /** Less of everything, to see whether it works; its figures are not written down. */
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: PARTS.join(',') },
    rounds: { type: 'string' },
    'no-report': { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
  allowPositionals: true,
});

/** Enough for the hot paths to be compiled; a cold server gives a third of its rate. */
const WARM_ANSWERS = 3000;

const say = (line: string) => console.log(line);

async function main(): Promise<void> {
  if (values.profile === 'intake' || values.profile === 'click') {
    const [file = `${values.profile}.cpuprofile`] = positionals;
    say(JSON.stringify(await phase(values.profile, { seconds: 6, warmAnswers: WARM_ANSWERS, profile: file })));
    return;
  }
  const parts = values.only.split(',').filter((name): name is Part => PARTS.some((part) => part === name));
  if (parts.length === 0 || values.profile !== undefined) throw new Error(USAGE);
  const { quick } = values;
  const measured: { -readonly [K in keyof Measured]: Measured[K] } = {};
  if (parts.includes('throughput')) {
    const rounds = Number(values.rounds ?? (quick ? 1 : 5));
    measured.throughput = await measureThroughput(
      rounds,
      { seconds: quick ? 2 : 4, warmAnswers: quick ? 500 : WARM_ANSWERS },
      say,
    );
  }
  if (parts.includes('platform')) measured.platform = await measureThroughPlatform(quick, say);
  if (parts.includes('start')) measured.startUp = await measureStartUp(quick ? 3 : 7, say);
  if (!quick && !values['no-report']) writeReport(join(ROOT, 'docs', 'performance.md'), measured);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
