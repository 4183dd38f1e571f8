import { afterWork, courseOf } from './course';

const time = (text: string) => Date.parse(`${text}+08:00`);

it('decides the same for the same seed and letter', () => {
  const plain = ({ chance: _chance, ...rest }: ReturnType<typeof courseOf>) => rest;
  expect(plain(courseOf('1', 'a'))).toEqual(plain(courseOf('1', 'a')));
  expect([...'abcdefgh'].map((id) => courseOf('1', id).delays.claim)).not.toEqual(
    [...'abcdefgh'].map((id) => courseOf('2', id).delays.claim),
  );
});

it.each([
  ['2026-05-06T09:00:00', 30, '2026-05-06T09:30:00'],
  ['2026-05-06T11:50:00', 20, '2026-05-06T13:40:00'],
  ['2026-05-08T17:10:00', 20, '2026-05-09T08:50:00'],
  ['2026-04-30T20:00:00', 5, '2026-05-06T08:45:00'],
])('counts working minutes from %s: %i later is %s', (from, minutes, expected) => {
  expect(afterWork(time(from), minutes)).toBe(time(expected));
});
