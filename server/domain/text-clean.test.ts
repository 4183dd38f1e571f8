import fc from 'fast-check';
import { cleanText, clipText } from './text-clean';

describe('cleaning text', () => {
  it.each([
    ['a\u0000b\u0007c\u0085d', 'abc\nd'],
    ['line\r\nline\rline\u2028line', 'line\nline\nline\nline'],
    ['a\tb', 'a b'],
    ['\u202e倒写\u202c \u2066隔离\u2069\u200e\u200f\u061c', '倒写 隔离'],
    ['1\u200b3\u200c8\u200d\ufeff\u2060\u00ad', '138'],
    ['e\u0301', 'é'],
    ['高\ud83d低\ude00，😀', '高低，😀'],
    ['标\u{e0041}签', '标签'],
    ['一\n\n\n\n\n二', '一\n\n\n二'],
    ['一\n \n\u3000\n  \n二', '一\n\n\n二'],
    ['一\n\n\n二', '一\n\n\n二'],
    ['  全角　空格 stays ', '  全角　空格 stays '],
  ])('%j becomes %j', (dirty, clean) => expect(cleanText(dirty)).toBe(clean));

  it('changes nothing the second time, and leaves nothing invisible', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const clean = cleanText(text);
        expect(cleanText(clean)).toBe(clean);
        expect(clean).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\r\t]|\p{Surrogate}/u);
      }),
    );
  });
});

describe('clipping text', () => {
  it.each([
    ['诉求内容', 4, '诉求内容'],
    ['诉求内容', 3, '诉求…'],
    ['😀😀😀', 2, '😀…'],
    ['😀😀😀', 3, '😀😀😀'],
    ['ab', 1, '…'],
    ['', 1, ''],
  ])('%j to %i is %j', (text, max, clipped) => expect(clipText(text, max)).toBe(clipped));
});
