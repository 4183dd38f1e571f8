import pino, { type DestinationStream } from 'pino';
import type { Logger } from '../ports/observability';
import { safeFields } from './log-fields';

export type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/**
 * One JSON line per event on stderr: `{"level","time","event",…fields}`, time in ISO (system time). Fields pass
 * `safeFields` first. Lines are buffered for a moment and flushed at exit.
 * @param to another place to write to, for tests
 */
export function createLogger(level: Level, to?: DestinationStream): Logger {
  const log = pino(
    {
      level,
      base: null,
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    to ?? pino.destination({ dest: 2, sync: false }),
  );
  const line = (at: 'debug' | 'info' | 'warn' | 'error'): Logger['info'] => {
    return (fields, event) => {
      // Cleaning costs more than the level check; most debug lines are never written.
      if (log.isLevelEnabled(at)) log[at](safeFields(fields), event);
    };
  };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}
