/** Ids seen lately. `remember` returns false for an id it already holds. */
export interface SeenIds {
  remember(id: string, keepMs: number): boolean | Promise<boolean>;
}

/** Far above a day's clicks of one district; beyond it the oldest are forgotten first. */
const CAPACITY = 50_000;

/** Ids held in this process: the first line against replays; the durable one is behind the receiver. */
export function createSeenIds(now: () => number): SeenIds {
  const until = new Map<string, number>();
  return {
    remember: (id, keepMs) => {
      const expiresAt = until.get(id);
      if (expiresAt !== undefined && expiresAt > now()) return false;
      until.delete(id);
      until.set(id, now() + keepMs);
      const oldest = until.size > CAPACITY ? until.keys().next().value : undefined;
      if (oldest !== undefined) until.delete(oldest);
      return true;
    },
  };
}
