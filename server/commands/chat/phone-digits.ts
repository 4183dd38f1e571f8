import { plainView } from '../../domain/plain-view';
import { phoneDigits } from '../register-case';

const PHONE_SIGNS = /^[\d\s()+–—-]+$/;
const PLAUSIBLE = /^(?:(?:00)?86|0)?1[3-9]\d{9}$|^0\d{9,11}$|^400\d{7}$|^[2-9]\d{6,7}$/;
const MOBILE = /^(?:(?:00)?86|0)?(1[3-9]\d{9})$/;

/**
 * The forms under which a phone number may have been kept, when the whole text is one; else none. A mobile typed
 * with a country code or a leading zero is also looked for without.
 */
export function phonesIn(text: string): readonly string[] {
  const plain = plainView(text.normalize('NFKC').trim()).text;
  if (!PHONE_SIGNS.test(plain)) return [];
  const digits = plain.replace(/\D/g, '');
  if (!PLAUSIBLE.test(digits)) return [];
  return [...new Set([phoneDigits(plain), MOBILE.exec(digits)?.[1] ?? digits])];
}
