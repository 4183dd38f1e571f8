/** Longest string that is still a field; anything longer is somebody's text and has no place in a log. */
const LONGEST_STRING = 300;
const MOST_ITEMS = 50;
const DEEPEST = 4;
const STACK_FRAMES = 8;

/** Secrets, and the names under which people's words and personal data travel. */
const HIDDEN_KEY =
  /secret|token|passw|authorization|cookie|credential|encrypt_?key|data_?key|private|phone|mobile|address|id_?card|^(text|content|body|payload|form)$/i;
/** A mobile number standing by itself; not digits inside an id. */
const MOBILE = /(?<![\w-])(?:\+?86)?1[3-9]\d{9}(?![\w-])/g;
/** Platform access tokens, as they turn up in messages of failed calls. */
const ACCESS_TOKEN = /\b(?:[tuac]-|Bearer\s+)[\w.-]{8,}/g;

/**
 * What may be written of a log call's fields: secrets, personal data and long texts are replaced, errors reduced
 * to name, code, message and the first frames. The input is not changed.
 */
export function safeFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return cleanObject(fields, 0);
}

function cleanObject(value: object, depth: number): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [key, held] of Object.entries(value)) {
    if (held === undefined) continue;
    clean[key] = HIDDEN_KEY.test(key) && isTelling(held) ? '[hidden]' : cleanValue(held, depth);
  }
  return clean;
}

/** Figures and flags under a hidden name (`tokenCount: 3`) tell nothing secret. */
function isTelling(value: unknown): boolean {
  return typeof value !== 'number' && typeof value !== 'boolean' && value !== null;
}

function cleanValue(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return cleanString(value);
    case 'bigint':
      return value.toString();
    case 'object':
      return cleanNested(value, depth);
    case 'function':
    case 'symbol':
      return undefined;
    default:
      return value;
  }
}

function cleanString(text: string): string {
  if (text.length > LONGEST_STRING) return `[dropped ${text.length} chars]`;
  return text.replace(MOBILE, '[phone]').replace(ACCESS_TOKEN, '[token]');
}

function cleanNested(value: object | null, depth: number): unknown {
  if (value === null) return null;
  if (value instanceof Error) return cleanError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (depth >= DEEPEST) return '[deep]';
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((item) => cleanValue(item, depth + 1));
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  return cleanObject(value, depth + 1);
}

/** Only named parts: errors of drivers and clients carry whole requests, with parameters and headers. */
function cleanError(error: Error, depth: number): Record<string, unknown> {
  const code = 'code' in error ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return {
    name: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    message: cleanString(error.message),
    stack: frames.slice(0, STACK_FRAMES).map((line) => line.trim()),
    ...(error.cause === undefined || depth >= DEEPEST ? {} : { cause: cleanValue(error.cause, depth + 1) }),
  };
}
