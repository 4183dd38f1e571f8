/** A word found in a text: which of the index's words, and at which characters. */
export interface Hit<T> {
  readonly word: string;
  readonly entries: readonly T[];
  readonly at: number;
}

/**
 * Words by their first two characters, longest first, so that one pass over a text finds the longest word at each
 * place and most places need one look only.
 */
export interface KeywordIndex<T> {
  readonly byStart: ReadonlyMap<number, readonly Word<T>[]>;
}

interface Word<T> {
  readonly word: string;
  readonly entries: readonly T[];
}

/** Full-width forms, case and spaces are not differences a writer intends. */
export function plainText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}

/** Two characters as one number; a word of one character stands alone under 0 as its second. */
function startOf(first: number, second: number): number {
  return first * 0x10000 + second;
}

/** Builds the index; a word may stand for several entries. Empty words are ignored. */
export function buildKeywordIndex<T>(words: Iterable<readonly [word: string, entry: T]>): KeywordIndex<T> {
  const entriesOf = new Map<string, T[]>();
  for (const [raw, entry] of words) {
    const word = plainText(raw);
    if (word === '') continue;
    const entries = entriesOf.get(word) ?? [];
    if (!entries.includes(entry)) entries.push(entry);
    entriesOf.set(word, entries);
  }
  const byStart = new Map<number, { word: string; entries: T[] }[]>();
  for (const [word, entries] of entriesOf) {
    const start = startOf(word.charCodeAt(0), word.length > 1 ? word.charCodeAt(1) : 0);
    const list = byStart.get(start) ?? [];
    list.push({ word, entries });
    byStart.set(start, list);
  }
  for (const list of byStart.values()) list.sort((a, b) => b.word.length - a.word.length);
  return { byStart };
}

/**
 * Every word of the index in the text, in order; a word that lies wholly inside a longer one is not reported
 * (学区 within 学区房), overlapping ones are.
 * @param text already in `plainText` form
 */
export function findKeywords<T>(index: KeywordIndex<T>, text: string): readonly Hit<T>[] {
  const hits: Hit<T>[] = [];
  let coveredTo = 0;
  for (let at = 0; at < text.length; at += 1) {
    const found = longestAt(index, text, at);
    if (found === undefined || at + found.word.length <= coveredTo) continue;
    hits.push({ word: found.word, entries: found.entries, at });
    coveredTo = at + found.word.length;
  }
  return hits;
}

function longestAt<T>({ byStart }: KeywordIndex<T>, text: string, at: number): Word<T> | undefined {
  const first = text.charCodeAt(at);
  const second = at + 1 < text.length ? text.charCodeAt(at + 1) : 0;
  const longer = byStart.get(startOf(first, second))?.find(({ word }) => text.startsWith(word, at));
  return longer ?? byStart.get(startOf(first, 0))?.[0];
}
