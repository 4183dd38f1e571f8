import { z } from 'zod';
import { choices, gradeWord } from '../../../cards/words';
import { assign } from '../../domain/assignment';
import type { LogDraft } from '../../domain/case';
import { findUnit } from '../../domain/names';
import type { Policy } from '../../domain/policy';
import { ok } from '../../domain/result';
import { isKnownUnit } from '../../domain/roster';
import { type CaseView, type Desk, defineCaseCommand, type FormSpec } from '../command';
import { CASE_TYPES, GRADES, optionalOneOf, optionalWords, words } from '../input';

const input = z.object({
  unit: words,
  co_units: z.preprocess(
    (value) => (value === '' || value === undefined || value === null ? [] : value),
    z.array(z.string()).max(30),
  ),
  type: optionalOneOf(CASE_TYPES),
  grade: optionalOneOf(GRADES),
  item: optionalWords,
  against: optionalWords,
  note: optionalWords,
});

/** A unit's code as it stands, or the code of the one unit these words name; other words stay words. */
function unitCode(policy: Policy, text: string): string {
  if (policy.units.some((unit) => unit.code === text)) return text;
  const found = findUnit(policy, text);
  return found.kind === 'one' ? found.value.code : text;
}

function form({ state }: CaseView, desk: Desk): FormSpec {
  const { policy } = desk;
  const units = policy.units.filter((unit) => unit.handles).map((unit) => ({ text: unit.short, value: unit.code }));
  const types = CASE_TYPES.filter((type) => policy.caseTypes[type].active).map((type) => ({
    text: policy.caseTypes[type].zh,
    value: type,
  }));
  const initial = state.suggestedUnit === undefined ? {} : { initial: state.suggestedUnit };
  return {
    title: '派单',
    fields: [{ name: 'unit', label: '承办单位', required: true, kind: 'select', options: units, ...initial }],
    more: [
      { name: 'co_units', label: '协办单位', required: false, kind: 'multi-select', options: units },
      { name: 'type', label: '类型', required: false, kind: 'select', options: types, initial: state.type },
      {
        name: 'grade',
        label: '等级',
        required: false,
        kind: 'select',
        options: choices('grade'),
        initial: state.grade,
      },
      {
        name: 'item',
        label: '职责目录编码',
        required: false,
        kind: 'text',
        ...(state.item === undefined ? {} : { initial: state.item }),
      },
      {
        name: 'against',
        label: '被反映单位',
        required: false,
        kind: 'text',
        ...(state.against === undefined ? {} : { initial: state.against }),
      },
      { name: 'note', label: '交办意见', required: false, kind: 'long-text' },
    ],
  };
}

function sealed(log: readonly LogDraft[], against: string): LogDraft[] {
  return log.map((draft) => ({ ...draft, texts: { ...draft.texts, against } }));
}

/** R38, R39: hands the case to the unit that answers for it; its card appears in that unit's group. */
export const assignCase = defineCaseCommand({
  kind: 'case',
  name: 'assign-case',
  label: { zh: '派单', en: 'Assign' },
  permit: { roles: ['dispatcher'], sphere: 'any' },
  input,
  form,
  decide: ({ state, input: given, actor, desk }) => {
    const against = given.against === undefined ? undefined : unitCode(desk.policy, given.against);
    const isUnit = against !== undefined && isKnownUnit(desk.policy, against);
    const decided = assign(
      state,
      {
        unit: unitCode(desk.policy, given.unit),
        coUnits: given.co_units,
        type: given.type,
        grade: given.grade,
        item: given.item,
        against: isUnit ? against : undefined,
        note: given.note,
      },
      { actor, policy: desk.policy, calendar: desk.calendar, now: desk.now },
    );
    if (!decided.ok) return decided;
    const at = { purpose: `unit:${decided.value.next.unit}` };
    // Words that name no unit may name a person: they are sealed with the log, not kept in the open (D30).
    const log = isUnit || against === undefined ? decided.value.log : sealed(decided.value.log, against);
    return ok({ ...decided.value, log, post: [{ kind: 'case-card' as const, at }] });
  },
  done: (next, desk) => {
    const unit = desk.policy.units.find((known) => known.code === next.unit);
    const name = unit?.short ?? next.unit ?? '';
    return {
      zh: `${next.number} 已派${name}（${gradeWord(next.grade)}），签收前可以撤回。`,
      en: `${next.number} is assigned to ${unit?.name.en ?? name}. It can be recalled until claimed.`,
    };
  },
});
