import { verifyAudit } from '../app/audit';
import { withTool } from './tool';

/** `suban audit verify`: `ok N entries`, or the first broken entry and exit 1. */
export async function run(): Promise<number> {
  return withTool(async ({ storage }) => {
    const verdict = await verifyAudit(storage);
    console.log(verdict.ok ? `ok ${verdict.entries} entries` : `${verdict.zh} / ${verdict.en}`);
    return verdict.ok ? 0 : 1;
  });
}
