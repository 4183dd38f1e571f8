import { phase } from './throughput';

void phase(process.argv[2] as 'intake', {
  seconds: Number(process.argv[4] ?? 4),
  warmSeconds: 1,
  profile: process.argv[3] || undefined,
}).then((r) => console.log(r));
