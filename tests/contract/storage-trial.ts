import type { CaseState } from '../../server/domain/case';
import { DuplicateError, type NewCase, type NewOutboxRow, type Storage, type Stores } from '../../server/ports/storage';
import { aCase, at } from '../factories';

/** A database of its own; `reopen` closes it and opens the same data again, `close` removes it. */
export interface StorageTrial {
  readonly storage: Storage;
  reopen(): Promise<Storage>;
  close(): Promise<void>;
}

/** A row for the store, with only the parts a test names. */
export function aRow(state: CaseState = aCase(), given: Partial<NewCase> = {}): NewCase {
  return {
    state,
    subject: '路灯不亮',
    wrappedKey: 'key',
    cipher: 'cipher',
    logSeq: 0,
    logHead: state.number,
    trackingHash: `track-${state.number}`,
    phoneHash: null,
    nameHash: null,
    print: '00000000000000ff',
    ...given,
  };
}

export function aMessage(lane: string, given: Partial<NewOutboxRow> = {}): NewOutboxRow {
  return {
    lane,
    kind: 'message',
    chat: 'oc_1',
    subject: null,
    payload: '{}',
    uuid: `u-${lane}`,
    priority: 0,
    createdAt: 1,
    ...given,
  };
}

export async function insert(storage: Storage, state: CaseState, given: Partial<NewCase> = {}): Promise<CaseState> {
  await storage.write((stores) => stores.cases.insert(aRow(state, given)));
  return state;
}

/** `n` cases a minute apart, the first at 09:00. */
export async function insertMany(
  storage: Storage,
  n: number,
  given: (index: number) => Partial<CaseState> = () => ({}),
): Promise<CaseState[]> {
  const states = Array.from({ length: n }, (_, index) =>
    aCase({ receivedAt: at('2026-03-04T09:00:00') + index * 60_000, ...given(index) }),
  );
  await storage.write(async (stores) => {
    for (const state of states) await stores.cases.insert(aRow(state));
  });
  return states;
}

export function setMeta(storage: Storage, key: string, value: string): Promise<void> {
  return storage.write((stores) => stores.meta.set(key, value));
}

export class Broken extends Error {}

/** Fails after it has written to several stores. */
export async function failing(stores: Stores, key: string): Promise<never> {
  await stores.meta.set(key, 'lost');
  await stores.roster.bind(`purpose-${key}`, 'oc_1');
  await stores.outbox.add(aMessage(`lane-${key}`));
  throw new Broken(key);
}

export { DuplicateError };
