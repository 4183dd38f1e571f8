/**
 * Similarity print of a text: 64 bits from its pairs of characters (simhash). Texts about the same thing in nearly
 * the same words differ in few bits. The print tells nothing about who wrote it.
 */

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
  const low = new BitCounters();
  const high = new BitCounters();
  for (let index = 0; index + 1 < plain.length; index += 1) {
    const a = plain.charCodeAt(index);
    const b = plain.charCodeAt(index + 1);
    low.add(mix(a, b, 0x811c9dc5));
    high.add(mix(b, a, 0x9dc5811c));
  }
  const half = Math.max(0, plain.length - 1) / 2;
  return high.above(half) + low.above(half);
}

/** 2^10 is above the pairs of the part that is read. */
const PLANES = 10;

/**
 * 32 counters, one for each bit of a word, kept as binary digits across words: plane k holds the k-th digit of all of
 * them, so a word is counted by a few carries instead of 32 additions.
 */
class BitCounters {
  private readonly planes = new Int32Array(PLANES);

  add(word: number): void {
    let carry = word | 0;
    for (let k = 0; carry !== 0 && k < PLANES; k += 1) {
      const digit = this.planes[k] ?? 0;
      this.planes[k] = digit ^ carry;
      carry &= digit;
    }
  }

  /** The bits counted more than `share` times, as eight hexadecimal digits. */
  above(share: number): string {
    let word = 0;
    for (let bit = 0; bit < 32; bit += 1) {
      let count = 0;
      for (let k = PLANES - 1; k >= 0; k -= 1) count = count * 2 + (((this.planes[k] ?? 0) >>> bit) & 1);
      if (count > share) word |= 1 << bit;
    }
    return (word >>> 0).toString(16).padStart(8, '0');
  }
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
