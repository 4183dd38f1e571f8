import fc from 'fast-check';
import { distance, printOf, SAME_MATTER_BITS } from './similarity';

const LAMP = '金海小区三号楼旁边的路灯连续三天不亮，晚上出行很不方便，希望有关部门尽快安排维修';

it('takes nearly the same words for the same matter, and other words for another', () => {
  const close = [`您好，${LAMP}，谢谢`, LAMP.replaceAll('，', ' '), LAMP.replace('三天', '四天')];
  for (const text of close) expect(distance(printOf(LAMP), printOf(text))).toBeLessThanOrEqual(SAME_MATTER_BITS);
  const far = [
    '孩子今年上小学，报名需要准备哪些材料，什么时候开始登记',
    '工地夜间施工噪声扰民，已经持续一个多星期',
    '公司拖欠工资三个月，多次催要没有结果',
  ];
  for (const text of far) expect(distance(printOf(LAMP), printOf(text))).toBeGreaterThan(SAME_MATTER_BITS);
});

it('has sixty-four bits for every text, the same for the same words however they are spaced', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(printOf(text)).toMatch(/^[0-9a-f]{16}$/);
      expect(distance(printOf(text), printOf([...text].join(' ')))).toBe(0);
    }),
  );
});

it('is a distance: none to itself, the same both ways, never more than all bits', () => {
  const hex = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => value.toString(16).padStart(16, '0'));
  fc.assert(
    fc.property(hex, hex, hex, (a, b, c) => {
      expect(distance(a, a)).toBe(0);
      expect(distance(a, b)).toBe(distance(b, a));
      expect(distance(a, b)).toBeLessThanOrEqual(64);
      expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c));
    }),
  );
});
