import { randomBytes } from 'node:crypto';

/** What one HTTP call is answered with. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One parsed HTTP call. `body` is the parsed JSON, undefined when there was none or it was not JSON. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly raw: Buffer;
  readonly body: unknown;
}

/** A refusal of the open API, before it is written as HTTP. */
export interface Refusal {
  readonly refused: true;
  readonly code: number;
  readonly msg: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Everything the platform refuses answers HTTP 400, but for the gateway's rate limit. */
export function refuse(code: number, msg: string, more: Partial<Pick<Refusal, 'status' | 'headers'>> = {}): Refusal {
  return { refused: true, code, msg, status: 400, ...more };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value && value.refused === true;
}

/** `{code:0,msg:"success",data}`. */
export function success(data: unknown = {}): Answer {
  return { status: 200, body: { code: 0, msg: 'success', data } };
}

/** `{code,msg,error:{log_id,troubleshooter}}` with the refusal's HTTP status. */
export function refusalAnswer(refusal: Refusal): Answer {
  const logId = `${new Date().toISOString().replace(/\D/g, '')}${randomBytes(8).toString('hex').toUpperCase()}`;
  const error = {
    log_id: logId,
    troubleshooter: `look for log_id ${logId} in GET /sandbox/journal`,
  };
  return {
    status: refusal.status,
    body: { code: refusal.code, msg: refusal.msg, error },
    headers: { ...refusal.headers, 'x-tt-logid': logId },
  };
}

/** Answers of the people's side: plain JSON, errors as `{error}` with a reason to read. */
export function json(body: unknown, status = 200): Answer {
  return { status, body };
}

/** HTTP 400 of the people's side. */
export function badRequest(reason: string, status = 400): Answer {
  return { status, body: { error: reason } };
}
