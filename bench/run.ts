import { parseArgs } from 'node:util';
import { measureThroughput } from './throughput';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, profile: { type: 'string' } } });
  const t = await measureThroughput(
    Number(values.rounds),
    { seconds: 4, warmSeconds: 1, profile: values.profile },
    (line) => console.log(line),
  );
  console.log(t.medians, t.intakeShare, t.clickShare);
}
void main().catch((e) => {
  console.error(e);
  process.exitCode = 1;
});
