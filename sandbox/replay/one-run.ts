import { rmSync } from 'node:fs';
import { dayOf } from '../district/working-days';
import type { Entry } from '../people/platform-client';
import { courseOf } from './course';
import { DigestCheck } from './digest-check';
import { Doing } from './doing';
import { Happenings } from './happenings';
import type { KillPoint } from './killer';
import type { ReplayLetter } from './letters';
import { type Measures, readMeasures } from './measures';
import { Scenario } from './scenario';
import { type Snapshot, takeSnapshot } from './snapshot';
import { Watch } from './watch';
import { World } from './world';

export interface RunGiven {
  readonly letters: readonly ReplayLetter[];
  readonly seed: string;
  readonly folder: string;
  readonly keep: boolean;
  readonly kills: readonly KillPoint[];
}

/** Everything one run has shown. */
export interface RunResult {
  readonly problems: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
  readonly assigned: { readonly all: number; readonly elsewhere: number };
  readonly watched: Watch['counts'];
  readonly digests: { readonly cards: number; readonly rows: number };
  readonly measures: Measures;
  readonly seedSeconds: number;
  readonly runSeconds: number;
  readonly kills: number;
  /** Journal entries and deliveries since the district stood, to place kills by. */
  readonly totals: { readonly journal: number; readonly intake: number };
  readonly snapshot: Snapshot;
}

/** Plays the letters once on a platform and product of its own. */
export async function runOnce(given: RunGiven): Promise<RunResult> {
  const { letters, seed, folder, keep, kills } = given;
  const problems: string[] = [];
  const complain = (problem: string) => void problems.push(problem);
  const began = performance.now();
  const channels = [...new Set(letters.map((letter) => courseOf(seed, letter.id).channel))];
  const startAt = (letters[0]?.receivedAt ?? Date.now()) - 60 * 60_000;
  const world = await World.start({ folder, startAt, channels, kills });
  const seeded = performance.now();
  try {
    const { scenario, watch, digests } = prepare(world, { seed, complain, hasKills: kills.length > 0 });
    await scenario.run(letters);
    const ran = performance.now();
    const measures = await readMeasures(world.product.url);
    if (measures.outboxDead > 0) complain(`${measures.outboxDead} messages were given up`);
    if (measures.outboxPending > 0) complain(`${measures.outboxPending} messages are still waiting`);
    if (digests.checked.cards === 0) complain('no daily ranking was posted');
    return {
      problems,
      counts: scenario.counts,
      assigned: scenario.assigned,
      watched: watch.counts,
      digests: digests.checked,
      measures,
      seedSeconds: (seeded - began) / 1000,
      runSeconds: (ran - seeded) / 1000,
      kills: world.killer.kills,
      totals: world.killer.counts,
      snapshot: await takeSnapshot(
        world,
        scenario.created.map((one) => one.answer.number),
      ),
    };
  } catch (error) {
    console.error(world.product.stderr());
    throw error;
  } finally {
    await world.stop();
    if (!keep) rmSync(folder, { recursive: true, force: true });
  }
}

function prepare(world: World, given: { seed: string; complain: (problem: string) => void; hasKills: boolean }) {
  const { seed, complain, hasKills } = given;
  const happenings = new Happenings();
  const watch = new Watch(complain, hasKills);
  const digests = new DigestCheck({
    created: () => scenario.created,
    happenings: happenings.all,
    // An answer cut off by a kill leaves no trace in the journal: such a run is held against the undisturbed one.
    complain: hasKills ? () => undefined : complain,
    year: () => dayOf(world.now).slice(0, 4),
  });
  const scenario = new Scenario({
    world,
    doing: new Doing(world, complain),
    seed,
    complain,
    afterMove: () => digests.judge(),
  });
  const read = (entry: Entry) => {
    watch.read(entry);
    happenings.read(entry);
    digests.read(entry);
  };
  for (const entry of world.board.entries) read(entry);
  world.board.onEntry(read);
  return { scenario, watch, digests };
}
