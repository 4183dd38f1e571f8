/** Personal data in free text: found in every way of writing it, and replaced by what may be shown (D31, D32). */
import { findHomeAddresses } from './home-address';
import { findNumbers } from './personal-numbers';
import { type PlainView, plainView } from './plain-view';
import { cleanText } from './text-clean';

export type PersonalKind = 'mobile' | 'id-number' | 'bank-card' | 'plate' | 'email' | 'home-address';

export interface PersonalSpan {
  readonly kind: PersonalKind;
  /** UTF-16 offsets in the text searched, end exclusive. */
  readonly start: number;
  readonly end: number;
}

type Found = PersonalSpan;

const REPLACEMENT: Readonly<Record<Exclude<PersonalKind, 'mobile'>, string>> = {
  'id-number': '[身份证号]',
  'bank-card': '[银行卡号]',
  plate: '[车牌]',
  email: '[邮箱]',
  'home-address': '***',
};

/** Province, office letter, five characters or six (new energy), one spacer allowed between any two. */
const PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ ·•.-]?[A-Za-z][ ·•.-]?((?:[A-HJ-NP-Za-hj-np-z0-9][ ·•.-]?){4}(?:[A-HJ-NP-Za-hj-np-z0-9]{1,2}|[挂学警港澳试超领])|(?:[A-Za-z0-9] ){4}[A-Za-z0-9](?: [A-Za-z0-9])?)(?![A-Za-z0-9])/g;

function findPlates(text: string): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(PLATE)) {
    // A plate has at most two or three letters after the office letter; a product's name has more.
    const digits = (match[1] ?? '').replace(/\D/g, '').length;
    if (digits >= 2) found.push({ kind: 'plate', start: match.index, end: match.index + match[0].length });
  }
  return found;
}

const AT = /@| ?[([{（【](?:at|AT|艾特)[)\]}）】] ?| (?:at|AT) |艾特/g;
const LOCAL_CHAR = /[A-Za-z0-9._%+-]/;
/** RFC 5321's longest local part; also what keeps the search backwards short. */
const LONGEST_LOCAL = 64;
const DOMAIN = / ?([A-Za-z0-9-]{1,63})((?: ?(?:[.。]|点|\(dot\)|\[dot\]| dot ) ?[A-Za-z0-9-]{1,63}){0,4})/y;
/** Providers whose name alone, without `.com`, is an address to everyone. */
const PROVIDERS = /^(?:qq|163|126|139|189|yeah|sina|sohu|foxmail|gmail|outlook|hotmail|aliyun)$/i;

function findEmails(text: string): Found[] {
  const found: Found[] = [];
  for (const at of text.matchAll(AT)) {
    let start = at.index;
    if (text[start - 1] === ' ') start--;
    const stop = start;
    while (start > 0 && stop - start < LONGEST_LOCAL && LOCAL_CHAR.test(text[start - 1] ?? '')) start--;
    DOMAIN.lastIndex = at.index + at[0].length;
    const domain = DOMAIN.exec(text);
    if (start === stop || domain === null) continue;
    const isDomain = /[.。点)\] ][A-Za-z]{2,}$/.test(domain[2] ?? '') || PROVIDERS.test(domain[1] ?? '');
    if (isDomain) found.push({ kind: 'email', start, end: DOMAIN.lastIndex });
  }
  return found;
}

function findInView(view: PlainView): Found[] {
  const { text } = view;
  // Earlier lists win where two overlap: a mobile inside an e-mail is part of the e-mail.
  const lists = [findEmails(text), findNumbers(text), findPlates(text), findHomeAddresses(text)];
  const kept: Found[] = [];
  const taken = new Uint8Array(text.length);
  for (const found of lists.flat()) {
    if (taken.subarray(found.start, found.end).includes(1)) continue;
    taken.fill(1, found.start, found.end);
    kept.push(found);
  }
  return kept.sort((a, b) => a.start - b.start);
}

/** All personal data of a text, in order, not overlapping; offsets are those of the text given. Linear time. */
export function findPersonalData(text: string): PersonalSpan[] {
  const view = plainView(text);
  return findInView(view).map(({ kind, start, end }) => ({ kind, ...view.span(start, end) }));
}

/**
 * The text cleaned and with personal data replaced: mobiles as `138****1234`, others by a label, a home address
 * from its house number on by `***`. The result holds nothing that would be found again.
 */
export function maskText(text: string): string {
  const clean = cleanText(text);
  const view = plainView(clean);
  const parts: string[] = [];
  let at = 0;
  for (const { kind, start, end } of findInView(view)) {
    const span = view.span(start, end);
    parts.push(clean.slice(at, span.start));
    parts.push(kind === 'mobile' ? maskMobile(view.text.slice(start, end)) : REPLACEMENT[kind]);
    at = span.end;
  }
  parts.push(clean.slice(at));
  return parts.join('');
}

function maskMobile(text: string): string {
  const digits = text.replace(/\D/g, '');
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}

/** A telephone field for display: a mobile as `138****1234`, any other number by its last four digits. */
export function maskPhone(phone: string): string {
  const digits = plainView(phone).text.replace(/\D/g, '');
  const mobile = /^(?:(?:00)?86|0)?(1[3-9]\d{9})$/.exec(digits)?.[1];
  if (mobile !== undefined) return maskMobile(mobile);
  return digits.length >= 7 ? `***${digits.slice(-4)}` : '***';
}
