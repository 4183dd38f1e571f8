import type { ZodError } from 'zod';
import { describe } from '../domain/errors';
import type { Refusal } from '../domain/result';
import type { FieldProblem } from './doors';

/** Sentences for what a schema finds; the schemas' messages are these words. */
const WORDS: Readonly<Record<string, (detail: string) => { zh: string; en: string }>> = {
  required: () => ({ zh: '必填，请补上。', en: 'Required. Fill it in.' }),
  'too-long': (max) => ({
    zh: max ? `最多 ${max} 个字，请缩短。` : '太长，请缩短。',
    en: max ? `At most ${max} characters. Shorten it.` : 'Too long. Shorten it.',
  }),
  'too-many': (max) => ({ zh: `最多 ${max} 个。`, en: `At most ${max}.` }),
  choose: () => ({ zh: '请从给定的选项中选择。', en: 'Choose one of the given values.' }),
  instant: () => ({
    zh: '时间格式应为 2026-05-07T09:30:00+08:00。',
    en: 'Write the time as 2026-05-07T09:30:00+08:00.',
  }),
  boolean: () => ({ zh: '应为 true 或 false。', en: 'Must be true or false.' }),
  'whole-number': () => ({
    zh: '应为 1 到 730 的整数（工作日）。',
    en: 'Must be a whole number from 1 to 730 (working days).',
  }),
  'url-or-base64': () => ({ zh: '附件须有 url 或 base64 其中一项。', en: 'An attachment needs either url or base64.' }),
};

/** Every problem of an input, by field path. */
export function problemsOf(error: ZodError): FieldProblem[] {
  return error.issues.map((issue) => {
    const [word = '', detail = ''] = issue.message.split(':');
    const known = WORDS[word];
    const sentence = known
      ? known(detail)
      : { zh: '格式不正确，请对照接口说明修改。', en: 'Malformed. See the interface description.' };
    return { field: issue.path.map(String).join('.') || 'body', code: known ? word : 'malformed', ...sentence };
  });
}

/** A refusal of a rule, as a problem of one field. */
problemsOf.refusal = (field: string, refusal: Refusal): FieldProblem => ({
  field,
  code: refusal.code,
  ...describe(refusal),
});
