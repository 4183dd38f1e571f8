import { durationMs, PlatformClock } from './clock';

it('stands still once set, and still stamps every message later than the last', () => {
  const clock = new PlatformClock();
  clock.set(5000);
  expect([clock.now(), clock.stamp(), clock.stamp(), clock.now()]).toEqual([5000, 5000, 5001, 5000]);
});

it.each([
  ['PT2H', 7_200_000],
  ['P1D', 86_400_000],
  ['P1DT30M', 88_200_000],
  ['PT', undefined],
  ['2h', undefined],
])('reads %s', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});
