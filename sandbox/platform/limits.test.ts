import { SlidingWindow } from './limits';

it('slides: room comes back one second after the oldest use', () => {
  let now = 0;
  const window = new SlidingWindow(2, 1000, () => now);
  expect([window.take('a'), window.take('a'), window.take('a'), window.take('b')]).toEqual([true, true, false, true]);
  now = 400;
  expect(window.waitMs('a')).toBe(600);
  now = 1000;
  expect([window.take('a'), window.take('a'), window.take('a')]).toEqual([true, true, false]);
});
