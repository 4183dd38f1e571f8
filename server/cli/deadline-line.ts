import { z } from 'zod';
import type { WorkCalendar } from '../domain/calendar';
import { type DeadlineFacts, type Due, dueFor, limitDue } from '../domain/deadline';
import { describe } from '../domain/errors';
import type { DeadlineRule, Policy } from '../domain/policy';
import { fail, type Result } from '../domain/result';
import { isoShanghai, parseInstant } from '../domain/shanghai';

/** One question: a receipt and what runs from it. Names are those of the intake body. */
export const DeadlineQuestion = z
  .object({
    received: z.string(),
    rule: z.string().optional(),
    limit: z.object({ count: z.number(), unit: z.enum(['working-day', 'calendar-day', 'hour', 'month']) }).optional(),
    statutory_days: z.number().optional(),
    level: z.enum(['city', 'district']).optional(),
    session: z.enum(['at-session', 'between-sessions']).optional(),
    handed_over_at: z.string().optional(),
  })
  .refine((question) => (question.rule === undefined) !== (question.limit === undefined), {
    path: ['rule', 'limit'],
  });
export type DeadlineQuestion = z.infer<typeof DeadlineQuestion>;

/** The answer to a bad line, in its place. */
export interface LineError {
  readonly error: { readonly code: string; readonly zh: string; readonly en: string };
}

export interface Counter {
  readonly policy: Policy;
  readonly calendar: WorkCalendar;
}

/** Refusals: those of `dueFor`, `deadline.unknown-rule`, `deadline.contradiction`, `instant.malformed`. */
export function countDue(question: DeadlineQuestion, { policy, calendar }: Counter): Result<Due> {
  const received = parseInstant(question.received);
  if (!received.ok) return received;
  if (question.limit !== undefined) return limitDue(question.limit, received.value, calendar);
  const rule = policy.rules.find((known) => known.id === question.rule);
  if (rule === undefined) {
    const known = policy.rules.map(({ id }) => id).join('、');
    return fail('deadline.unknown-rule', { rule: (question.rule ?? '').slice(0, 60), known });
  }
  const clash = contradiction(question, rule);
  if (clash) return clash;
  const handedOver = question.handed_over_at === undefined ? undefined : parseInstant(question.handed_over_at);
  if (handedOver?.ok === false) return handedOver;
  const facts: DeadlineFacts = {
    channel: rule.channel,
    receivedAt: received.value,
    statutoryDays: question.statutory_days,
    handedOverAt: handedOver?.value,
  };
  return dueFor(rule, facts, calendar, policy.officeHours);
}

/** A rule that is for another level or session than the one given would be counted without anybody noticing. */
function contradiction(question: DeadlineQuestion, rule: DeadlineRule): ReturnType<typeof fail> | undefined {
  for (const field of ['level', 'session'] as const) {
    const given = question[field];
    const wanted = rule.when[field];
    if (given !== undefined && wanted !== undefined && given !== wanted) {
      return fail('deadline.contradiction', { rule: rule.id, field, wanted, given });
    }
  }
  return undefined;
}

/** Answers one line of JSON: `{"due","provisional"}`, or the error that takes its place. */
export function answerLine(line: string, counter: Counter): { due: string | null; provisional: boolean } | LineError {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return lineError(
      'line.not-json',
      '这一行不是有效的 JSON，请检查格式。',
      'This line is not valid JSON. Check its format.',
    );
  }
  const question = DeadlineQuestion.safeParse(raw);
  if (!question.success) return wrongFields(question.error);
  const due = countDue(question.data, counter);
  if (!due.ok) {
    const { zh, en } = describe(due);
    return lineError(due.code, zh, en);
  }
  const { dueAt, provisional } = due.value;
  return { due: dueAt === null ? null : isoShanghai(dueAt), provisional };
}

function wrongFields(error: z.ZodError): LineError {
  const fields = [...new Set(error.issues.map((issue) => issue.path.map(String).join('.') || 'line'))].join(', ');
  return lineError(
    'line.malformed',
    `这一行的 ${fields} 缺失或不正确。每行须有 received，以及 rule 或 limit 之一，如 {"received":"2026-03-02T09:00:00+08:00","rule":"hotline.reply"}。`,
    `In this line ${fields} is missing or wrong. A line has received and either rule or limit, e.g. {"received":"2026-03-02T09:00:00+08:00","rule":"hotline.reply"}.`,
  );
}

function lineError(code: string, zh: string, en: string): LineError {
  return { error: { code, zh, en } };
}
