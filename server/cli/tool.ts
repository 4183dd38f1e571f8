import { loadPack } from '../../plugin/packs/load';
import { Vault } from '../app/vault';
import { type Config, problemLine, readConfig } from '../config';
import { loadDataKey } from '../data-key';
import type { Policy } from '../domain/policy';
import { openStorage, unsupported } from '../open-storage';
import type { Storage } from '../ports/storage';

export interface Tool {
  readonly config: Config;
  readonly storage: Storage;
  readonly vault: Vault;
  readonly policy: Policy;
}

/** Opens what a tool needs, runs it, closes it; bad settings are all told at once. @returns the exit code */
export async function withTool(work: (tool: Tool) => Promise<number>): Promise<number> {
  const read = readConfig();
  if (!read.ok) return tellAll(read.problems.map(problemLine));
  const beyond = unsupported(read.value);
  if (beyond.length > 0) return tellAll(beyond.map(problemLine));
  const pack = loadPack(read.value.pack);
  if (!pack.ok)
    return tellAll(pack.problems.map((problem) => `${problem.file}:${problem.line} ${problem.zh} / ${problem.en}`));
  const key = loadDataKey(read.value);
  if (!key.ok) return tellAll(key.problems.map(problemLine));
  const storage = await openStorage(read.value);
  try {
    return await work({ config: read.value, storage, vault: new Vault(key.value), policy: pack.value });
  } finally {
    await storage.close();
  }
}

function tellAll(lines: readonly string[]): number {
  for (const line of lines) console.error(line);
  return 1;
}
