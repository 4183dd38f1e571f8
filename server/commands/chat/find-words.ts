import { statusWord } from '../../../cards/words';
import { STATUSES, type Status } from '../../domain/case';
import { plainText } from '../../domain/keyword-index';
import type { Policy, Unit } from '../../domain/policy';
import type { CaseQuery, StoredCase } from '../../ports/storage';

export interface WordSearch {
  /** Together they hold every case wanted; each case must also pass `matches`. */
  readonly queries: readonly Omit<CaseQuery, 'limit' | 'cursor'>[];
  readonly matches: (stored: StoredCase) => boolean;
}

/** Words typed for a search: statuses and units by their exact names, all others must stand in the subject. */
export function readSearch(text: string, policy: Policy): WordSearch {
  const statuses: Status[] = [];
  const units: Unit[] = [];
  const words: string[] = [];
  for (const token of text.split(/\s+/).filter((part) => part !== '')) {
    const status = statusNamed(token);
    const unit = status === undefined ? unitNamed(token, policy) : undefined;
    if (status !== undefined) statuses.push(status);
    else if (unit !== undefined) units.push(unit);
    else words.push(token);
  }
  const longest = [...words].sort((a, b) => b.length - a.length)[0];
  const common = {
    ...(statuses.length > 0 ? { status: statuses } : {}),
    ...(longest === undefined ? {} : { words: longest }),
  };
  const queries = units.length === 0 ? [common] : units.flatMap((unit) => unitQueries(unit, common));
  return { queries, matches: ({ subject }) => words.every((word) => holds(subject, word)) };
}

/** A lead unit answers for the cases of its channels as well as for those it handles itself. */
function unitQueries(unit: Unit, common: Partial<CaseQuery>): WordSearch['queries'] {
  const own = { ...common, unit: unit.code };
  return unit.level === 'lead' ? [own, { ...common, leadUnit: unit.code }] : [own];
}

function holds(subject: string, word: string): boolean {
  return plainText(subject).includes(plainText(word));
}

function statusNamed(token: string): Status | undefined {
  const wanted = plainText(token);
  return STATUSES.find((status) => {
    const word = statusWord(status);
    return wanted === status || wanted === word || wanted === word.replace(/^已/, '');
  });
}

/** Exact names only: a part of a name may as well be a word of the matter (供水, 教育). */
function unitNamed(token: string, policy: Policy): Unit | undefined {
  const wanted = plainText(token);
  return policy.units.find((unit) =>
    [unit.code, unit.short, unit.name.zh, unit.name.en, ...unit.aliases].some((name) => plainText(name) === wanted),
  );
}
