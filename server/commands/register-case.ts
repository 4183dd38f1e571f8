import { z } from 'zod';
import type { Card } from '../../cards/card';
import { formCard } from '../../cards/form-card';
import { findUnit } from '../domain/names';
import { parseInstant } from '../domain/shanghai';
import { cleanText } from '../domain/text-clean';
import type { Desk } from './command';
import { toFormNode } from './form';
import { CASE_TYPES, GRADES, optionalOneOf } from './input';

/** Longest content the contract takes, in characters (code points). */
export const CONTENT_MAX = 10_000;

const absent = (value: unknown) => (value === null || value === '' ? undefined : value);
const characters = (text: string) => [...text].length;

function line(max: number) {
  return z.preprocess(
    absent,
    z
      .string()
      .transform((text) => cleanText(text).replace(/\s+/g, ' ').trim())
      .pipe(z.string().refine((text) => characters(text) <= max, { error: `too-long:${max}` }))
      .transform((text) => (text === '' ? undefined : text))
      .optional(),
  );
}

const instant = z.preprocess(
  absent,
  z
    .string()
    .transform((text, context) => {
      const parsed = parseInstant(text);
      if (parsed.ok) return parsed.value;
      context.addIssue({ code: 'custom', message: 'instant' });
      return z.NEVER;
    })
    .optional(),
);
const flag = z.preprocess(absent, z.boolean({ error: 'boolean' }).optional());

/** The intake body of the contract §3; unknown fields are ignored, known ones are checked. */
export const IntakeBody = z.object({
  source_id: z.preprocess(absent, z.string({ error: 'required' }).trim().min(1, 'required').max(120, 'too-long:120')),
  channel: line(40),
  content: z
    .string({ error: 'required' })
    .refine((text) => characters(text) <= CONTENT_MAX, { error: `too-long:${CONTENT_MAX}` })
    .transform((text) => cleanText(text).trim())
    .pipe(z.string().min(1, 'required')),
  title: line(200),
  received_at: instant,
  appellant_kind: optionalOneOf(['citizen', 'enterprise']),
  type: optionalOneOf(CASE_TYPES),
  name: line(60),
  phone: line(40),
  address: line(200),
  against: line(100),
  item: line(80),
  grade: optionalOneOf(GRADES),
  urgent: flag,
  immediate: flag,
  statutory_days: z.preprocess(
    absent,
    z.number({ error: 'whole-number' }).int('whole-number').min(1, 'whole-number').max(730, 'whole-number').optional(),
  ),
  new_enterprise: flag,
  session: optionalOneOf(['at-session', 'between-sessions']),
  level: optionalOneOf(['city', 'district']),
  handed_over_at: instant,
  upstream_due: instant,
  attachments: z.preprocess(
    absent,
    z
      .array(
        z
          .object({
            name: z.string().min(1).max(200),
            url: z
              .url({ protocol: /^https?$/ })
              .max(2000)
              .optional(),
            base64: z.base64().optional(),
          })
          .refine((file) => (file.url === undefined) !== (file.base64 === undefined), { error: 'url-or-base64' }),
      )
      .max(20, 'too-many:20')
      .optional(),
  ),
});
export type IntakeBody = z.infer<typeof IntakeBody>;

/** Digits of a telephone number, country prefix left off, so that spellings of one number are one number. */
export function phoneDigits(phone: string): string {
  const digits = phone.normalize('NFKC').replace(/\D/g, '');
  const mobile = /^(?:0086|86|0)?(1[3-9]\d{9})$/.exec(digits);
  return mobile?.[1] ?? digits;
}

/** A unit's code where the words name one unit; otherwise undefined, and the words stay words. */
export function unitNamed(words: string | undefined, desk: Desk): string | undefined {
  if (words === undefined) return undefined;
  if (desk.policy.units.some((unit) => unit.code === words)) return words;
  const found = findUnit(desk.policy, words);
  return found.kind === 'one' ? found.value.code : undefined;
}

/** The form people fill when an appeal comes by foot or by telephone. */
export function registerForm(desk: Desk): Card {
  const { policy } = desk;
  // Proposals and hall matters need facts this form has no field for: they come by the intake API.
  const channels = policy.channels.filter((channel) => !['proposals', 'service-hall'].includes(channel.code));
  const types = CASE_TYPES.filter((type) => policy.caseTypes[type].active);
  const form = toFormNode(
    'register-case',
    {
      title: '登记诉求',
      fields: [
        {
          name: 'channel',
          label: '渠道',
          required: true,
          kind: 'select',
          options: channels.map((channel) => ({ text: channel.name.zh, value: channel.code })),
          initial: 'hotline-12345',
        },
        { name: 'content', label: '诉求内容', required: true, kind: 'long-text' },
      ],
      more: [
        { name: 'title', label: '标题', required: false, kind: 'text' },
        { name: 'name', label: '诉求人', required: false, kind: 'text' },
        { name: 'phone', label: '电话', required: false, kind: 'text' },
        { name: 'address', label: '地点', required: false, kind: 'text' },
        {
          name: 'kind',
          label: '诉求人类别',
          required: false,
          kind: 'select',
          options: [
            { text: '群众', value: 'citizen' },
            { text: '企业', value: 'enterprise' },
          ],
        },
        {
          name: 'type',
          label: '类型',
          required: false,
          kind: 'select',
          options: types.map((type) => ({ text: policy.caseTypes[type].zh, value: type })),
        },
        { name: 'against', label: '被反映单位', required: false, kind: 'text' },
      ],
    },
    { case: null, v: 0 },
    { text: '登记' },
  );
  return formCard.render({
    title: '登记诉求',
    number: null,
    lead: '登记后进入派单群；姓名、电话加密保存，群内不显示。',
    form,
  });
}
