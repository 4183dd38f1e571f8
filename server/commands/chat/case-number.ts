/** A case number as people type it: any case and width, dashes of any kind, the zeros or the prefix left out. */
export interface TypedNumber {
  readonly number: string;
  /** Characters of the text it took. */
  readonly length: number;
}

const DASH = '[-‐‑‒–—―－_]';

/**
 * Reads a case number at the start of the text; undefined when there is none.
 * @param prefix the pack's, e.g. `LS`
 */
export function caseNumberAtStart(text: string, prefix: string): TypedNumber | undefined {
  // One character for one, so that the length is that of the original.
  const flat = text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[a-z]/g, (char) => char.toUpperCase());
  const full = new RegExp(`^${prefix}${DASH}?(\\d{8})${DASH}?(\\d{1,7})`).exec(flat);
  const bare = full ?? new RegExp(`^(20\\d{6})${DASH}(\\d{1,7})`).exec(flat);
  if (!bare) return undefined;
  return { number: `${prefix}-${bare[1]}-${(bare[2] ?? '').padStart(4, '0')}`, length: bare[0].length };
}

/** The whole text as a case number, else undefined. */
export function wholeCaseNumber(text: string, prefix: string): string | undefined {
  const trimmed = text.trim();
  const found = caseNumberAtStart(trimmed, prefix);
  return found !== undefined && found.length === trimmed.length ? found.number : undefined;
}
