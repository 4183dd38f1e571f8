import type { Desk, Post } from '../commands/command';
import { IntakeBody, phoneDigits, unitNamed } from '../commands/register-case';
import { subjectOf } from '../commands/views/case-view';
import type { Actor, CaseState, PrivateData } from '../domain/case';
import { caseClocks } from '../domain/case-clocks';
import type { Clock } from '../domain/clocks';
import { rulesFor } from '../domain/deadline';
import { findPlace } from '../domain/find-place';
import { register } from '../domain/register';
import { fail, type Refusal } from '../domain/result';
import { dayOf, formatDay, isoShanghai } from '../domain/shanghai';
import { distance, printOf, SAME_MATTER_BITS } from '../domain/similarity';
import { suggestUnit } from '../domain/suggest-unit';
import type { Stores } from '../ports/storage';
import { commitCase } from './commit';
import type { FieldProblem } from './doors';
import { problemsOf } from './problems';
import type { Vault } from './vault';

const DAY_MS = 86_400_000;
const DUPLICATE_DAYS = 30;
/** A sender's clock may be ahead; a day is a mistake. */
const AHEAD_MS = DAY_MS;

export interface IntakeGiven {
  readonly stores: Stores;
  readonly desk: Desk;
  readonly vault: Vault;
  readonly actor: Actor;
  readonly channel: string;
  readonly post?: readonly Post[];
}

export type Intake =
  | { readonly kind: 'created' | 'known'; readonly state: CaseState; readonly body: unknown }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] };

export function clockBody(clock: Clock): Record<string, unknown> {
  return {
    kind: clock.kind,
    rule: clock.rule,
    due: clock.dueAt === null ? null : isoShanghai(clock.dueAt),
    unit_due: clock.unitDueAt === null ? null : isoShanghai(clock.unitDueAt),
    state: clock.state,
    provisional: clock.provisional,
  };
}

function answerBody(state: CaseState, tracking: string, desk: Desk): Record<string, unknown> {
  const clocks = caseClocks(state, desk);
  return {
    number: state.number,
    status: state.status,
    tracking_url: `${desk.publicUrl}/track/${tracking}`,
    clocks: clocks.ok ? clocks.value.map(clockBody) : [],
    duplicates: state.duplicates,
  };
}

/** Reads an untrusted body; cheap, and outside any transaction. */
export function parseIntake(
  raw: unknown,
): { ok: true; value: IntakeBody } | { ok: false; problems: readonly FieldProblem[] } {
  const parsed = IntakeBody.safeParse(raw);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, problems: problemsOf(parsed.error) };
}

/** Registers an appeal, inside the caller's unit of work; a known source id gives the case it already has. */
export async function registerAppeal(given: IntakeGiven, body: IntakeBody): Promise<Intake> {
  const { stores, desk, vault } = given;
  const channel = body.channel ?? given.channel;
  const known = await stores.cases.bySource(channel, body.source_id);
  if (known) {
    const { tracking } = vault.open(known);
    return {
      kind: 'known',
      state: known.state,
      body: { ...answerBody(known.state, tracking, desk), known_source: true },
    };
  }
  const receivedAt = body.received_at ?? desk.now;
  const problems = problemsIn(body, channel, receivedAt, desk);
  if (problems.length > 0) return { kind: 'invalid', problems };
  const print = printOf(body.content);
  const secret = privateOf(body, vault);
  const place = findPlace(desk.policy, `${body.title ?? ''}\n${body.content}`, body.address);
  const suggestion = suggestUnit(desk.suggester, body.content, body.title, body.address, place);
  const decided = register(
    {
      number: '',
      channel,
      sourceId: body.source_id,
      kind: body.appellant_kind,
      type: body.type,
      grade: body.grade ?? 'general',
      urgent: body.urgent ?? false,
      anonymous: body.name === undefined && body.phone === undefined,
      immediate: body.immediate,
      statutoryDays: body.statutory_days,
      newEnterprise: body.new_enterprise,
      session: body.session,
      level: body.level,
      handedOverAt: body.handed_over_at,
      upstreamDue: body.upstream_due,
      receivedAt,
      item: body.item,
      against: unitNamed(body.against, desk),
      suggestion: suggestion && {
        item: suggestion.item.code,
        unit: suggestion.item.unit,
        because: suggestion.matched.slice(0, 4),
      },
      place: { street: place.street, community: place.community?.code, gridPost: place.gridPost?.code },
      duplicates: await duplicatesOf(stores, vault, secret, { print, receivedAt }),
    },
    given.actor,
    desk,
  );
  if (!decided.ok) return { kind: 'invalid', problems: [refused('type', decided)] };
  const clocks = caseClocks(decided.value.next, desk);
  if (!clocks.ok) return { kind: 'invalid', problems: [refused('received_at', clocks)] };
  const number = await nextNumber(stores, desk, receivedAt);
  const attachments =
    body.attachments === undefined ? {} : { texts: { attachments: JSON.stringify(body.attachments) } };
  const state = await commitCase(
    given,
    undefined,
    {
      next: { ...decided.value.next, number },
      log: decided.value.log.map((draft) => ({ ...draft, ...attachments })),
      post: [{ kind: 'case-card', at: { purpose: 'dispatch' } }, ...(given.post ?? [])],
    },
    { secret, subject: subjectOf(secret, decided.value.next.kind), print },
  );
  return { kind: 'created', state, body: answerBody(state, secret.tracking, desk) };
}

