import type { WorkCalendar } from './calendar';
import type { Actor, CaseState, LogDraft } from './case';
import type { AppellantKind, CaseType, Grade, Policy } from './policy';
import { fail, ok, type Result } from './result';

/** The facts of an appeal as it came in, personal data left aside. */
export interface RegisterFacts {
  readonly number: string;
  readonly channel: string;
  readonly sourceId: string | undefined;
  readonly kind: AppellantKind | undefined;
  readonly type: CaseType | undefined;
  readonly grade: Grade;
  readonly urgent: boolean;
  readonly anonymous: boolean;
  readonly immediate: boolean | undefined;
  readonly statutoryDays: number | undefined;
  readonly newEnterprise: boolean | undefined;
  readonly session: 'at-session' | 'between-sessions' | undefined;
  readonly level: 'city' | 'district' | undefined;
  readonly handedOverAt: number | undefined;
  readonly upstreamDue: number | undefined;
  readonly receivedAt: number;
  readonly item: string | undefined;
  readonly against: string | undefined;
  readonly suggestion:
    | { readonly item: string; readonly unit: string; readonly because: readonly string[] }
    | undefined;
  readonly place: {
    readonly street?: string | undefined;
    readonly community?: string | undefined;
    readonly gridPost?: string | undefined;
  };
  readonly duplicates: readonly string[];
}

export interface RegisterSetting {
  readonly policy: Policy;
  readonly calendar: WorkCalendar;
  readonly now: number;
}

/** A new case in status `registered`, belonging to its channel's lead unit until assigned (D17). */
export function register(
  facts: RegisterFacts,
  by: Actor,
  { policy, now }: RegisterSetting,
): Result<{ next: CaseState; log: readonly LogDraft[] }> {
  const channel = policy.channels.find((known) => known.code === facts.channel);
  if (!channel) return fail('channel.unknown', { channel: facts.channel });
  const type = facts.type ?? channel.defaultType;
  if (!policy.caseTypes[type].active) return fail('case.type-inactive', { type });
  const next: CaseState = compact({
    number: facts.number,
    version: 0,
    status: 'registered' as const,
    channel: facts.channel,
    sourceId: facts.sourceId,
    kind: facts.kind ?? channel.defaultKind,
    type,
    grade: facts.grade,
    urgent: facts.urgent,
    anonymous: facts.anonymous,
    immediate: facts.immediate,
    statutoryDays: facts.statutoryDays,
    newEnterprise: facts.newEnterprise,
    session: facts.session,
    level: facts.level,
    handedOverAt: facts.handedOverAt,
    upstreamDue: facts.upstreamDue,
    receivedAt: facts.receivedAt,
    registeredAt: now,
    leadUnit: channel.lead,
    coUnits: [],
    item: facts.item ?? facts.suggestion?.item,
    suggestedUnit: facts.suggestion?.unit,
    suggestedBy: facts.suggestion ? [...facts.suggestion.because] : undefined,
    street: facts.place.street,
    community: facts.place.community,
    gridPost: facts.place.gridPost,
    against: facts.against,
    responsible: { unit: channel.lead },
    followUps: 0,
    calls: 0,
    duplicates: [...facts.duplicates],
    policyVersion: policy.version,
  });
  const data = compact({
    channel: next.channel,
    type: next.type,
    grade: next.grade,
    kind: next.kind,
    urgent: next.urgent,
    item: next.item,
    suggestedUnit: next.suggestedUnit,
    duplicates: next.duplicates.length > 0 ? next.duplicates : undefined,
    receivedAt: next.receivedAt,
    leadUnit: next.leadUnit,
    policy: policy.version,
    via: by.via,
  });
  return ok({ next, log: [{ type: 'case.registered', data }] });
}

type Compacted<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Drops the keys that hold nothing, so that a stored fact is present exactly when it is known. */
export function compact<T extends object>(value: T): Compacted<T> {
  // A loop and not three arrays: every stored decision passes here.
  const held: Record<string, unknown> = {};
  for (const [key, known] of Object.entries(value)) if (known !== undefined) held[key] = known;
  return held as Compacted<T>;
}
