import type { CaseState, RoleGrant } from './case';
import type { Policy, Role, UnitCode } from './policy';

/**
 * Who holds which post and which chat serves which purpose, as known at one instant. Built from stored rows; pure.
 * Purposes are those of the contract: `dispatch`, `unit:housing`, `daily`, …
 */
export interface Roster {
  nameOf(openId: string): string;
  grantsOf(openId: string): readonly RoleGrant[];
  /** In the order in which the roles were granted. */
  peopleWith(role: Role, unit?: UnitCode): readonly string[];
  chatOf(purpose: string): string | undefined;
  purposesOf(chat: string): readonly string[];
  readonly bindings: readonly { readonly purpose: string; readonly chat: string }[];
  readonly grants: readonly { readonly openId: string; readonly role: Role; readonly unit: string | null }[];
}

export function buildRoster(input: {
  readonly bindings: readonly { purpose: string; chat: string }[];
  readonly grants: readonly { openId: string; role: Role; unit: string | null }[];
  readonly people: readonly { openId: string; name: string }[];
}): Roster {
  const names = new Map(input.people.map((person) => [person.openId, person.name]));
  const chats = new Map(input.bindings.map((binding) => [binding.purpose, binding.chat]));
  const purposes = new Map<string, string[]>();
  for (const { purpose, chat } of input.bindings) purposes.set(chat, [...(purposes.get(chat) ?? []), purpose]);
  const byPerson = new Map<string, RoleGrant[]>();
  for (const { openId, role, unit } of input.grants)
    byPerson.set(openId, [...(byPerson.get(openId) ?? []), { role, unit }]);
  return {
    bindings: input.bindings,
    grants: input.grants,
    nameOf: (openId) => names.get(openId) ?? openId.slice(0, 9),
    grantsOf: (openId) => byPerson.get(openId) ?? [],
    peopleWith: (role, unit) => [
      ...new Set(
        input.grants
          .filter((grant) => grant.role === role && (unit === undefined || grant.unit === unit))
          .map((grant) => grant.openId),
      ),
    ],
    chatOf: (purpose) => chats.get(purpose),
    purposesOf: (chat) => purposes.get(chat) ?? [],
  };
}

export interface Responsible {
  readonly unit: UnitCode;
  readonly person?: string;
  /** Says so when the post that should answer is vacant. */
  readonly note?: string;
}

/**
 * Who answers for the case now (R5, D17): before assignment the lead unit and its duty dispatcher; once assigned the
 * unit's head, else its first handler, else the lead unit's head or the duty dispatcher; once claimed the claimer.
 */
export function responsibleFor(state: CaseState, roster: Roster): Responsible {
  if (state.unit === undefined)
    return withPerson(state.leadUnit, dutyDispatcher(state.leadUnit, roster), 'dispatcher-vacant');
  if (state.assignee !== undefined) return { unit: state.unit, person: state.assignee };
  const inUnit = roster.peopleWith('head', state.unit)[0] ?? roster.peopleWith('handler', state.unit)[0];
  if (inUnit !== undefined) return { unit: state.unit, person: inUnit };
  const above = roster.peopleWith('head', state.leadUnit)[0] ?? dutyDispatcher(state.leadUnit, roster);
  return { ...withPerson(state.unit, above, 'unit-vacant'), note: 'unit-vacant' };
}

function withPerson(unit: UnitCode, person: string | undefined, vacantNote: string): Responsible {
  return person === undefined ? { unit, note: vacantNote } : { unit, person };
}

export function dutyDispatcher(leadUnit: UnitCode, roster: Roster): string | undefined {
  return (
    roster.peopleWith('dispatcher', leadUnit)[0] ?? roster.peopleWith('dispatcher')[0] ?? roster.peopleWith('admin')[0]
  );
}

/**
 * Where a card for `purpose` goes. An unbound chat never swallows a case (D17): a unit's card falls to its lead
 * unit's chat, then to the dispatch chat, then to the duty dispatcher's direct chat. `fellFrom` says so.
 */
export function placeFor(
  purpose: string,
  leadUnit: UnitCode,
  roster: Roster,
):
  | { readonly chat: string; readonly fellFrom?: string }
  | { readonly person: string; readonly fellFrom: string }
  | undefined {
  const wanted = roster.chatOf(purpose);
  if (wanted !== undefined) return { chat: wanted };
  for (const next of [`unit:${leadUnit}`, 'dispatch']) {
    const chat = next === purpose ? undefined : roster.chatOf(next);
    if (chat !== undefined) return { chat, fellFrom: purpose };
  }
  const person = dutyDispatcher(leadUnit, roster);
  return person === undefined ? undefined : { person, fellFrom: purpose };
}

/** Chat roles decide which acts a card offers: what may be done here, by the people who sit here. */
export type ChatRole = 'dispatch' | 'unit' | 'lead' | 'other';

export interface Seat {
  readonly role: ChatRole;
  /** The purpose whose chat is unbound, when the case is here only because nobody else could take it (D17). */
  readonly fellFrom?: string;
}

/** What this chat is to the case: the place where it is dispatched, handled, led, or merely known. */
export function seatFor(state: CaseState, chat: string, roster: Roster): Seat {
  const purpose = state.unit === undefined ? 'dispatch' : `unit:${state.unit}`;
  const place = roster.chatOf(purpose) === undefined ? placeFor(purpose, state.leadUnit, roster) : undefined;
  const fallen = place !== undefined && chat === ('chat' in place ? place.chat : `p:${place.person}`);
  if (fallen) return { role: state.unit === undefined ? 'dispatch' : 'unit', fellFrom: purpose };
  const purposes = roster.purposesOf(chat);
  if (state.unit !== undefined && purposes.includes(purpose)) return { role: 'unit' };
  if (purposes.includes('dispatch')) return { role: 'dispatch' };
  if (purposes.includes(`unit:${state.leadUnit}`)) return { role: 'lead' };
  return { role: 'other' };
}

export function isKnownUnit(policy: Policy, code: string): boolean {
  return policy.units.some((unit) => unit.code === code);
}
