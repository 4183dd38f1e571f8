import { createHash } from 'node:crypto';
import { decryptPush, encryptPush, signPush } from './crypto';

it('reads the vector of the platform documents', () => {
  expect(decryptPush('test key', 'P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=')).toBe('hello world');
});

it('reads back what it wrote, Chinese included', () => {
  expect(decryptPush('k', encryptPush('k', '{"text":"路灯不亮"}'))).toBe('{"text":"路灯不亮"}');
});

it('signs timestamp, nonce, key and raw body in this order', () => {
  expect(signPush('1', 'n', 'k', '{}')).toBe(createHash('sha256').update('1nk{}').digest('hex'));
});
