/**
 * The district as data: what a rule pack says, after it has been read and checked. Pure types; the pack
 * loader (plugin/packs) fills them from YAML. A case keeps the policy version it was registered under.
 */

/** Codes are those of the contract: `hotline-12345`, `housing`, `hotline.reply`, `dispatcher`. */
export type ChannelCode = string;
export type UnitCode = string;
export type RuleId = string;

export interface Words {
  readonly zh: string;
  readonly en: string;
}

export type AppellantKind = 'citizen' | 'enterprise';
export type CaseType = 'consultation' | 'suggestion' | 'report' | 'complaint' | 'help';
export type Grade = 'general' | 'complex' | 'major';
/** The posts of the contract §5. */
export const ROLES = [
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
] as const;
export type Role = (typeof ROLES)[number];

/** Where a figure comes from: a sentence of the source text, or a reading of ours that an admin may change. */
export interface Provenance {
  readonly kind: '原文' | '默认解释';
  readonly quote: string;
  /** Requirement number, e.g. `R27`. */
  readonly requirement: string;
}

export interface Channel {
  readonly code: ChannelCode;
  readonly name: Words;
  /** Set on a sub-channel: `instant-response` belongs to `hotline-12345`. */
  readonly parent?: ChannelCode;
  readonly lead: UnitCode;
  readonly defaultKind: AppellantKind;
  readonly defaultType: CaseType;
  /** Words people type for it, besides code and name. */
  readonly aliases: readonly string[];
}

export type UnitLevel = 'top' | 'group' | 'lead' | 'department' | 'street';

export interface Unit {
  readonly code: UnitCode;
  readonly name: Words;
  /** Short form used on cards and accepted in commands, e.g. 住建局. */
  readonly short: string;
  readonly level: UnitLevel;
  /** True where cases may be assigned to it. Lead units and the top office can also handle. */
  readonly handles: boolean;
  readonly aliases: readonly string[];
}

/**
 * How long a clock runs.
 * `hour`: receipt plus hours, to the second, on every day of the year.
 * `working-day` / `calendar-day`: day 0 is the day of receipt; calendar days roll forward off a rest day (D4).
 * `month`: same day number, else month end; no roll (D4). `month-end`: last day of `month` of the session's year.
 * `same-day`: the day of receipt, or the next working day when it came in outside office hours (D8).
 * `statutory`: floor(0.7 × statutory working days of the matter) (D5). `none`: no date until one is set (R36).
 */
export type Budget =
  | { readonly unit: 'hour' | 'working-day' | 'calendar-day' | 'month'; readonly count: number }
  | { readonly unit: 'month-end'; readonly month: number }
  | { readonly unit: 'same-day' }
  | { readonly unit: 'statutory' }
  | { readonly unit: 'none' };

export type ClockKind = 'respond' | 'resolve';
export type ClockStop = 'contacted' | 'replied' | 'resolved';

/** Intake facts a rule may ask for; a rule applies when every listed fact equals the case's. */
export interface RuleCondition {
  readonly immediate?: boolean;
  readonly new_enterprise?: boolean;
  readonly session?: 'at-session' | 'between-sessions';
  readonly level?: 'city' | 'district';
  readonly grade?: Grade;
}

export interface DeadlineRule {
  readonly id: RuleId;
  readonly name: Words;
  readonly channel: ChannelCode;
  readonly when: RuleCondition;
  readonly clock: ClockKind;
  readonly stop: ClockStop;
  readonly budget: Budget;
  /** Soft: missing it needs a reason, it is no automatic fault (R31 原则上). */
  readonly soft: boolean;
  /** Where an instant counts from: receipt, or the hand-over of a proposal (D11). */
  readonly from: 'received' | 'handed-over';
  readonly provenance: Provenance;
}

export interface CatalogueItem {
  /** Stable code, e.g. `urban.street-light`. */
  readonly code: string;
  readonly name: Words;
  /** Answerable handling unit. */
  readonly unit: UnitCode;
  /** Units that usually join in. */
  readonly co: readonly UnitCode[];
  /** Words that point to the item in an appeal's text. */
  readonly keywords: readonly string[];
  /** Legal or policy basis quoted on the closing form. */
  readonly basis: string;
}

export interface Community {
  readonly code: string;
  readonly name: string;
  readonly street: UnitCode;
}

/** One of the grid posts: which communities it covers, and its street. People are put to it by an admin. */
export interface GridPost {
  readonly code: string;
  readonly street: UnitCode;
  readonly communities: readonly string[];
}

export interface OfficeHours {
  /** Intervals of a working day in Shanghai time, `HH:MM`. */
  readonly intervals: readonly { readonly from: string; readonly to: string }[];
}

export interface ReminderPolicy {
  /** Shares of the budget, in percent, after which a reminder is due. */
  readonly shares: readonly number[];
  /** Time of the due day, `HH:MM`. */
  readonly dueDayAt: string;
  readonly overdueDaily: boolean;
}

export interface DigestPolicy {
  /** `HH:MM` of working days. */
  readonly dayAt: string;
  readonly minimumSample: number;
}

export interface Policy {
  readonly id: string;
  readonly version: string;
  readonly name: Words;
  readonly casePrefix: string;
  readonly channels: readonly Channel[];
  readonly units: readonly Unit[];
  readonly roles: Readonly<Record<Role, Words>>;
  readonly caseTypes: Readonly<Record<CaseType, Words & { readonly active: boolean }>>;
  readonly rules: readonly DeadlineRule[];
  readonly catalogue: readonly CatalogueItem[];
  readonly communities: readonly Community[];
  readonly gridPosts: readonly GridPost[];
  readonly officeHours: OfficeHours;
  readonly reminders: ReminderPolicy;
  readonly digest: DigestPolicy;
  /** Days after resolving at which a case without follow-up is archived (D18). */
  readonly archiveAfterDays: number;
  /** Chat purposes with their words, e.g. `dispatch` → 派单. `unit` takes a unit. */
  readonly chatPurposes: Readonly<Record<string, Words>>;
  /** Lawful places to go, offered when declining (D19). */
  readonly redirects: readonly string[];
}
