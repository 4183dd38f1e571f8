import { phase } from './throughput';

const short = { seconds: 1, warmAnswers: 0, connections: 4 };

it('the bench gets only good answers, from the limit, the intake and the clicks', async () => {
  const results = await Promise.all((['limit', 'intake', 'click'] as const).map((kind) => phase(kind, short)));
  for (const { answered, failed } of results) {
    expect(failed).toBe(0);
    expect(answered).toBeGreaterThan(0);
  }
});
