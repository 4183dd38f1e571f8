import { CardTokens } from './card-tokens';
import { PlatformClock } from './clock';
import { Faults } from './faults';
import { Journal, type JournalEntry } from './journal';
import { Limits } from './limits';
import { type PlatformOptions, type Settings, settingsOf } from './options';
import { Push } from './push';
import { State } from './state';
import { StoreFile } from './store-file';
import { Tokens } from './tokens';

/** All parts of one running platform; handlers receive this and nothing else. */
export interface Platform {
  readonly settings: Settings;
  readonly state: State;
  readonly journal: Journal;
  readonly clock: PlatformClock;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly push: Push;
  readonly tokens: Tokens;
  readonly cardTokens: CardTokens;
  readonly store: StoreFile;
}

/** Puts a platform together and takes in what its state file holds; nothing listens yet. */
export function buildPlatform(options: PlatformOptions): Platform {
  const settings = settingsOf(options);
  const store = new StoreFile(settings.state);
  const clock = new PlatformClock();
  const state = new State(store);
  const journal = new Journal(
    () => clock.now(),
    (entry) => store.put('journal', String(entry.seq), entry),
  );
  const tokens = new Tokens((current) => store.put('meta', 'token', current));
  const push = new Push({ settings, journal, save: (id, pending) => store.put('pending', id, pending) });
  restore({ store, state, journal, clock, tokens, push });
  return {
    settings,
    state,
    journal,
    clock,
    limits: new Limits(settings.limits),
    faults: new Faults(),
    push,
    tokens,
    cardTokens: new CardTokens(),
    store,
  };
}

function restore(parts: Pick<Platform, 'store' | 'state' | 'journal' | 'clock' | 'tokens' | 'push'>): void {
  for (const record of parts.store.load()) {
    if (record.t === 'journal') parts.journal.keep(record.v as JournalEntry);
    else if (record.t === 'pending') parts.push.resume(record.v);
    else if (record.t === 'meta' && record.k === 'clock') parts.clock.set(Number(record.v));
    else if (record.t === 'meta' && record.k === 'webhook') parts.push.restoreWebhook(String(record.v));
    else if (record.t === 'meta' && record.k === 'token') parts.tokens.restore(record.v);
    else parts.state.restore(record);
  }
  for (const message of parts.state.messages.values()) parts.clock.seen(message.create_time);
}
