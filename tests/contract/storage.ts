import { casesContract } from './storage-cases';
import { inboxContract, outboxContract } from './storage-queues';
import { smallContract } from './storage-small';
import type { StorageTrial } from './storage-trial';
import { unitContract } from './storage-units';

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
