import { findPlace, type Place } from './find-place';
import { buildKeywordIndex, findKeywords, type KeywordIndex, plainText } from './keyword-index';
import type { CatalogueItem, Policy, UnitCode } from './policy';

/** Which catalogue item a text is about, and the words that say so (the reason shown beside the suggestion). */
export interface UnitSuggestion {
  readonly item: CatalogueItem;
  /** Sum of word weights; only its order within one text means something. */
  readonly score: number;
  readonly matched: readonly string[];
}

/** The catalogue prepared for matching; build it once for a policy version and reuse it. */
export interface Suggester {
  readonly policy: Policy;
  readonly index: KeywordIndex<CatalogueItem>;
  readonly streets: ReadonlySet<UnitCode>;
}

/** Prepares the catalogue of a policy: about 1,200 words, a few milliseconds. */
export function buildSuggester(policy: Policy): Suggester {
  const words = policy.catalogue.flatMap((item) => item.keywords.map((word) => [word, item] as const));
  const streets = policy.units.filter((unit) => unit.level === 'street').map((unit) => unit.code);
  return { policy, index: buildKeywordIndex(words), streets: new Set(streets) };
}

/**
 * The best catalogue item for an appeal, or none when no word of the catalogue occurs.
 * A street's item is only offered when the text, title or address names that street or one of its communities:
 * the words alone cannot tell six streets apart.
 * @param source a suggester, or a policy (then an index is built for this one call)
 * @param place where it happened, if the caller has looked already
 */
export function suggestUnit(
  source: Suggester | Policy,
  text: string,
  title = '',
  address = '',
  place?: Place,
): UnitSuggestion | undefined {
  return rankUnits(source, text, title, address, place)[0];
}

/** All items that share a word with the appeal, best first; ties keep the order of the catalogue. */
export function rankUnits(
  source: Suggester | Policy,
  text: string,
  title = '',
  address = '',
  place?: Place,
): readonly UnitSuggestion[] {
  const suggester = 'index' in source ? source : buildSuggester(source);
  const { street } = place ?? findPlace(suggester.policy, `${title}\n${text}`, address);
  const found = new Map<CatalogueItem, { score: number; counts: Map<string, number> }>();
  const read = (part: string, factor: number) => {
    for (const hit of findKeywords(suggester.index, plainText(part))) {
      const entries = hit.entries.filter((item) => !suggester.streets.has(item.unit) || item.unit === street);
      for (const item of entries) {
        const tally = found.get(item) ?? { score: 0, counts: new Map<string, number>() };
        const before = tally.counts.get(hit.word) ?? 0;
        tally.counts.set(hit.word, before + 1);
        tally.score += (factor * weightOf(hit.word) * repeatShare(before)) / entries.length;
        found.set(item, tally);
      }
    }
  };
  read(title, TITLE_FACTOR);
  read(text, 1);
  return [...found]
    .map(([item, tally]) => ({ item, score: Math.round(tally.score * 100) / 100, matched: [...tally.counts.keys()] }))
    .sort((a, b) => b.score - a.score);
}

/** A title names the matter; a letter also tells the story around it. */
const TITLE_FACTOR = 2;

/** Long words are specific: 2 characters 1.5, 3 characters 2.25, 4 characters 3, more 4. */
function weightOf(word: string): number {
  return word.length > 4 ? 4 : word.length * 0.75;
}

/** Saying a word again adds half, then a quarter, then nothing: long letters must not win by length. */
function repeatShare(before: number): number {
  return before > 2 ? 0 : 1 / 2 ** before;
}
