/**
 * A view of a text with the tricks of writing undone: full-width, circled and mathematical digits become ASCII,
 * invisible characters disappear, long numbers spelt in Chinese digits become figures. Positions lead back.
 */
export interface PlainView {
  readonly text: string;
  /** Where in the original the part `[from, to)` of `text` (not empty) stands. */
  span(from: number, to: number): { readonly start: number; readonly end: number };
}

const CHINESE_DIGITS: Readonly<Record<string, string>> = {
  〇: '0',
  '○': '0',
  零: '0',
  幺: '1',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};
/** Eleven and more in a row are a number read out; shorter runs are years, counts and plain words. */
const SPELT = /[〇○零幺一二三四五六七八九0-9]{11,}/g;
/** Characters without a glyph, as in text-clean. Written as a string: the linter takes them for typing slips. */
const HIDDEN =
  '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufe0e\\ufe0f\\ufeff]';
/** Full-width digits, letters and signs of addresses, spaces, and the blocks with other forms of digits. */
const OTHER_FORMS =
  /[\u00a0\u2070-\u209c\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3000\ufe52\ufe6b\uff0b\uff0d\uff0e\uff10-\uff19\uff20-\uff3a\uff3f\uff41-\uff5a]/g;
/** What changes lengths when undone: hidden characters, and mathematical digits, which are surrogate pairs. */
const SHIFTING = new RegExp(`${HIDDEN}|\\ud835[\\udc00-\\udfff]`);
const SHIFTING_ALL = new RegExp(SHIFTING.source, 'g');

/** One character for one: a form of a single ASCII character as that, all else as it is (⑪ stays ⑪). */
function foldChar(char: string): string {
  const code = char.charCodeAt(0);
  if (code >= 0xff01) return String.fromCharCode(code - 0xfee0);
  const folded = char.normalize('NFKC');
  return folded.length === 1 && folded.charCodeAt(0) < 0x80 ? folded : char;
}

function spellOut(text: string): string {
  return text.replace(SPELT, (run) => run.replace(/[^0-9]/g, (digit) => CHINESE_DIGITS[digit] ?? digit));
}

/** Linear in the text. */
export function plainView(original: string): PlainView {
  const folded = original.replace(OTHER_FORMS, foldChar);
  if (!SHIFTING.test(folded)) return { text: spellOut(folded), span: (from, to) => ({ start: from, end: to }) };
  const parts: string[] = [];
  // For each unit of the view: where its original begins.
  const starts: number[] = [];
  let at = 0;
  const keep = (until: number) => {
    parts.push(folded.slice(at, until));
    for (; at < until; at++) starts.push(at);
  };
  for (const match of folded.matchAll(SHIFTING_ALL)) {
    keep(match.index);
    const plain = match[0].length === 2 ? match[0].normalize('NFKC') : '';
    if (plain.length === 1) {
      parts.push(plain);
      starts.push(at);
    }
    at += match[0].length;
  }
  keep(folded.length);
  const endOf = (unit: number) => {
    const start = starts[unit] ?? 0;
    return start + (folded.charCodeAt(start) === 0xd835 ? 2 : 1);
  };
  return {
    text: spellOut(parts.join('')),
    span: (from, to) => ({ start: starts[from] ?? 0, end: endOf(to - 1) }),
  };
}
