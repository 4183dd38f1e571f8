import type { Desk, Secrets } from '../commands/command';
import type { WorkCalendar } from '../domain/calendar';
import type { Policy } from '../domain/policy';
import { buildRoster, type Roster } from '../domain/roster';
import { buildSuggester, type Suggester } from '../domain/suggest-unit';
import type { ClockPort } from '../ports/clock';
import type { Stores } from '../ports/storage';

/** Lays out what commands work with. The roster is kept in memory and read again when its version has grown. */
export class DeskBuilder {
  readonly policy: Policy;
  readonly calendar: WorkCalendar;
  readonly clock: ClockPort;
  readonly #secrets: Secrets;
  readonly #publicUrl: () => string;
  readonly #suggester: Suggester;
  #roster: { version: number; roster: Roster } | undefined;

  constructor(given: {
    policy: Policy;
    calendar: WorkCalendar;
    clock: ClockPort;
    secrets: Secrets;
    /** Known only once the server listens. */
    publicUrl: () => string;
  }) {
    this.policy = given.policy;
    this.calendar = given.calendar;
    this.clock = given.clock;
    this.#secrets = given.secrets;
    this.#publicUrl = given.publicUrl;
    this.#suggester = buildSuggester(given.policy);
  }

  async at(stores: Stores, now = this.clock.now()): Promise<Desk> {
    return {
      policy: this.policy,
      calendar: this.calendar,
      roster: await this.roster(stores),
      suggester: this.#suggester,
      now,
      publicUrl: this.#publicUrl(),
      secrets: this.#secrets,
    };
  }

  async roster(stores: Stores): Promise<Roster> {
    const version = await stores.roster.version();
    if (this.#roster?.version === version) return this.#roster.roster;
    const roster = buildRoster({
      bindings: await stores.roster.bindings(),
      grants: await stores.roster.grants(),
      people: await stores.roster.people(),
    });
    this.#roster = { version, roster };
    return roster;
  }
}
