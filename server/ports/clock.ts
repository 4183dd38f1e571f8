/** Business time, epoch milliseconds. Everything the product records or prints has this time. */
export interface ClockPort {
  readonly controlled: boolean;
  now(): number;
}

/** A clock that stands still between moves; the instant lives in the database. */
export interface MovableClock extends ClockPort {
  readonly controlled: true;
  moveTo(ms: number): Promise<void>;
}
