import type { Params } from './result';

/** Reads a parameter of a refusal as text; a missing one is shown as a dash, never as `undefined`. */
export type Said = (name: string) => string;

/** One refusal in both languages: what is not possible, why, and what to do next. */
export interface RefusalWords {
  readonly zh: (p: Said) => string;
  readonly en: (p: Said) => string;
}

export type RefusalTable = Readonly<Record<string, RefusalWords>>;

export function saidOf(params: Params): Said {
  return (name) => (Object.hasOwn(params, name) ? String(params[name]) : '—');
}

/** An entry without parameters. */
export function plain(zh: string, en: string): RefusalWords {
  return { zh: () => zh, en: () => en };
}
