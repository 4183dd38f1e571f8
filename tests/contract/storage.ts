import type { Storage } from '../../server/ports/storage';
import { casesContract } from './storage-cases';
import { inboxContract, outboxContract } from './storage-queues';
import { smallContract } from './storage-small';
import { unitContract } from './storage-units';

/** A database of its own; `reopen` closes it and opens the same data again, `close` removes it. */
export interface StorageTrial {
  readonly storage: Storage;
  reopen(): Promise<Storage>;
  close(): Promise<void>;
}

/** Every promise of the storage port, for whatever database stands behind it. */
export function storageContract(name: string, open: () => Promise<StorageTrial>): void {
  describe(`storage contract: ${name}`, () => {
    unitContract(open);
    casesContract(open);
    inboxContract(open);
    outboxContract(open);
    smallContract(open);
  });
}
