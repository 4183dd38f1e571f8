import type { CatalogueItem, Channel, DeadlineRule, Policy, RuleCondition } from '../../server/domain/policy';
import type { PackContents } from './schema';

type RawRule = PackContents['deadlines.yaml']['rules'][number];
type RawItem = PackContents['catalogue.yaml']['items'][number];

/** The word in the catalogue that stands for every street at once. */
export const EACH_STREET = 'street';

/** Turns checked files into the policy. Street items are multiplied: `street.x` → `street-chujia.x`, … */
export function buildPolicy(files: PackContents): Policy {
  const pack = files['pack.yaml'];
  const texts = files['texts.yaml'];
  const reminders = files['reminders.yaml'];
  const { digest } = files['rankings.yaml'];
  const { units } = files['units.yaml'];
  const streets = units.filter((unit) => unit.level === 'street').map((unit) => unit.code);
  return {
    id: pack.id,
    version: pack.version,
    name: pack.name,
    casePrefix: pack.case_prefix,
    channels: files['channels.yaml'].channels.map(channelOf),
    units,
    roles: texts.roles,
    caseTypes: texts.case_types,
    rules: files['deadlines.yaml'].rules.map(ruleOf),
    catalogue: files['catalogue.yaml'].items.flatMap((item) => itemsOf(item, streets)),
    communities: Object.entries(files['grid.yaml'].communities).flatMap(([street, named]) =>
      Object.entries(named).map(([code, name]) => ({ code, name, street })),
    ),
    gridPosts: files['grid.yaml'].posts,
    officeHours: { intervals: pack.office_hours },
    reminders: { shares: reminders.shares, dueDayAt: reminders.due_day_at, overdueDaily: reminders.overdue_daily },
    digest: { dayAt: digest.day_at, minimumSample: digest.minimum_sample },
    archiveAfterDays: pack.archive_after_days,
    chatPurposes: texts.chat_purposes,
    redirects: texts.redirects,
  };
}

function channelOf(raw: PackContents['channels.yaml']['channels'][number]): Channel {
  return {
    code: raw.code,
    name: raw.name,
    ...(raw.parent === undefined ? {} : { parent: raw.parent }),
    lead: raw.lead,
    defaultKind: raw.default_kind,
    defaultType: raw.default_type,
    aliases: raw.aliases,
  };
}

function ruleOf(raw: RawRule): DeadlineRule {
  const { id, name, channel, clock, stop, budget, soft, from, provenance } = raw;
  return { id, name, channel, when: conditionOf(raw.when), clock, stop, budget, soft, from, provenance };
}

/** Drops absent facts: a listed fact is one the case must have. */
function conditionOf(raw: RawRule['when']): RuleCondition {
  return {
    ...(raw.immediate === undefined ? {} : { immediate: raw.immediate }),
    ...(raw.new_enterprise === undefined ? {} : { new_enterprise: raw.new_enterprise }),
    ...(raw.session === undefined ? {} : { session: raw.session }),
    ...(raw.level === undefined ? {} : { level: raw.level }),
    ...(raw.grade === undefined ? {} : { grade: raw.grade }),
  };
}

function itemsOf(raw: RawItem, streets: readonly string[]): readonly CatalogueItem[] {
  if (raw.unit !== EACH_STREET) return [raw];
  const matter = raw.code.slice(raw.code.indexOf('.'));
  return streets.map((street) => ({ ...raw, code: `${street}${matter}`, unit: street }));
}
