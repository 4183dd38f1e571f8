export type Topic = 'inbox' | 'outbox' | 'timers';

/**
 * The doorbell. It carries no work, only "look now": the database says what there is to do, so a lost or doubled
 * ring costs time or nothing. `ring` never throws and is never awaited.
 */
export interface QueuePort {
  ring(topic: Topic): void;
  /**
   * Registers the worker of a topic. It runs once at a time per process, again when rung meanwhile, and at the
   * system time it returns (epoch ms), if any. A throw is logged and tried again within a second.
   */
  listen(topic: Topic, work: () => Promise<number | undefined>): void;
  start(): Promise<void>;
  /** Takes no more rings; resolves when running work has ended or after `graceMs`. */
  stop(graceMs: number): Promise<void>;
  healthy(): Promise<boolean>;
}
