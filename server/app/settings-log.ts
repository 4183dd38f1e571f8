import type { Desk } from '../commands/command';
import type { Actor } from '../domain/case';
import type { Stores } from '../ports/storage';
import { chainHash } from './vault';

const GENESIS = 'settings';

/** One entry of the settings log: who changed what about the district, chained like a case log. */
export async function writeSettingsLog(
  { stores, desk, actor }: { readonly stores: Stores; readonly desk: Desk; readonly actor: Actor },
  entry: { readonly type: string; readonly data: Readonly<Record<string, unknown>> },
): Promise<void> {
  const last = await stores.settingsLog.last();
  const previous = last?.hash ?? GENESIS;
  const body = JSON.stringify({
    at: desk.now,
    type: entry.type,
    by: { id: actor.id, via: actor.via },
    data: entry.data,
    previous,
  });
  const hash = chainHash(previous, body);
  await stores.settingsLog.append(body, hash);
  // Kept apart from the log, so that a missing last entry is noticed.
  await stores.meta.set(SETTINGS_HEAD, hash);
}

export const SETTINGS_HEAD = 'settings-log.head';

export { GENESIS as SETTINGS_GENESIS };
