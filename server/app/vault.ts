import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';
import type { Secrets } from '../commands/command';
import { PrivateData } from '../domain/case';

/** Stored before every ciphertext, so that another algorithm can be told apart later (D30). */
const ALGORITHM_ID = 'a1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

const POOL_BYTES = 4096;
let pool = Buffer.alloc(0);

/** Random bytes, fetched a page at a time: a call into the generator costs more than a hundred times what 12 bytes do. */
function randomBytes(length: number): Buffer {
  if (pool.length < length) pool = randomFillSync(Buffer.alloc(POOL_BYTES));
  const taken = Buffer.from(pool.subarray(0, length));
  // What was handed out must not lie around in the pool as well.
  pool.fill(0, 0, length);
  pool = pool.subarray(length);
  return taken;
}

function encrypt(key: KeyObject | Buffer, plain: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return `${ALGORITHM_ID}:${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')}`;
}

function decrypt(key: KeyObject | Buffer, sealed: string): Buffer {
  const [id, data] = sealed.split(':');
  if (id !== ALGORITHM_ID || data === undefined) throw new Error('unknown encryption of stored data');
  const raw = Buffer.from(data, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, raw.subarray(0, IV_BYTES));
  decipher.setAuthTag(raw.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(raw.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

export interface SealedCase {
  readonly wrappedKey: string;
  readonly cipher: string;
}

/**
 * Personal data at rest. Every case has its own random key, wrapped by the data key that lies outside the database:
 * destroying the wrapped key erases the person and leaves the log whole.
 */
export class Vault implements Secrets {
  readonly #wrapKey: KeyObject;
  readonly #sealKey: KeyObject;
  readonly #hashKey: KeyObject;

  /** @param dataKey 32 bytes */
  constructor(dataKey: Buffer) {
    if (dataKey.length !== 32) throw new RangeError('the data key must have 32 bytes');
    const derive = (use: string) => createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, 'suban', use, 32)));
    this.#wrapKey = derive('case-key');
    this.#sealKey = derive('message');
    this.#hashKey = derive('fingerprint');
  }

  sealCase(data: PrivateData): SealedCase {
    const key = randomBytes(32);
    return { wrappedKey: encrypt(this.#wrapKey, key), cipher: encrypt(key, Buffer.from(JSON.stringify(data))) };
  }

  open(stored: SealedCase): PrivateData {
    return PrivateData.parse(JSON.parse(decrypt(this.#caseKey(stored), stored.cipher).toString('utf8')));
  }

  sealText(stored: { readonly wrappedKey: string }, text: string): string {
    return encrypt(this.#caseKey(stored), Buffer.from(text));
  }

  openText(stored: { readonly wrappedKey: string }, cipher: string): string {
    return decrypt(this.#caseKey(stored), cipher).toString('utf8');
  }

  fingerprint(kind: 'phone' | 'name' | 'tracking' | 'token' | 'ticket', value: string): string {
    return createHmac('sha256', this.#hashKey).update(`${kind}:${value}`).digest('base64url');
  }

  randomToken(): string {
    return randomBytes(24).toString('base64url');
  }

  seal(text: string): string {
    return encrypt(this.#sealKey, Buffer.from(text));
  }

  unseal(sealed: string): string {
    return decrypt(this.#sealKey, sealed).toString('utf8');
  }

  #caseKey(stored: { readonly wrappedKey: string }): Buffer {
    return decrypt(this.#wrapKey, stored.wrappedKey);
  }
}

/** Link of a hash chain: the hash of one entry commits to all before it. */
export function chainHash(previous: string, body: string): string {
  return createHash('sha256').update(previous).update('\n').update(body).digest('hex');
}
