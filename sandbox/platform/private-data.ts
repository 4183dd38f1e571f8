/**
 * Finds a plain mobile number or e-mail address, which the platform's leak check refuses (230028).
 * Looks through full-width digits, HTML escapes, and spaces or dashes inside the number.
 * @returns what was found and how it read, or undefined
 */
export function findPrivateData(text: string): { kind: 'phone' | 'email'; found: string } | undefined {
  const plain = readable(text);
  const email = EMAIL.exec(plain);
  if (email !== null) return { kind: 'email', found: email[0] };
  const phone = SOLID_PHONE.exec(plain) ?? SPACED_PHONE.exec(plain);
  if (phone !== null) return { kind: 'phone', found: phone[0] };
  return undefined;
}

const EMAIL = /[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/i;
const SOLID_PHONE = /(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)/;
/** A digit and a dash in front mean the middle of a date or of a case number, unless they are the country code. */
const SPACED_PHONE = /(?:(?<!\d[\s-]?)|(?<=(?<!\d)86[\s-]?))1[\s-]{0,2}[3-9](?:[\s-]{0,2}\d){9}(?!\d)/;

const NAMED_ESCAPES: Readonly<Record<string, string>> = { nbsp: ' ', ensp: ' ', emsp: ' ', zwj: '', amp: '&' };

function readable(text: string): string {
  return text
    .replace(/<(?:at|person|font|text_tag|link|a)\b[^>]*>|<\/\w+>/gi, '')
    .replace(/&#(\d{1,6});?/g, (_all, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&([a-z]+);/gi, (all, name: string) => NAMED_ESCAPES[name.toLowerCase()] ?? all)
    .normalize('NFKC')
    .replace(/[\u200b-\u200d\ufeff]/g, '')
    .replace(/[‐‑‒–—−－]/g, '-');
}

/** Keys of a card whose strings nobody sees: ids, callback values, links. */
const HIDDEN_KEYS = new Set([
  'value',
  'behaviors',
  'element_id',
  'name',
  'img_key',
  'url',
  'multi_url',
  'card_link',
  'style',
  'tag',
  'user_id',
  'persons',
  'token',
]);

/** Every string of a card that a reader can see. Row cells of tables are named by column, so they are all read. */
export function visibleTexts(node: unknown, texts: string[] = []): string[] {
  if (typeof node === 'string') texts.push(node);
  else if (Array.isArray(node)) for (const item of node) visibleTexts(item, texts);
  else if (typeof node === 'object' && node !== null) {
    for (const [key, value] of Object.entries(node)) {
      if (key === 'rows') visibleRows(value, texts);
      else if (!HIDDEN_KEYS.has(key)) visibleTexts(value, texts);
    }
  }
  return texts;
}

function visibleRows(rows: unknown, texts: string[]): void {
  if (!Array.isArray(rows)) return;
  for (const row of rows) {
    if (typeof row === 'object' && row !== null) for (const cell of Object.values(row)) visibleTexts(cell, texts);
  }
}
