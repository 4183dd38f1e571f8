/** The part of a pino logger a channel needs: fields first, ids and codes only, never message text. */
export interface ChannelLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The SDK's logger shape: it passes one array as its only argument. */
export interface SdkLogger {
  error(...parts: unknown[]): void;
  warn(...parts: unknown[]): void;
  info(...parts: unknown[]): void;
  debug(...parts: unknown[]): void;
  trace(...parts: unknown[]): void;
}

/**
 * A logger for the SDK that lets no secret through: the SDK logs whole request errors, whose config holds the app
 * secret or a bearer token. Only plain words, error codes and HTTP statuses pass; our own errors are logged by us.
 */
export function sdkLogger(logger: ChannelLogger): SdkLogger {
  return {
    error: (...parts) => logger.warn({ sdk: parts.flatMap(summarise) }, 'feishu sdk error'),
    warn: (...parts) => logger.debug({ sdk: parts.flatMap(summarise) }, 'feishu sdk warning'),
    info: () => undefined,
    debug: () => undefined,
    trace: () => undefined,
  };
}

function summarise(part: unknown): readonly unknown[] {
  if (Array.isArray(part)) return part.flatMap(summarise);
  if (typeof part === 'string') return [part.replace(/\b(t|u|a|c)-[\w.-]{8,}/g, '$1-…').slice(0, 120)];
  if (typeof part !== 'object' || part === null) return [];
  const code = 'code' in part ? part.code : undefined;
  const status = 'status' in part ? part.status : undefined;
  return [{ code: isScalar(code) ? code : undefined, status: isScalar(status) ? status : undefined }];
}

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
