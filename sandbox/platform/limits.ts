/** What the platform lets one app do; all of it counted in system time over a sliding window. */
export interface LimitSettings {
  readonly sendsPerChatPerSecond: number;
  readonly sendsPerPersonPerSecond: number;
  readonly patchesPerMessagePerSecond: number;
  readonly callsPerApiPerSecond: number;
  readonly callsPerApiPerMinute: number;
}

/** The published figures of the real platform. */
export const publishedLimits: LimitSettings = {
  sendsPerChatPerSecond: 5,
  sendsPerPersonPerSecond: 5,
  patchesPerMessagePerSecond: 5,
  callsPerApiPerSecond: 50,
  callsPerApiPerMinute: 1000,
};

const SWEEP_ABOVE_KEYS = 5000;

/** Counts uses per key within the last `windowMs`; a use that does not fit is not counted. */
export class SlidingWindow {
  private readonly uses = new Map<string, number[]>();
  private readonly limit: number;
  private readonly windowMs: number;
  private readonly nowMs: () => number;

  constructor(limit: number, windowMs: number, nowMs: () => number = () => performance.now()) {
    this.limit = limit;
    this.windowMs = windowMs;
    this.nowMs = nowMs;
  }

  /** Milliseconds until the key has room again; 0 when it has room now. Counts nothing. */
  waitMs(key: string, limit = this.limit): number {
    const recent = this.recent(key);
    if (recent.length < limit) return 0;
    const oldest = recent[recent.length - limit] ?? 0;
    return Math.max(1, oldest + this.windowMs - this.nowMs());
  }

  /** Counts one use. */
  add(key: string): void {
    const recent = this.recent(key);
    recent.push(this.nowMs());
    this.uses.set(key, recent);
    if (this.uses.size > SWEEP_ABOVE_KEYS) this.sweep();
  }

  /** Counts one use when there is room. @returns whether there was */
  take(key: string): boolean {
    if (this.waitMs(key) > 0) return false;
    this.add(key);
    return true;
  }

  private recent(key: string): number[] {
    const times = this.uses.get(key) ?? [];
    const since = this.nowMs() - this.windowMs;
    while (times[0] !== undefined && times[0] <= since) times.shift();
    return times;
  }

  private sweep(): void {
    const since = this.nowMs() - this.windowMs;
    for (const [key, times] of this.uses) {
      if ((times.at(-1) ?? 0) <= since) this.uses.delete(key);
    }
  }
}

/** All windows of one running platform. */
export class Limits {
  readonly chat: SlidingWindow;
  readonly person: SlidingWindow;
  readonly patch: SlidingWindow;
  private readonly second: SlidingWindow;
  private readonly minute: SlidingWindow;

  constructor(settings: LimitSettings) {
    this.chat = new SlidingWindow(settings.sendsPerChatPerSecond, 1000);
    this.person = new SlidingWindow(settings.sendsPerPersonPerSecond, 1000);
    this.patch = new SlidingWindow(settings.patchesPerMessagePerSecond, 1000);
    this.second = new SlidingWindow(settings.callsPerApiPerSecond, 1000);
    this.minute = new SlidingWindow(settings.callsPerApiPerMinute, 60_000);
  }

  /** Counts one call of an API. @returns seconds to wait (≥ 1) when the app is over its rate, else 0 */
  callWaitSeconds(api: string, perSecond?: number): number {
    const waitMs = Math.max(this.second.waitMs(api, perSecond), this.minute.waitMs(api));
    if (waitMs > 0) return Math.ceil(waitMs / 1000);
    this.second.add(api);
    this.minute.add(api);
    return 0;
  }
}
