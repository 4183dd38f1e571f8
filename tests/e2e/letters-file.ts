import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Real letters lie outside the repository; `SUBAN_TEST_LETTERS` names the file elsewhere. */
const FILE = process.env.SUBAN_TEST_LETTERS ?? join(__dirname, '../../../shared/data/messages/with_replies.jsonl');

/**
 * The letters to replay, or undefined where there are none: a developer's machine may do without, CI may not.
 * @throws with CI=true when the file is missing
 */
export function lettersFile(): string | undefined {
  if (existsSync(FILE)) return FILE;
  const missing = `no letters at ${FILE}; set SUBAN_TEST_LETTERS to a file of letters with replies`;
  if (process.env.CI === 'true') throw new Error(missing);
  console.warn(`skipped: ${missing}`);
  return undefined;
}
