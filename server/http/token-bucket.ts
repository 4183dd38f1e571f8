/** What one token may send: bursts of a nightly batch, and a steady rate well above any district's day. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export const INTAKE_RATE: Rate = { perSecond: 2_000, burst: 8_000 };

/** Counts per key and process, in system time. Keys are known tokens only, so their number is small. */
export class TokenBuckets {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, { left: number; at: number }>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Takes one. @returns 0 when it was there, else the whole seconds after which one will be */
  take(key: string, nowMs: number): number {
    const { perSecond, burst } = this.#rate;
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      bucket = { left: burst, at: nowMs };
      this.#buckets.set(key, bucket);
    }
    const passed = Math.max(0, nowMs - bucket.at) / 1000;
    bucket.left = Math.min(burst, bucket.left + passed * perSecond);
    bucket.at = nowMs;
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / perSecond));
    bucket.left -= 1;
    return 0;
  }
}
