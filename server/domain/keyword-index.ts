/** A word found in a text: which of the index's words, and at which characters. */
export interface Hit<T> {
  readonly word: string;
  readonly entries: readonly T[];
  readonly at: number;
}

/** Words by first character, longest first, so that one pass over a text finds the longest word at each place. */
export interface KeywordIndex<T> {
  readonly byFirst: ReadonlyMap<string, readonly { readonly word: string; readonly entries: readonly T[] }[]>;
}

/** Full-width forms, case and spaces are not differences a writer intends. */
export function plainText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
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
  const byFirst = new Map<string, { word: string; entries: T[] }[]>();
  for (const [word, entries] of entriesOf) {
    const first = word.charAt(0);
    const list = byFirst.get(first) ?? [];
    list.push({ word, entries });
    byFirst.set(first, list);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.word.length - a.word.length);
  return { byFirst };
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
    const found = index.byFirst.get(text.charAt(at))?.find((candidate) => text.startsWith(candidate.word, at));
    if (found === undefined || at + found.word.length <= coveredTo) continue;
    hits.push({ word: found.word, entries: found.entries, at });
    coveredTo = at + found.word.length;
  }
  return hits;
}
