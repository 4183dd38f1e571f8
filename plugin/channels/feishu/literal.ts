import type { PlainText } from './card-json';

/** Member ids this app may mention. Anything else in an `<at>` would ping everyone or fail the whole card (100290). */
const OPEN_ID = /^ou_[0-9a-zA-Z_-]+$/;
// Control and bidirectional characters: they reorder what people read, and some make the card JSON invalid.
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;
/** Every character the platform's markdown gives a meaning, as its official entity; `&`, `|` and `.` are our addition. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&#38;',
  '>': '&#62;',
  '<': '&#60;',
  '~': '&sim;',
  '-': '&#45;',
  '!': '&#33;',
  '*': '&#42;',
  '/': '&#47;',
  '\\': '&#92;',
  '[': '&#91;',
  ']': '&#93;',
  '(': '&#40;',
  ')': '&#41;',
  '#': '&#35;',
  ':': '&#58;',
  '+': '&#43;',
  '"': '&#34;',
  "'": '&#39;',
  '`': '&#96;',
  $: '&#36;',
  _: '&#95;',
  '|': '&#124;',
};

export function isOpenId(id: string): boolean {
  return OPEN_ID.test(id);
}

/** Text without control, bidirectional and broken characters; line ends become `\n`. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNSAFE, '');
}

/** At most `max` characters (code points); a cut is shown by an ellipsis. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const points = Array.from(text);
  return points.length <= max ? text : `${points.slice(0, max - 1).join('')}…`;
}

/** Text that stays literal inside a markdown element: no mention, link, tag, emphasis, list, code or emoji survives. */
export function escapeMarkdown(text: string): string {
  return cleanText(text)
    .replace(/[&><~\-!*/\\[\]()#:+"'`$_|]/g, (character) => ENTITIES[character] ?? '')
    .replace(/(^|\n)(\s*\d+)\./g, '$1$2&#46;')
    .replace(/ {2,}/g, (run) => '&nbsp;'.repeat(run.length))
    .replace(/\n/g, '<br>');
}

/** A literal text element. `:OK:` would become an emoji even here, so its first colon gets a zero-width neighbour. */
export function plainText(text: string, max?: number): PlainText {
  const clean = cleanText(text).replace(/:(?=[A-Za-z][A-Za-z0-9_]*:)/g, ':\u200b');
  return { tag: 'plain_text', content: max === undefined ? clean : clip(clean, max) };
}

/** An http(s) address fit for a card, percent-encoded, or undefined: cards open nothing else. */
export function safeUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return undefined;
  return parsed.href.replace(/['"()<>\s]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * Text for a message of type `text`, where the platform still reads `<at …>`, `<b>` and `[t](url)` and documents no
 * escape: a zero-width space breaks each construct without changing what is read.
 */
export function literalMessageText(text: string): string {
  return cleanText(text)
    .replace(/<(?=[A-Za-z/!])/g, '<\u200b')
    .replace(/\](?=\()/g, ']\u200b');
}
