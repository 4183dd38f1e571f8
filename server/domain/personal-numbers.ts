/** Mobiles, identity numbers and bank cards in a plain view: digits in groups, however they are spaced. */
export interface FoundNumber {
  readonly kind: 'mobile' | 'id-number' | 'bank-card';
  readonly start: number;
  readonly end: number;
}

interface Group {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
  /** What stands between this group and the one before it, when that is only a spacer. */
  readonly gap: string | null;
}

/** Digits with nothing or a short spacer between them belong together. */
const DIGITS = /\d+/g;
const SPACER = /^[ \-‐‑‒–—―−.·•_()（）*]{1,3}$/;
/** Longest number looked for: a bank card of 19 digits. */
const MOST_DIGITS = 19;

const MOBILE = /^(?:(?:00)?86|0)?(1[3-9]\d{9})$/;
const PROVINCE = '(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])';
const MONTH_DAY = '(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])';
const ID_18 = new RegExp(`^${PROVINCE}\\d{4}((?:19|20)\\d\\d)${MONTH_DAY}\\d{3}[\\dXx]$`);
const ID_15 = new RegExp(`^${PROVINCE}\\d{4}\\d\\d${MONTH_DAY}\\d{3}$`);
const ID_WORDS = /(?:身份证|身分证|证件|公民身份)[^\d，。；\n]{0,12}$/;
const CARD_WORDS = /(?:卡号|账号|帐号|账户|帐户|银行卡|储蓄卡)[^\d，。；\n]{0,12}$/;
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
/** Younger persons' numbers look like a date in a ticket number (area code, year, month, day, serial). */
const ADULT_UNTIL = 2015;

