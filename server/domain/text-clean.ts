/** Text from outside, made safe to store, compare and show: what nobody can see must not decide what is read. */

/** Characters without a glyph that hide, split or turn text around; also unpaired surrogates. */
const INVISIBLE = new RegExp(
  [
    '[\\u0000-\\u0008\\u000b-\\u000c\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f]', // controls; line breaks apart
    '[\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e]', // soft hyphen, joiners, fillers
    '[\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f]', // zero width, direction marks and overrides
    '[\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb]', // fillers, byte order mark, annotations
    '[\\u{e0000}-\\u{e007f}]', // tags
    '\\p{Surrogate}',
  ].join('|'),
  'gu',
);
const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g;
/** More than two blank lines; lines of spaces count as blank. */
const BLANK_LINES = /\n(?:[ \u3000]*\n){3,}/g;

/**
 * NFC, line breaks as `\n`, tabs as one space, no invisible characters, at most two blank lines in a row.
 * Cleaning clean text changes nothing.
 */
export function cleanText(text: string): string {
  return text
    .replace(LINE_BREAK, '\n')
    .replace(/\t/g, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(BLANK_LINES, '\n\n\n');
}

/** At most `max` (≥ 1) code points; a cut is shown by a closing `…`, which counts. */
export function clipText(text: string, max: number): string {
  if (text.length <= max) return text;
  let points = 0;
  let cut = 0;
  for (let i = 0; i < text.length; points++) {
    if (points === max - 1) cut = i;
    if (points === max) return `${text.slice(0, cut)}…`;
    i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
  }
  return text;
}
