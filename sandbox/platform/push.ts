import { randomBytes, randomUUID } from 'node:crypto';
import { encryptPush, signPush } from './crypto';
import type { Journal } from './journal';
import type { Settings } from './options';

interface PendingEvent {
  readonly eventId: string;
  readonly type: string;
  /** The envelope as first pushed; a retry repeats it to the byte of its meaning. */
  readonly envelope: unknown;
  readonly attempts: number;
}

interface PushParts {
  readonly settings: Settings;
  readonly journal: Journal;
  readonly save: (eventId: string, pending: PendingEvent | null) => void;
}

/** What came back from the bot's address, as far as the platform cares. */
export type PushOutcome =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  | { readonly kind: 'timeout'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'no-webhook'; readonly reason: string };

const CHALLENGE_TIMEOUT_MS = 1000;

/** Sends events and card callbacks to the bot: encrypted, signed, ordered within a chat, events repeated until taken. */
export class Push {
  private readonly parts: PushParts;
  private readonly lanes = new Map<string, Promise<unknown>>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private webhook: string | undefined;
  private isClosed = false;

  constructor(parts: PushParts) {
    this.parts = parts;
    this.webhook = parts.settings.webhook;
  }

  get url(): string | undefined {
    return this.webhook;
  }

  /**
   * Pushes an event after all earlier ones of its lane (a chat) had their first attempt.
   * @returns whether the bot took the first attempt; otherwise it is repeated on the retry schedule
   */
  event(type: string, event: unknown, lane: string): Promise<boolean> {
    const eventId = randomBytes(16).toString('hex');
    const envelope = { schema: '2.0', header: this.header(eventId, type, String(Date.now())), event };
    const before = this.lanes.get(lane) ?? Promise.resolve();
    const sent = before.then(() => this.attempt({ eventId, type, envelope, attempts: 0 }));
    this.lanes.set(lane, sent);
    void sent.finally(() => {
      if (this.lanes.get(lane) === sent) this.lanes.delete(lane);
    });
    return sent;
  }

  /** Pushes a card callback once; the caller judges the answer. Its create_time is in microseconds. */
  callback(event: unknown): Promise<PushOutcome> {
    const header = this.header(randomBytes(16).toString('hex'), 'card.action.trigger', `${Date.now()}000`);
    return this.post({ schema: '2.0', header, event }, this.parts.settings.pushTimeoutMs);
  }

  /** Takes a new address when it answers the challenge within one second. @returns why not, or undefined */
  async setWebhook(url: string): Promise<string | undefined> {
    const challenge = randomUUID();
    const body = { challenge, token: this.parts.settings.verificationToken, type: 'url_verification' };
    const outcome = await this.post(body, CHALLENGE_TIMEOUT_MS, url);
    const problem = challengeProblem(outcome, challenge);
    this.parts.journal.add('webhook', { url, accepted: problem === undefined, reason: problem });
    if (problem === undefined) this.webhook = url;
    return problem;
  }

  /** The address of the last run, unless this run was given one. */
  restoreWebhook(url: string): void {
    this.webhook ??= url;
  }

  /** Goes on with an event the state file says was never taken. */
  resume(stored: unknown): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.attempt(stored as PendingEvent);
    }, this.parts.settings.retryScheduleMs[0] ?? 0);
    timer.unref();
    this.timers.add(timer);
  }

  close(): void {
    this.isClosed = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  private header(eventId: string, type: string, createTime: string): unknown {
    const { verificationToken, appId, tenantKey } = this.parts.settings;
    return {
      event_id: eventId,
      event_type: type,
      create_time: createTime,
      token: verificationToken,
      app_id: appId,
      tenant_key: tenantKey,
    };
  }

  private async attempt(pending: PendingEvent): Promise<boolean> {
    const { eventId, type } = pending;
    const outcome = await this.post(pending.envelope, this.parts.settings.pushTimeoutMs);
    if (this.isClosed) return false;
    const details = { event_id: eventId, event_type: type, attempt: pending.attempts + 1 };
    if (outcome.kind === 'answer' && outcome.status === 200) {
      this.parts.journal.add('event', details);
      if (pending.attempts > 0) this.parts.save(eventId, null);
      return true;
    }
    const reason = outcome.kind === 'answer' ? `HTTP ${outcome.status}, only 200 counts` : outcome.reason;
    const retryInMs = this.retryLater(pending, outcome);
    this.parts.journal.add('event-failed', { ...details, reason, retry_in_ms: retryInMs });
    return false;
  }

  /** An app without an address subscribes to nothing, so its events are not kept for later. */
  private retryLater(pending: PendingEvent, outcome: PushOutcome): number | null {
    const { eventId, attempts } = pending;
    const delayMs = outcome.kind === 'no-webhook' ? undefined : this.parts.settings.retryScheduleMs[attempts];
    if (delayMs === undefined) {
      if (attempts > 0) this.parts.save(eventId, null);
      return null;
    }
    const next = { ...pending, attempts: attempts + 1 };
    this.parts.save(eventId, next);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.attempt(next);
    }, delayMs);
    timer.unref();
    this.timers.add(timer);
    return delayMs;
  }

  private async post(body: unknown, timeoutMs: number, url = this.webhook): Promise<PushOutcome> {
    if (url === undefined) return { kind: 'no-webhook', reason: 'no webhook is set' };
    const { raw, headers } = this.seal(body);
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, { method: 'POST', body: raw, headers, redirect: 'manual', signal });
      return { kind: 'answer', status: response.status, body: await response.text() };
    } catch {
      if (signal.aborted) return { kind: 'timeout', reason: `no answer within ${timeoutMs} ms` };
      return { kind: 'unreachable', reason: `cannot reach ${url}` };
    }
  }

  /** Encrypts and signs. The challenge is encrypted but never signed. */
  private seal(body: unknown): { raw: string; headers: Record<string, string> } {
    const { encryptKey } = this.parts.settings;
    const plain = JSON.stringify(body);
    const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' };
    if (encryptKey === '') return { raw: plain, headers };
    const raw = JSON.stringify({ encrypt: encryptPush(encryptKey, plain) });
    if (isChallenge(body)) return { raw, headers };
    const timestamp = String(Math.floor(Date.now() / 1000));
    const nonce = randomBytes(8).toString('hex');
    headers['X-Lark-Request-Timestamp'] = timestamp;
    headers['X-Lark-Request-Nonce'] = nonce;
    headers['X-Lark-Signature'] = signPush(timestamp, nonce, encryptKey, raw);
    return { raw, headers };
  }
}

function isChallenge(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'challenge' in body;
}

function challengeProblem(outcome: PushOutcome, challenge: string): string | undefined {
  if (outcome.kind !== 'answer') return outcome.reason;
  if (outcome.status !== 200) return `the challenge was answered with HTTP ${outcome.status}`;
  try {
    const answer: unknown = JSON.parse(outcome.body);
    if (typeof answer === 'object' && answer !== null && 'challenge' in answer && answer.challenge === challenge)
      return undefined;
  } catch {
    // Falls through to the same reason: the body is not the JSON asked for.
  }
  return 'the challenge was not echoed as {"challenge":"…"}';
}
