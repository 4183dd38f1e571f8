import { z } from 'zod';
import { parseInstant } from '../domain/shanghai';
import { cleanText } from '../domain/text-clean';

/** Form values as platforms send them: an empty input is '', an unset select is '' or absent. */
const blank = (value: unknown) => (value === '' || value === null ? undefined : value);
const tidy = (text: string) => cleanText(text).trim();

/** Longest text a person may bring by any way; the form's own limit is lower. */
export const TEXT_MAX = 10_000;

export const words = z.preprocess(
  blank,
  z.string({ error: 'required' }).transform(tidy).pipe(z.string().min(1, 'required').max(TEXT_MAX, 'too-long')),
);
export const optionalWords = z.preprocess(
  blank,
  z
    .string()
    .transform(tidy)
    .transform((text) => (text === '' ? undefined : text))
    .pipe(z.string().max(TEXT_MAX, 'too-long').optional())
    .optional(),
);

export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.preprocess(blank, z.enum(values, { error: 'choose' }));
}

export function optionalOneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.preprocess(blank, z.enum(values, { error: 'choose' }).optional());
}

/** A picker's value: `2026-05-07 09:30 +0800`, or any ISO instant. Epoch ms. */
export const optionalInstant = z.preprocess(
  blank,
  z
    .string()
    .transform((text, context) => {
      const picked = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})(?: ([+-]\d{2}):?(\d{2}))?$/.exec(text);
      const iso = picked
        ? `${picked[1]}T${picked[2]}:00${picked[3] === undefined ? '+08:00' : `${picked[3]}:${picked[4]}`}`
        : text;
      const instant = parseInstant(iso);
      if (!instant.ok) {
        context.addIssue({ code: 'custom', message: 'instant' });
        return z.NEVER;
      }
      return instant.value;
    })
    .optional(),
);

export const TOLD_BY = ['phone', 'sms', 'visit', 'online', 'letter'] as const;
export const CASE_TYPES = ['consultation', 'suggestion', 'report', 'complaint', 'help'] as const;
export const GRADES = ['general', 'complex', 'major'] as const;
