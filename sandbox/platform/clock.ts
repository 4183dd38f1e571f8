/**
 * The platform's own time. It follows the system until somebody sets it; from then on it stands still
 * between moves. Messages are stamped and aged by it; signatures, tokens and rate windows are not.
 */
export class PlatformClock {
  private fixedMs: number | undefined;
  private lastStampMs = 0;
  private posted: string[] | undefined;

  /** Epoch milliseconds. */
  now(): number {
    return this.fixedMs ?? Date.now();
  }

  /** The instant for a new message: never equal to, or before, the last one, so order survives a standing clock. */
  stamp(): number {
    this.lastStampMs = Math.max(this.now(), this.lastStampMs + 1);
    return this.lastStampMs;
  }

  /** Stops the clock at an instant. Moving back also lets stamps start again from there. */
  set(epochMs: number): void {
    if (epochMs < this.now()) this.lastStampMs = epochMs - 1;
    this.fixedMs = epochMs;
  }

  /** Stamps used before a restart must not be used again. */
  seen(stampMs: number): void {
    this.lastStampMs = Math.max(this.lastStampMs, stampMs);
  }

  /**
   * The hook lives through days while this clock still stands at their beginning: what is posted meanwhile is noted,
   * to be aged from where the clock arrives.
   */
  beginMove(): void {
    this.posted = [];
  }

  noteMessage(messageId: string): void {
    this.posted?.push(messageId);
  }

  /** Ids of the messages posted since `beginMove`. */
  endMove(): readonly string[] {
    const posted = this.posted ?? [];
    this.posted = undefined;
    return posted;
  }

  get isControlled(): boolean {
    return this.fixedMs !== undefined;
  }
}

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Milliseconds of an ISO duration in weeks, days, hours, minutes and seconds; undefined when it is none. */
export function durationMs(iso: string): number | undefined {
  const match = DURATION.exec(iso);
  if (match === null || iso === 'P' || iso.endsWith('T')) return undefined;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const wholeDays = (weeks ?? 0) * 7 + (days ?? 0);
  return (((wholeDays * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
}