function groupsOf(text: string): Group[] {
  const groups: Group[] = [];
  let end = -1;
  for (const match of text.matchAll(DIGITS)) {
    const between = end < 0 ? '' : text.slice(end, Math.min(match.index, end + 4));
    const gap = end >= 0 && match.index - end <= 3 && SPACER.test(between) ? between : null;
    end = match.index + match[0].length;
    groups.push({ digits: match[0], start: match.index, end, gap });
  }
  return groups;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function passesIdChecksum(id: string): boolean {
  const sum = ID_WEIGHTS.reduce((total, weight, i) => total + weight * (id.charCodeAt(i) - 48), 0);
  return '10X98765432'[sum % 11] === id[17]?.toUpperCase();
}

/** Lists of small numbers, dates and decimals are spaced digits too, and are no one's number. */
function isSpacedNumber(groups: readonly Group[]): boolean {
  if (groups.length === 1 || groups.every(({ digits }) => digits.length === 1)) return true;
  const lengths = groups.map(({ digits }) => digits.length);
  if (groups.length >= 3 && Math.max(...lengths) <= 2) return false;
  const isDotted = groups.some(({ gap }, i) => i > 0 && gap?.includes('.'));
  if (isDotted && Math.min(...lengths) < 3) return false;
  return !groups.some(({ digits }, i) => {
    const [month, day] = [lengths[i + 1] ?? 9, lengths[i + 2] ?? 9];
    return /^(?:19|20)\d\d$/.test(digits) && month <= 2 && day <= 2;
  });
}

function isBankCard(digits: string, groups: readonly Group[], before: string): boolean {
  if (groups.some((group) => MOBILE.test(group.digits)) || !isSpacedNumber(groups)) return false;
  const isInFours = groups.length >= 4 && groups.every((g, i) => g.digits.length === 4 || i === groups.length - 1);
  return passesLuhn(digits) || isInFours || CARD_WORDS.test(before);
}

function isIdNumber(id: string, groups: readonly Group[], before: string): boolean {
  if (id.length === 15) return groups.length === 1 || groups.map(({ digits }) => digits.length).join('-') === '6-6-3';
  const birthYear = Number(ID_18.exec(id)?.[1]);
  return isSpacedNumber(groups) && (birthYear <= ADULT_UNTIL || passesIdChecksum(id) || ID_WORDS.test(before));
}

interface Hit {
  readonly found: FoundNumber;
  /** How many groups it takes. */
  readonly used: number;
}

/**
 * What the digits of the first `used` groups are, if anything. The form of the digits goes first: it rules out
 * nearly everything before the costlier looks at spacing and words around.
 */
function numberOf(text: string, groups: readonly Group[], used: number, digits: string): FoundNumber | null {
  const [first, last] = [groups[0], groups[used - 1]];
  if (first === undefined || last === undefined) return null;
  const mobile = digits.length <= 15 ? MOBILE.exec(digits)?.[1] : undefined;
  if (mobile !== undefined) {
    const joined = groups.slice(0, used);
    return isSpacedNumber(joined) ? mobileIn(joined, mobile) : null;
  }
  const after = digits.length === 17 ? text.slice(last.end, last.end + 3) : '';
  const tail = after === '' ? '' : (/^[ -]?[Xx](?![A-Za-z])/.exec(after)?.[0] ?? '');
  const id = tail === '' ? digits : `${digits}X`;
  const mayBeId = id.length === 18 ? ID_18.test(id) : ID_15.test(id);
  const mayBeCard = digits.length >= 16 && /^[3-69]/.test(digits);
  if (!mayBeId && !mayBeCard) return null;
  const joined = groups.slice(0, used);
  const before = text.slice(Math.max(0, first.start - 24), first.start);
  if (mayBeId && isIdNumber(id, joined, before)) {
    return { kind: 'id-number', start: first.start, end: last.end + tail.length };
  }
  const isCard = mayBeCard && isBankCard(digits, joined, before);
  return isCard ? { kind: 'bank-card', start: first.start, end: last.end } : null;
}

/**
 * The number that begins with the first of `groups`, which are joined by spacers. An identity number goes before
 * a mobile (Hebei's begin with 13), a mobile before a card, a longer card before a shorter one.
 */
function numberAt(text: string, groups: readonly Group[]): Hit | null {
  let digits = '';
  let best: Hit | null = null;
  for (const [i, group] of groups.entries()) {
    digits += group.digits;
    if (digits.length > MOST_DIGITS) break;
    const found = digits.length < 11 ? null : numberOf(text, groups, i + 1, digits);
    if (found === null) continue;
    if (found.kind === 'id-number') return { found, used: i + 1 };
    const isWhole = best?.used === 1;
    if (best === null || (best.found.kind === 'bank-card' && !isWhole)) best = { found, used: i + 1 };
  }
  return best;
}

/** The mobile without country code or leading zero: those may stay readable. */
function mobileIn(groups: readonly Group[], mobile: string): FoundNumber {
  let extra = groups.reduce((sum, { digits }) => sum + digits.length, 0) - mobile.length;
  let start = 0;
  for (const group of groups) {
    start = group.start + extra;
    if (extra < group.digits.length) break;
    extra -= group.digits.length;
  }
  return { kind: 'mobile', start, end: groups[groups.length - 1]?.end ?? start };
}

/** Two mobiles written without a space, as people paste them. */
function twoMobiles(group: Group): FoundNumber[] {
  if (!/^1[3-9]\d{9}1[3-9]\d{9}$/.test(group.digits)) return [];
  return [0, 11].map((from) => ({ kind: 'mobile', start: group.start + from, end: group.start + from + 11 }));
}

/** All numbers in order, none overlapping another. Each group starts a search over at most 19 digits: linear. */
export function findNumbers(text: string): FoundNumber[] {
  const groups = groupsOf(text);
  const found: FoundNumber[] = [];
  for (let i = 0; i < groups.length; ) {
    const group = groups[i];
    if (group === undefined) break;
    let last = i + 1;
    while (last < i + MOST_DIGITS && groups[last] !== undefined && groups[last]?.gap !== null) last++;
    const hit = numberAt(text, groups.slice(i, last));
    found.push(...(hit ? [hit.found] : twoMobiles(group)));
    i += hit?.used ?? 1;
  }
  return found;
}
