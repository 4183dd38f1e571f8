import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const IV_BYTES = 16;

function aesKey(encryptKey: string): Buffer {
  return createHash('sha256').update(encryptKey).digest();
}

/**
 * Encrypts a pushed body the way the platform does: AES-256-CBC, key = sha256(encrypt key), PKCS7.
 * @returns base64(iv ‖ ciphertext), the value of the `encrypt` field
 */
export function encryptPush(encryptKey: string, plain: string, iv: Buffer = randomBytes(IV_BYTES)): string {
  const cipher = createCipheriv('aes-256-cbc', aesKey(encryptKey), iv);
  return Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
}

/** The reverse of {@link encryptPush}. @throws when the text was made with another key */
export function decryptPush(encryptKey: string, encrypted: string): string {
  const bytes = Buffer.from(encrypted, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', aesKey(encryptKey), bytes.subarray(0, IV_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES)), decipher.final()]).toString('utf8');
}

/** X-Lark-Signature: hex(sha256(timestamp + nonce + encrypt key + raw body)). */
export function signPush(timestamp: string, nonce: string, encryptKey: string, rawBody: string): string {
  return createHash('sha256').update(`${timestamp}${nonce}${encryptKey}${rawBody}`).digest('hex');
}
