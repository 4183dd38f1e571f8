import { cleanText, clipText } from '../../domain/text-clean';
import type { ChatCommand } from '../command';
import { wordDistance } from './word-distance';

/** What a typed message asks for. `word` is the command word in its canonical form, or what was typed instead. */
export type Parsed =
  | { readonly kind: 'command'; readonly command: ChatCommand; readonly word: string; readonly rest: string }
  | { readonly kind: 'unknown'; readonly word: string; readonly suggestions: readonly string[] };

/** Name of the command that answers an empty mention. */
const HELP = 'help';
const SUGGESTIONS_MAX = 3;
const WORD_MAX = 20;

/**
 * Reads the command word at the start of a message. A Chinese word may be glued to its argument (`绑定派单`), an
 * English one ends at a space or sign. Case, full-width forms and a leading `/` do not matter; the longest word wins.
 * @param text the bot's own mention removed
 */
export function parseTyped(text: string, registry: readonly ChatCommand[]): Parsed {
  const clean = cleanText(text)
    .replace(/^[\s/／]+/, '')
    .trimEnd();
  const flat = foldForms(clean);
  const wanted = flat === '' ? registry.find((command) => command.name === HELP) : undefined;
  if (wanted) return { kind: 'command', command: wanted, word: wanted.words[0] ?? HELP, rest: '' };
  const found = longestMatch(flat, registry);
  if (found) {
    const rest = clean.slice(found.word.length).replace(/^[\s:：,，]+/, '');
    return { kind: 'command', command: found.command, word: found.word, rest };
  }
  const word = headOf(flat);
  return { kind: 'unknown', word: clipText(word, WORD_MAX), suggestions: suggest(word, registry) };
}

/** Did the person type the English word of the command? Then answers with two languages take the English one. */
export function typedInEnglish(text: string): boolean {
  return /^[\s/／]*[a-z]/i.test(foldForms(text));
}

/** Full-width ASCII and letter case undone, one character for one, so that positions stay those of the original. */
export function foldForms(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
    .replace(/[A-Z]/g, (char) => char.toLowerCase());
}

function longestMatch(
  flat: string,
  registry: readonly ChatCommand[],
): { command: ChatCommand; word: string } | undefined {
  let best: { command: ChatCommand; word: string } | undefined;
  for (const command of registry) {
    for (const word of command.words) {
      if (startsWithWord(flat, word) && word.length > (best?.word.length ?? 0)) best = { command, word };
    }
  }
  return best;
}

function startsWithWord(flat: string, word: string): boolean {
  if (!flat.startsWith(word)) return false;
  const isLatin = /^[a-z0-9-]+$/.test(word);
  return !isLatin || !/^[a-z0-9_-]/.test(flat.slice(word.length));
}

function headOf(flat: string): string {
  return /^[^\s:,，。]+/.exec(flat)?.[0] ?? flat;
}

/** The nearest command words, best first, one for each command. */
function suggest(typed: string, registry: readonly ChatCommand[]): readonly string[] {
  const scored = registry.flatMap((command) => {
    const scores = command.words.map((word) => ({ word, score: scoreOf(typed, word) }));
    const best = scores.sort((a, b) => a.score - b.score)[0];
    return best !== undefined && Number.isFinite(best.score) ? [best] : [];
  });
  return scored
    .sort((a, b) => a.score - b.score)
    .slice(0, SUGGESTIONS_MAX)
    .map(({ word }) => word);
}

/** 0 is best; infinite where the two have nothing in common that a slip of the hand would explain. */
function scoreOf(typed: string, word: string): number {
  const isLatin = /^[a-z0-9-]+$/.test(word);
  if (word.length > 1 && typed.length > 1 && word.startsWith(typed)) return 0.5;
  if (word.length === 1) return Number.POSITIVE_INFINITY;
  // A glued argument follows the mistyped word: 绑订派单.
  const head = isLatin ? typed : typed.slice(0, word.length);
  const distance = wordDistance(head, word);
  const allowed = word.length <= 4 ? 1 : 2;
  return distance <= allowed ? distance : Number.POSITIVE_INFINITY;
}
