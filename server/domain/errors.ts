/** Every refusal in words. A new `fail('code')` needs its entry in one of the tables; a test looks for it. */
import { saidOf } from './error-entry';
import { CASE_REFUSALS } from './errors-case';
import { CHAT_REFUSALS } from './errors-chat';
import { INPUT_REFUSALS } from './errors-input';
import { ROSTER_REFUSALS } from './errors-roster';
import type { Params } from './result';

const TABLE = new Map(Object.entries({ ...CASE_REFUSALS, ...CHAT_REFUSALS, ...INPUT_REFUSALS, ...ROSTER_REFUSALS }));

/** Codes that have words. */
export function isDescribed(code: string): boolean {
  return TABLE.has(code);
}

/**
 * The sentences a person reads for a refusal: what is not possible, why, and what to do next. An unknown code gives
 * a general sentence with the code in brackets, for whoever is asked for help.
 */
export function describe(refusal: { readonly code: string; readonly params: Params }): { zh: string; en: string } {
  const words = TABLE.get(refusal.code);
  if (words === undefined) {
    return {
      zh: `现在不能这样做，未作任何改动。请刷新后重试；仍不行的，请联系管理员（${refusal.code}）。`,
      en: `This cannot be done now and nothing was changed. Refresh and try again, or ask the administrator (${refusal.code}).`,
    };
  }
  const said = saidOf(refusal.params);
  return { zh: words.zh(said), en: words.en(said) };
}
