import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDescribed, describe as words } from './errors';

const SERVER = resolve(__dirname, '..');

function sources(): readonly { file: string; text: string }[] {
  return readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => ({ file, text: readFileSync(join(SERVER, file), 'utf8') }));
}

/** Codes of `fail('code'` and of intake's `add('field', 'code'`, with the names of the parameters given beside them. */
function refusals(): readonly { file: string; code: string; params: readonly string[] }[] {
  return sources().flatMap(({ file, text }) =>
    [...text.matchAll(/\b(?:fail\(\s*|add\('[\w-]+', )'([a-z-]+\.[a-z-]+)'(?:,\s*\{((?:[^{}]|\{[^{}]*\})*)\})?/g)].map(
      (match) => ({
        file,
        code: match[1] ?? '',
        params: [...(match[2] ?? '').replace(/\{[^{}]*\}/g, '').matchAll(/(?:^|,)\s*(\w+)/g)].map(
          (name) => name[1] ?? '',
        ),
      }),
    ),
  );
}

describe('describe', () => {
  it('has words for every refusal in the sources', () => {
    const found = refusals();
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter(({ code }) => !isDescribed(code)).map(({ code, file }) => `${code} (${file})`)).toEqual([]);
  });

  it('asks for no parameter that the refusal does not bring', () => {
    const holes = refusals().filter(({ code, params }) => {
      const { zh, en } = words({ code, params: Object.fromEntries(params.map((name) => [name, 'x'])) });
      return `${zh}${en}`.includes('—');
    });
    expect(holes.map(({ code, file, params }) => `${code} ${params.join(',')} (${file})`)).toEqual([]);
  });

  it('speaks plainly: Chinese in Chinese, English in English, no code and no exclamation mark', () => {
    for (const { code } of refusals()) {
      const { zh, en } = words({ code, params: {} });
      expect(zh).toMatch(/[一-龥].*[。？]$/);
      expect(en).toMatch(/^["A-Z—].*[.?]$/);
      expect(en).not.toMatch(/[一-龥]/);
      expect(`${zh}${en}`).not.toMatch(/[!！]/);
      expect(`${zh}${en}`).not.toContain(code);
    }
  });

  it('shows statuses, acts, roles and units in words', () => {
    const wrong = words({
      code: 'case.wrong-status',
      params: { number: 'LS-1', status: 'claimed', command: 'claim-case' },
    });
    expect(wrong.zh).toBe('工单 LS-1 当前为“在办”，不能签收。请由承办单位按卡片上的按钮继续办理。');
    expect(wrong.en).toContain('is in hand and cannot be claimed');
    expect(words({ code: 'permission.role-needed', params: { roles: 'handler|head' } }).zh).toContain(
      '承办人、单位负责人',
    );
    expect(words({ code: 'deadline.bad-count', params: { count: 0, unit: 'working-day', most: 3650 } }).zh).toContain(
      '0 个工作日',
    );
  });

  it('falls back to a general sentence with the code in brackets', () => {
    const unknown = words({ code: 'nobody.knows', params: {} });
    expect(unknown.zh).toContain('（nobody.knows）');
    expect(unknown.en).toContain('(nobody.knows)');
    expect(words({ code: 'constructor', params: {} }).zh).toContain('（constructor）');
  });
});
