/**
 * Similarity print of a text: 64 bits from its pairs of characters (simhash). Texts about the same thing in nearly
 * the same words differ in few bits. The print tells nothing about who wrote it.
 */
const BITS = 64;

/** FNV-1a over two UTF-16 units, as two 32-bit halves with different seeds. */
function mix(a: number, b: number, seed: number): number {
  let hash = seed;
  hash = Math.imul(hash ^ (a & 0xff), 0x01000193);
  hash = Math.imul(hash ^ (a >>> 8), 0x01000193);
  hash = Math.imul(hash ^ (b & 0xff), 0x01000193);
  hash = Math.imul(hash ^ (b >>> 8), 0x01000193);
  hash ^= hash >>> 15;
  return hash >>> 0;
}

/** Only the first part counts: enough to tell letters apart, cheap for long ones. */
const READ = 600;

export function printOf(text: string): string {
  const plain = text.replace(/[\s\p{P}]/gu, '').slice(0, READ);
  const weights = new Int32Array(BITS);
  for (let index = 0; index + 1 < plain.length; index += 1) {
    const a = plain.charCodeAt(index);
    const b = plain.charCodeAt(index + 1);
    const low = mix(a, b, 0x811c9dc5);
    const high = mix(b, a, 0x9dc5811c);
    for (let bit = 0; bit < 32; bit += 1) {
      weights[bit] = (weights[bit] ?? 0) + ((low >>> bit) & 1 ? 1 : -1);
      weights[32 + bit] = (weights[32 + bit] ?? 0) + ((high >>> bit) & 1 ? 1 : -1);
    }
  }
  let print = 0n;
  for (let bit = 0; bit < BITS; bit += 1) if ((weights[bit] ?? 0) > 0) print |= 1n << BigInt(bit);
  return print.toString(16).padStart(16, '0');
}

/** Differing bits of two prints, 0-64. */
export function distance(a: string, b: string): number {
  let differing = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  let count = 0;
  while (differing > 0n) {
    count += Number(differing & 1n);
    differing >>= 1n;
  }
  return count;
}

/** Prints closer than this, from the same appellant, are taken for the same matter (X2). */
export const SAME_MATTER_BITS = 16;
