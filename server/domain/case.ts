import { z } from 'zod';
import type { Role, UnitCode } from './policy';

/** Statuses and stages of the contract §4. Consultation, suspension, supervision and urgency are flags. */
export const STATUSES = [
  'registered',
  'assigned',
  'disputed',
  'claimed',
  'waiting-supplement',
  'replied',
  'resolved',
  'archived',
  'declined',
  'merged',
] as const;
export type Status = (typeof STATUSES)[number];
export type Stage = 'accept' | 'assess' | 'handle' | 'feedback' | 'follow-up' | 'use';

const STAGE_OF: Readonly<Record<Status, Stage>> = {
  registered: 'accept',
  assigned: 'assess',
  disputed: 'assess',
  claimed: 'handle',
  'waiting-supplement': 'handle',
  replied: 'feedback',
  resolved: 'follow-up',
  archived: 'use',
  declined: 'use',
  merged: 'use',
};

export function stageOf(status: Status): Stage {
  return STAGE_OF[status];
}

/** A case that still needs somebody: clocks run, reminders fire, the daily list names it. */
export function isOpen(status: Status): boolean {
  return !['resolved', 'archived', 'declined', 'merged'].includes(status);
}

const instant = z.number().int();
const optionalInstant = instant.optional();

/**
 * What is known of a case, without one word of personal data (D30): who appealed, what was written and where they
 * live lie encrypted beside it. Instants are epoch milliseconds. Absent means "has not happened".
 */
export const CaseState = z.object({
  number: z.string(),
  version: z.number().int(),
  status: z.enum(STATUSES),
  channel: z.string(),
  sourceId: z.string().optional(),
  kind: z.enum(['citizen', 'enterprise']),
  type: z.enum(['consultation', 'suggestion', 'report', 'complaint', 'help']),
  grade: z.enum(['general', 'complex', 'major']),
  urgent: z.boolean(),
  anonymous: z.boolean(),
  immediate: z.boolean().optional(),
  statutoryDays: z.number().int().optional(),
  newEnterprise: z.boolean().optional(),
  session: z.enum(['at-session', 'between-sessions']).optional(),
  level: z.enum(['city', 'district']).optional(),
  handedOverAt: optionalInstant,
  upstreamDue: optionalInstant,
  receivedAt: instant,
  registeredAt: instant,
  leadUnit: z.string(),
  unit: z.string().optional(),
  firstUnit: z.string().optional(),
  coUnits: z.array(z.string()),
  item: z.string().optional(),
  suggestedUnit: z.string().optional(),
  suggestedBy: z.array(z.string()).optional(),
  street: z.string().optional(),
  community: z.string().optional(),
  gridPost: z.string().optional(),
  /** Unit code a report or complaint is against, when it names one (D13). */
  against: z.string().optional(),
  /** Person at work on the case (open_id). */
  assignee: z.string().optional(),
  /** Who answers for the case at this instant (R5a); recomputed at every act. */
  responsible: z.object({ unit: z.string(), person: z.string().optional(), note: z.string().optional() }),
  lock: z.object({ by: z.string(), until: instant }).optional(),
  assignedAt: optionalInstant,
  claimedAt: optionalInstant,
  contactedAt: optionalInstant,
  repliedAt: optionalInstant,
  resolvedAt: optionalInstant,
  archivedAt: optionalInstant,
  claimDueAt: optionalInstant,
  outcome: z.enum(['resolved', 'partly', 'not-possible', 'explained']).optional(),
  toldBy: z.string().optional(),
  basis: z.string().optional(),
  followUps: z.number().int(),
  followedUpAt: optionalInstant,
  calls: z.number().int(),
  /** The last timer that fired, so that the next one is known without counting (see timers.ts). */
  timerMark: z.object({ at: instant, kind: z.string() }).optional(),
  duplicates: z.array(z.string()),
  policyVersion: z.string(),
});
export type CaseState = z.infer<typeof CaseState>;

/** The encrypted part of a case. `texts` holds what people wrote later, by reference from the log. */
export const PrivateData = z.object({
  title: z.string().optional(),
  content: z.string(),
  name: z.string().optional(),
  phone: z.string().optional(),
  address: z.string().optional(),
  against: z.string().optional(),
  tracking: z.string(),
});
export type PrivateData = z.infer<typeof PrivateData>;

/** Who acts: a person by open_id with the roles they hold, or the product itself (timers, intake). */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly RoleGrant[];
  readonly via: 'card' | 'text' | 'api' | 'timer' | 'cli' | 'import';
}

export interface RoleGrant {
  readonly role: Role;
  readonly unit: UnitCode | null;
}

/** One line of the case log before the shell numbers, dates and chains it. `data` holds no personal data. */
export interface LogDraft {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Words people wrote. They are sealed beside the case; the stored entry keeps only where each one lies. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** A stored entry; its `texts` are references into the sealed texts of the case. */
export interface LogEntry extends LogDraft {
  readonly seq: number;
  readonly at: number;
  readonly by: { readonly id: string; readonly role?: string; readonly unit?: string; readonly via: Actor['via'] };
}
