import { z } from 'zod';
import type { WebhookRequest } from '../../../server/ports/channel';
import { CARD_ACTION } from './normalise';
import { decrypt, epochMs, sameSecret, signatureOf } from './signature';

export interface VerifyOptions {
  readonly appId: string;
  readonly encryptKey?: string | undefined;
  readonly verificationToken?: string | undefined;
  /** Tenants whose events are taken; absent: any tenant of the app. */
  readonly tenantKeys?: readonly string[] | undefined;
  /** System time in epoch ms. */
  readonly now: () => number;
}

/** A checked request: the platform's question at set-up, something to dispatch, or a refusal with its HTTP status. */
export type Verified =
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'event'; readonly type: string; readonly eventId: string; readonly envelope: object }
  | { readonly kind: 'other' }
  | { readonly kind: 'refused'; readonly status: 400 | 401 | 413; readonly why: string };

const BODY_MAX_BYTES = 1024 * 1024;
const HOUR_MS = 3_600_000;
/** The platform re-sends an event for six hours; a card callback is never re-sent. */
const EVENT_WINDOW_MS = 7 * HOUR_MS;
const CALLBACK_WINDOW_MS = 5 * 60_000;

const Challenge = z.looseObject({
  type: z.literal('url_verification'),
  challenge: z.string(),
  token: z.string().optional(),
});
const Envelope = z.looseObject({
  schema: z.literal('2.0'),
  header: z.looseObject({
    event_id: z.string().min(1),
    event_type: z.string().min(1),
    app_id: z.string(),
    token: z.string().optional(),
    tenant_key: z.string().optional(),
    create_time: z.union([z.string(), z.number()]).optional(),
  }),
  event: z.looseObject({}),
});
/** The first protocol: nothing of it is used, but its token tells a stranger from the platform. */
const LegacyEnvelope = z.looseObject({ uuid: z.string(), token: z.string().optional(), type: z.string() });

const refused = (status: 400 | 401 | 413, why: string): Verified => ({ kind: 'refused', status, why });

/** Decides what a request is, from its raw bytes alone; the SDK checks neither age nor token nor app. */
export function verifyRequest(request: WebhookRequest, options: VerifyOptions): Verified {
  if (request.body.length > BODY_MAX_BYTES) return refused(413, 'too-large');
  const body = parseObject(request.body.toString('utf8'));
  if (body === undefined) return refused(400, 'not-json');
  if (options.encryptKey === undefined) {
    if ('encrypt' in body) return refused(401, 'encrypted-without-key');
    if (options.verificationToken === undefined) return refused(401, 'no-secret-configured');
    return readPlain(body, { options, signedAtMs: undefined });
  }
  return readEncrypted(request, { options, encryptKey: options.encryptKey, encrypted: Reflect.get(body, 'encrypt') });
}

interface Encrypted {
  readonly options: VerifyOptions;
  readonly encryptKey: string;
  readonly encrypted: unknown;
}

function readEncrypted(request: WebhookRequest, { options, encryptKey, encrypted }: Encrypted): Verified {
  if (typeof encrypted !== 'string') return refused(401, 'not-encrypted');
  const { headers } = request;
  const timestamp = headers['x-lark-request-timestamp'];
  const nonce = headers['x-lark-request-nonce'];
  const signature = headers['x-lark-signature'];
  const isSigned = timestamp !== undefined && nonce !== undefined && signature !== undefined;
  if (isSigned && !sameSecret(signature, signatureOf({ timestamp, nonce, encryptKey, body: request.body }))) {
    return refused(401, 'bad-signature');
  }
  const plain = open(encrypted, encryptKey);
  if (plain === undefined) return refused(401, 'not-decryptable');
  const signedAtMs = isSigned ? epochMs(timestamp) : Number.NaN;
  // Only the question at set-up comes unsigned; that it could be decrypted shows the key is shared.
  if (!isSigned && !Challenge.safeParse(plain).success) return refused(401, 'not-signed');
  return readPlain(plain, { options, signedAtMs });
}

interface Context {
  readonly options: VerifyOptions;
  /** Instant the signature vouches for; undefined where requests are not signed. */
  readonly signedAtMs: number | undefined;
}

function readPlain(plain: object, context: Context): Verified {
  const challenge = Challenge.safeParse(plain);
  if (challenge.success) {
    if (!isTokenRight(challenge.data.token, context.options)) return refused(401, 'bad-token');
    return { kind: 'challenge', challenge: challenge.data.challenge };
  }
  if (!('schema' in plain)) return readLegacy(plain, context);
  const envelope = Envelope.safeParse(plain);
  if (!envelope.success) return refused(400, 'bad-shape');
  const { header } = envelope.data;
  if (!isTokenRight(header.token, context.options)) return refused(401, 'bad-token');
  if (header.app_id !== context.options.appId) return refused(401, 'other-app');
  if (!isTenantTaken(header.tenant_key, context.options)) return refused(401, 'other-tenant');
  if (!isFresh(header, context)) return refused(401, 'stale');
  return { kind: 'event', type: header.event_type, eventId: header.event_id, envelope: envelope.data };
}

function readLegacy(plain: object, context: Context): Verified {
  const legacy = LegacyEnvelope.safeParse(plain);
  if (!legacy.success) return refused(400, 'bad-shape');
  return isTokenRight(legacy.data.token, context.options) ? { kind: 'other' } : refused(401, 'bad-token');
}

function isTokenRight(token: string | undefined, options: VerifyOptions): boolean {
  return options.verificationToken === undefined || sameSecret(token ?? '', options.verificationToken);
}

function isTenantTaken(tenantKey: string | undefined, options: VerifyOptions): boolean {
  return options.tenantKeys === undefined || (tenantKey !== undefined && options.tenantKeys.includes(tenantKey));
}

/** Both the signed instant and the event's own must lie in the window; an unsigned request must at least have its own. */
function isFresh(
  header: { readonly event_type: string; readonly create_time?: string | number | undefined },
  context: Context,
): boolean {
  const windowMs = header.event_type === CARD_ACTION ? CALLBACK_WINDOW_MS : EVENT_WINDOW_MS;
  const isNear = (instantMs: number) => Math.abs(context.options.now() - instantMs) <= windowMs;
  const createdAtMs = epochMs(header.create_time);
  if (context.signedAtMs !== undefined && !isNear(context.signedAtMs)) return false;
  if (Number.isNaN(createdAtMs)) return context.signedAtMs !== undefined;
  return isNear(createdAtMs);
}

function open(encrypted: string, encryptKey: string): object | undefined {
  try {
    return parseObject(decrypt(encrypted, encryptKey));
  } catch {
    return undefined;
  }
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
