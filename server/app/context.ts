import type { Logger, Metrics } from '../ports/observability';
import type { QueuePort } from '../ports/queue';
import type { Storage } from '../ports/storage';
import type { DeskBuilder } from './desk';
import type { Vault } from './vault';

/** What every part of the shell works with. */
export interface App {
  readonly storage: Storage;
  readonly desks: DeskBuilder;
  readonly vault: Vault;
  readonly queue: QueuePort;
  readonly logger: Logger;
  readonly metrics: Metrics;
}
