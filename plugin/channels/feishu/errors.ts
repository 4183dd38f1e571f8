import { ChannelError } from '../../../server/ports/channel';
import { type Entry, ERROR_TABLE } from './error-table';

/** The call that failed: only a `patch` or `reply` can be re-issued, and a `read` or `token` changes nothing. */
export type Operation = 'send' | 'reply' | 'patch' | 'buzz' | 'read' | 'token';

/** What is known of a failed call: the platform's answer, or the network's error. */
export interface Failure {
  readonly operation: Operation;
  readonly status?: number | undefined;
  readonly code?: number | string | undefined;
  readonly message?: string | undefined;
  /** `x-ogw-ratelimit-reset`, in seconds. */
  readonly resetSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** A token the platform does not take; the call may be repeated once with a fresh one. */
export const TOKEN_CODES: ReadonlySet<number | string> = new Set([99991661, 99991663, 99991664, 99991671]);
/** Replies in a thread that the chat forbids; a plain reply is possible. */
export const THREAD_CODES: ReadonlySet<number | string> = new Set([230071, 230072]);

/** The request never reached the platform, so nothing happened. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
]);
/** Scheduling hint where the platform names none. */
const DEFAULT_WAIT_MS = 1_000;
const CARD_BUILD_FAILED = 230099;
const CARD_SUBCODE_LIMIT = 11310;

/** Says what a failed call means for the sender; never carries text of the message. */
export function classify(failure: Failure): ChannelError {
  const { operation, code, status } = failure;
  const known = typeof code === 'number' ? lookUp(code, failure) : undefined;
  if (known !== undefined) return toError(known, failure, code ?? 'unknown');
  if (status === 429)
    return toError({ action: 'wait', reason: 'rate-limit: 平台限流 / too many calls' }, failure, code ?? 429);
  if (status !== undefined && status >= 500) {
    return toError(
      { action: 'retry', reason: `platform: 平台故障 / the platform failed (HTTP ${status})` },
      failure,
      code ?? status,
    );
  }
  if (status !== undefined) {
    return toError({ action: 'drop', reason: `refused: 平台拒绝 / refused (HTTP ${status})` }, failure, code ?? status);
  }
  if (typeof code === 'string' && NOT_SENT.has(code)) {
    return toError(
      { action: 'retry', reason: `network: 无法连接平台 / cannot reach the platform (${code})` },
      failure,
      code,
    );
  }
  const isHarmless = operation === 'read' || operation === 'token';
  const reason = 'network: 请求已发出但未得到答复 / no answer to a request that left';
  return toError({ action: isHarmless ? 'retry' : 'unknown', reason }, failure, code ?? 'unknown');
}

function lookUp(code: number, failure: Failure): Entry | undefined {
  if (code === CARD_BUILD_FAILED || code === CARD_SUBCODE_LIMIT) return cardFailure(failure.message ?? '');
  return ERROR_TABLE[code];
}

/** 230099 hides its cause in `ext=ErrCode: N; ErrPath: …; ErrMsg: …; ErrorValue: …`; the last two may quote people. */
function cardFailure(message: string): Entry {
  const isLocked = /\block(ed)?\b/i.test(message);
  if (isLocked) return { action: 'retry', reason: 'card-lock: 卡片正被操作 / the card is being used' };
  const sub = /ErrCode:\s*(\d+)/.exec(message)?.[1] ?? '?';
  const path = /ErrPath:\s*([\w\s[\]():>.-]{0,200})/.exec(message)?.[1]?.trim() ?? '';
  const where = path === '' ? '' : ` at ${path}`;
  return { action: 'drop', reason: `card: 平台无法生成卡片 / the platform cannot build the card (${sub}${where})` };
}

function toError(entry: Entry, failure: Failure, code: number | string): ChannelError {
  return new ChannelError({
    action: resolveAction(entry.action, failure.operation),
    code,
    reason: entry.reason,
    afterMs: entry.action === 'wait' ? waitMs(entry, failure) : undefined,
    cause: failure.cause,
  });
}

function resolveAction(action: Entry['action'], operation: Operation): ChannelError['action'] {
  if (action !== 'stuck') return action;
  return operation === 'patch' || operation === 'reply' ? 'reissue' : 'drop';
}

function waitMs(entry: Entry, failure: Failure): number {
  const { resetSeconds } = failure;
  if (resetSeconds !== undefined && Number.isFinite(resetSeconds) && resetSeconds >= 0) {
    return Math.max(Math.ceil(resetSeconds * 1_000), 200);
  }
  return entry.afterMs ?? DEFAULT_WAIT_MS;
}

/** A refusal of our own, before anything left: a bad id, a card too large. */
export function refuseLocally(code: string, reason: string, cause?: unknown): ChannelError {
  return new ChannelError({ action: 'drop', code, reason, cause });
}
