import { z } from 'zod';

/** What each file of a pack may contain. Unknown keys are refused: a misspelt key must not become a silent default. */

const code = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const text = z.string().min(1);
const words = z.strictObject({ zh: text, en: text });
const count = z.int().min(1);
const appellantKind = z.enum(['citizen', 'enterprise']);
const caseType = z.enum(['consultation', 'suggestion', 'report', 'complaint', 'help']);
const countedUnit = z.enum(['hour', 'working-day', 'calendar-day', 'month']);

export const packSchema = z.strictObject({
  id: code,
  version: text,
  name: words,
  case_prefix: z.string().regex(/^[A-Z]{2,6}$/),
  office_hours: z.array(z.strictObject({ from: clockTime, to: clockTime })).min(1),
  archive_after_days: count,
});

export const unitsSchema = z.strictObject({
  units: z
    .array(
      z.strictObject({
        code,
        level: z.enum(['top', 'group', 'lead', 'department', 'street']),
        handles: z.boolean(),
        name: words,
        short: text,
        aliases: z.array(text).default([]),
      }),
    )
    .min(1),
});

export const channelsSchema = z.strictObject({
  channels: z
    .array(
      z.strictObject({
        code,
        parent: code.optional(),
        name: words,
        lead: code,
        default_kind: appellantKind,
        default_type: caseType,
        aliases: z.array(text).default([]),
      }),
    )
    .min(1),
});

const budget = z.discriminatedUnion('unit', [
  z.strictObject({ unit: countedUnit, count }),
  z.strictObject({ unit: z.literal('month-end'), month: z.int().min(1).max(12) }),
  z.strictObject({ unit: z.literal('same-day') }),
  z.strictObject({ unit: z.literal('statutory') }),
  z.strictObject({ unit: z.literal('none') }),
]);

const condition = z.strictObject({
  immediate: z.boolean().optional(),
  new_enterprise: z.boolean().optional(),
  session: z.enum(['at-session', 'between-sessions']).optional(),
  level: z.enum(['city', 'district']).optional(),
  grade: z.enum(['general', 'complex', 'major']).optional(),
});

export const deadlinesSchema = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z-]+\.[a-z-]+$/),
        name: words,
        channel: code,
        when: condition.default({}),
        clock: z.enum(['respond', 'resolve']),
        stop: z.enum(['contacted', 'replied', 'resolved']),
        budget,
        base: z.strictObject({ unit: countedUnit, count }).optional(),
        soft: z.boolean().default(false),
        from: z.enum(['received', 'handed-over']).default('received'),
        provenance: z.strictObject({
          kind: z.enum(['原文', '默认解释']),
          quote: text,
          requirement: z.string().regex(/^[RDX]\d+$/),
        }),
      }),
    )
    .min(1),
});

export const catalogueSchema = z.strictObject({
  items: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[a-z-]+\.[a-z0-9-]+$/),
        name: words,
        /** A unit code, or `street`: one item for every street. */
        unit: code,
        co: z.array(code).default([]),
        /** Words joined by 、: one YAML value instead of a dozen halves the time the pack takes to load. */
        keywords: z
          .string()
          .transform((joined) => joined.split(/[、\s]+/).filter((word) => word !== ''))
          .pipe(z.array(z.string().min(2)).min(4).max(12)),
        basis: text,
      }),
    )
    .min(1),
});

export const gridSchema = z.strictObject({
  /** Street → community code → name. */
  communities: z.record(code, z.record(z.string().regex(/^\d{12}$/), text)),
  posts: z
    .array(
      z.strictObject({
        code: z.string().regex(/^G-[A-Z]{2}-\d{2}$/),
        street: code,
        communities: z.array(z.string().regex(/^\d{12}$/)).min(1),
      }),
    )
    .min(1),
});

const active = z.strictObject({ zh: text, en: text, active: z.boolean() });

export const textsSchema = z.strictObject({
  roles: z.strictObject({
    admin: words,
    dispatcher: words,
    lead: words,
    head: words,
    handler: words,
    grid: words,
    reviewer: words,
    'follow-up': words,
    supervisor: words,
    liaison: words,
    duty: words,
    leader: words,
  }),
  case_types: z.strictObject({
    consultation: active,
    suggestion: active,
    report: active,
    complaint: active,
    help: active,
  }),
  chat_purposes: z.strictObject({
    dispatch: words,
    unit: words,
    review: words,
    daily: words,
    weekly: words,
    monthly: words,
    warning: words,
    supervision: words,
    'group:citizen': words,
    'group:enterprise': words,
  }),
  redirects: z.array(text).min(1),
});

export const remindersSchema = z.strictObject({
  shares: z.array(z.int().min(1).max(99)).min(1),
  due_day_at: clockTime,
  overdue_daily: z.boolean(),
});

export const rankingsSchema = z.strictObject({
  digest: z.strictObject({ day_at: clockTime, minimum_sample: count }),
});

/** Every file of a pack with the schema it must satisfy. */
export const packFiles = {
  'pack.yaml': packSchema,
  'units.yaml': unitsSchema,
  'channels.yaml': channelsSchema,
  'deadlines.yaml': deadlinesSchema,
  'catalogue.yaml': catalogueSchema,
  'grid.yaml': gridSchema,
  'texts.yaml': textsSchema,
  'reminders.yaml': remindersSchema,
  'rankings.yaml': rankingsSchema,
} as const;

export type PackFile = keyof typeof packFiles;
export type PackContents = { [F in PackFile]: z.output<(typeof packFiles)[F]> };
