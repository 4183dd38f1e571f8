import type { CaseState } from '../../domain/case';
import type { CaseQuery, StoredCase, Stores } from '../../ports/storage';

const BATCH = 100;
/** Rows read for one question at most: a person who may see little must not make the database read everything. */
export const SCAN_MAX = 2000;

export interface Collected {
  /** In the order of the queries: newest first, or oldest first where asked. */
  readonly cases: readonly StoredCase[];
  /** Older cases were left unread. */
  readonly cut: boolean;
}

type Query = Omit<CaseQuery, 'limit' | 'cursor'>;

/** The first `need` cases of several queries together that pass `keep`, each case once. */
export async function collectCases(
  stores: Stores,
  queries: readonly Query[],
  given: { readonly need: number; readonly keep: (stored: StoredCase) => boolean },
): Promise<Collected> {
  const found = new Map<string, StoredCase>();
  let cut = false;
  for (const query of queries) {
    const part = await collectOne(stores, query, given);
    for (const stored of part.cases) found.set(stored.state.number, stored);
    cut ||= part.cut;
  }
  const sign = queries[0]?.oldestFirst ? 1 : -1;
  const cases = [...found.values()].sort((a, b) => sign * compareReceipt(a.state, b.state));
  return { cases: cases.slice(0, given.need), cut };
}

async function collectOne(
  stores: Stores,
  query: Query,
  { need, keep }: { readonly need: number; readonly keep: (stored: StoredCase) => boolean },
): Promise<Collected> {
  const cases: StoredCase[] = [];
  let cursor: CaseQuery['cursor'];
  for (let read = 0; read < SCAN_MAX; read += BATCH) {
    const batch = await stores.cases.list({ ...query, ...(cursor ? { cursor } : {}), limit: BATCH });
    cases.push(...batch.filter(keep));
    const last = batch.at(-1)?.state;
    if (last === undefined || batch.length < BATCH || cases.length >= need) return { cases, cut: false };
    cursor = { receivedAt: last.receivedAt, number: last.number };
  }
  return { cases, cut: true };
}

function compareReceipt(a: CaseState, b: CaseState): number {
  return a.receivedAt - b.receivedAt || (a.number < b.number ? -1 : 1);
}