function refused(field: string, refusal: Refusal): FieldProblem {
  return problemsOf.refusal(field, refusal);
}

async function nextNumber(stores: Stores, desk: Desk, receivedAt: number): Promise<string> {
  const day = formatDay(dayOf(receivedAt)).replaceAll('-', '');
  const n = await stores.cases.nextNumber(day);
  return `${desk.policy.casePrefix}-${day}-${String(n).padStart(4, '0')}`;
}

function privateOf(body: IntakeBody, vault: Vault): PrivateData {
  return {
    content: body.content,
    tracking: vault.randomToken().slice(0, 22),
    ...(body.title === undefined ? {} : { title: body.title }),
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(body.phone === undefined ? {} : { phone: phoneDigits(body.phone) || body.phone }),
    ...(body.address === undefined ? {} : { address: body.address }),
    ...(body.against === undefined ? {} : { against: body.against }),
  };
}

/** X2: the same appellant with nearly the same words within thirty days. */
async function duplicatesOf(
  stores: Stores,
  vault: Vault,
  secret: PrivateData,
  { print, receivedAt }: { print: string; receivedAt: number },
): Promise<string[]> {
  if (secret.phone === undefined) return [];
  const same = await stores.cases.samePhone(
    vault.fingerprint('phone', secret.phone),
    receivedAt - DUPLICATE_DAYS * DAY_MS,
  );
  return same.filter((other) => distance(print, other.print) <= SAME_MATTER_BITS).map((other) => other.number);
}

/** What only the rules of the district can judge. */
function problemsIn(body: IntakeBody, channel: string, receivedAt: number, desk: Desk): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const add = (field: string, code: string, params: Record<string, string | number> = {}) =>
    problems.push(problemsOf.refusal(field, fail(code, params)));
  if (!desk.policy.channels.some((known) => known.code === channel)) add('channel', 'channel.unknown', { channel });
  if (body.type !== undefined && !desk.policy.caseTypes[body.type].active)
    add('type', 'case.type-inactive', { type: body.type });
  if (body.item !== undefined && !desk.policy.catalogue.some((item) => item.code === body.item))
    add('item', 'catalogue.unknown', { item: body.item });
  if (receivedAt > desk.now + AHEAD_MS) add('received_at', 'intake.received-in-future');
  if (channel === 'service-hall' && body.immediate !== true && body.statutory_days === undefined)
    add('statutory_days', 'intake.needs-hall-limit');
  if (channel === 'proposals') {
    if (body.session === undefined) add('session', 'intake.needs-session');
    if (body.level === undefined) add('level', 'intake.needs-level');
    if (body.handed_over_at === undefined) add('handed_over_at', 'intake.needs-handed-over');
  }
  if (problems.length > 0) return problems;
  const facts = {
    channel,
    receivedAt,
    immediate: body.immediate,
    newEnterprise: body.new_enterprise,
    session: body.session,
    level: body.level,
    grade: body.grade,
  };
  if (rulesFor(desk.policy, facts).length === 0) add('channel', 'deadline.no-rule', { channel });
  return problems;
}
