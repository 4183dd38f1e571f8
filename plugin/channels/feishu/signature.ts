import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';

/** Compares two secrets in constant time, whatever their lengths. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}

/** sha256 over timestamp + nonce + key + the body's raw bytes: a re-serialised body would not match. */
export function signatureOf(parts: {
  readonly timestamp: string;
  readonly nonce: string;
  readonly encryptKey: string;
  readonly body: Buffer;
}): string {
  const { timestamp, nonce, encryptKey, body } = parts;
  return createHash('sha256').update(`${timestamp}${nonce}${encryptKey}`).update(body).digest('hex');
}

/** Opens base64(iv ‖ AES-256-CBC) under sha256(key). @throws when key or padding does not fit */
export function decrypt(encrypted: string, encryptKey: string): string {
  const bytes = Buffer.from(encrypted, 'base64');
  const key = createHash('sha256').update(encryptKey).digest();
  const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, 16));
  return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8');
}

/** Epoch ms of a timestamp that may be in seconds, milliseconds or (card callbacks) microseconds; NaN for none. */
export function epochMs(timestamp: string | number | undefined): number {
  const value = typeof timestamp === 'string' && !/^\d{1,17}$/.test(timestamp) ? Number.NaN : Number(timestamp);
  if (!Number.isFinite(value)) return Number.NaN;
  if (value < 1e11) return value * 1_000;
  return value < 1e14 ? value : Math.floor(value / 1_000);
}
