import type { World } from './world';

/** What a run left behind, in words that do not depend on ids, tokens, ports or the instant: chats and case logs. */
export interface Snapshot {
  readonly chats: ReadonlyMap<string, readonly string[]>;
  readonly cases: ReadonlyMap<string, readonly string[]>;
}

/** Takes the messages of every chat and the log of every case. */
export async function takeSnapshot(world: World, numbers: readonly string[]): Promise<Snapshot> {
  const chats = new Map<string, readonly string[]>();
  for (const chat of await world.client.chats()) {
    const key = chat.mode === 'p2p' ? `direct chat of ${chat.name}` : chat.name;
    const rows = await world.client.messagesOf(chat.chat_id);
    const positions = new Map(rows.map((row, index) => [row.message_id, index]));
    chats.set(
      key,
      rows.map((row) => {
        const root = typeof row.root_id === 'string' ? `in the thread of ${positions.get(row.root_id)}` : '';
        const sender = row.sender as { id?: string } | undefined;
        return neutral(JSON.stringify({ from: sender?.id, type: row.msg_type, root, content: sorted(row.content) }));
      }),
    );
  }
  const cases = new Map<string, readonly string[]>();
  for (const number of numbers) {
    const found = await world.intake.readCase(number);
    const timeline = found?.timeline.map(({ at: _at, ...entry }) => JSON.stringify(sorted(entry))) ?? [];
    cases.set(number, [`status ${found?.status} unit ${found?.unit ?? ''}`, ...timeline]);
  }
  return { chats, cases };
}

/** Every difference between two runs, in words; empty when they are the same. */
export function compareSnapshots(undisturbed: Snapshot, killed: Snapshot): readonly string[] {
  return [...compare('chat', undisturbed.chats, killed.chats), ...compare('case', undisturbed.cases, killed.cases)];
}

const EXCERPT = 400;

function compare(
  what: string,
  before: ReadonlyMap<string, readonly string[]>,
  after: ReadonlyMap<string, readonly string[]>,
): string[] {
  const differences: string[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [one = [], other = []] = [before.get(key), after.get(key)];
    const index = one.findIndex((line, at) => line !== other[at]);
    const at = index < 0 && other.length > one.length ? one.length : index;
    if (at < 0) continue;
    const [left, right] = around(one[at], other[at]);
    differences.push(
      `${what} ${key}: ${one.length} entries undisturbed, ${other.length} with kills; first difference at ${at}:\n    undisturbed ${left}\n    with kills  ${right}`,
    );
  }
  return differences;
}

/** The parts of two lines around the first character in which they differ. */
function around(one: string | undefined, other: string | undefined): [string, string] {
  if (one === undefined || other === undefined) {
    return [one?.slice(0, EXCERPT) ?? 'nothing', other?.slice(0, EXCERPT) ?? 'nothing'];
  }
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  const from = Math.max(0, same - 80);
  return [one.slice(from, from + EXCERPT), other.slice(from, from + EXCERPT)];
}

function neutral(text: string): string {
  return text
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/\/(reveal|track|token)\/[\w-]+/g, '/$1/*')
    .replace(/\bom[t]?_\w+/g, 'om_*');
}

/** Keys in order, so that equal objects read the same. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, held]) => [key, sorted(held)]),
  );
}
