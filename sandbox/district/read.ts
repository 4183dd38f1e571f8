import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** The demonstration district: its people, its chats and forty appeals, all invented. */

const role = z.enum([
  'admin',
  'dispatcher',
  'lead',
  'head',
  'handler',
  'grid',
  'reviewer',
  'follow-up',
  'supervisor',
  'liaison',
  'duty',
  'leader',
]);
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const person = z.strictObject({
  open_id: z.string().regex(/^ou_[0-9a-f]{32}$/),
  name: z.string().min(2),
  title: z.string().min(1),
  unit: z.string().optional(),
  grants: z.array(z.strictObject({ role, unit: z.string().optional(), post: z.string().optional() })).min(1),
});

const memberRule = z
  .strictObject({ role: role.optional(), unit: z.string().optional() })
  .refine((rule) => rule.role !== undefined || rule.unit !== undefined, 'a member rule needs a role or a unit');

const chat = z.strictObject({
  key: z.string(),
  name: z.string(),
  bind: z.string(),
  members: z.array(memberRule).min(1),
});

/** When an appeal came in, relative to the start of the demonstration. */
const received = z.union([
  z.strictObject({ minutes_before_now: z.int().min(0) }),
  z.strictObject({ working_days_before_now: z.int().min(1), at: clockTime }),
]);

const intake = z.strictObject({
  source_id: z.string().min(1),
  content: z.string().min(1).max(10_000),
  title: z.string().optional(),
  appellant_kind: z.enum(['citizen', 'enterprise']).optional(),
  type: z.enum(['consultation', 'suggestion', 'report', 'complaint', 'help']).optional(),
  name: z.string().optional(),
  phone: z.string().optional(),
  address: z.string().optional(),
  against: z.string().optional(),
  item: z.string().optional(),
  grade: z.enum(['general', 'complex', 'major']).optional(),
  urgent: z.boolean().optional(),
  immediate: z.boolean().optional(),
  statutory_days: z.int().min(1).optional(),
  new_enterprise: z.boolean().optional(),
  session: z.enum(['at-session', 'between-sessions']).optional(),
  level: z.enum(['city', 'district']).optional(),
});

const appeal = z.strictObject({
  channel: z.enum([
    'service-hall',
    'hotline-12345',
    'instant-response',
    'portal',
    'enterprise-visit',
    'lifecycle-platform',
    'proposals',
  ]),
  received,
  /** Proposals: when the matter was handed over, relative like `received`. */
  handed_over: received.optional(),
  body: intake,
});

export type DistrictPerson = z.output<typeof person>;
export type DistrictAppeal = z.output<typeof appeal>;
export type Offset = z.output<typeof received>;

export interface DistrictChat {
  /** Purpose of the contract: `dispatch`, `unit:housing`, `group:citizen`. */
  readonly key: string;
  readonly name: string;
  /** What is said to the bot after 绑定, e.g. `单位 区住建局`. */
  readonly bind: string;
  /** open_ids, in the order of the people file, each once. */
  readonly members: readonly string[];
}

export interface District {
  readonly people: readonly DistrictPerson[];
  readonly chats: readonly DistrictChat[];
  /** In the order they came in is up to the caller; the file lists them by channel. */
  readonly appeals: readonly DistrictAppeal[];
}

/**
 * Reads and checks the demonstration district.
 * @param folder where `people.yaml`, `chats.yaml` and `appeals.yaml` lie
 * @throws when a file is missing or does not have the expected shape: it is part of the program, not input
 */
export function readDistrict(folder: string = __dirname): District {
  const { people } = z.strictObject({ people: z.array(person) }).parse(readYaml(folder, 'people.yaml'));
  const { chats } = z.strictObject({ chats: z.array(chat) }).parse(readYaml(folder, 'chats.yaml'));
  const { appeals } = z.strictObject({ appeals: z.array(appeal) }).parse(readYaml(folder, 'appeals.yaml'));
  return {
    people,
    chats: chats.map(({ key, name, bind, members }) => ({
      key,
      name,
      bind,
      members: people.filter((one) => members.some((rule) => fits(one, rule))).map((one) => one.open_id),
    })),
    appeals,
  };
}

function readYaml(folder: string, file: string): unknown {
  return parse(readFileSync(join(folder, file), 'utf8'));
}

/** A unit alone means everybody who works there; with a role, the holders of that role in the unit. */
function fits(one: DistrictPerson, rule: z.output<typeof memberRule>): boolean {
  if (rule.role === undefined) return one.unit === rule.unit;
  return one.grants.some((grant) => grant.role === rule.role && (rule.unit === undefined || grant.unit === rule.unit));
}
