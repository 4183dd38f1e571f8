import { z } from 'zod';
import { choices } from '../../../cards/words';
import { recordFollowUp as decideFollowUp } from '../../domain/handling';
import { ok } from '../../domain/result';
import { defineCaseCommand } from '../command';
import { oneOf, optionalOneOf, optionalWords } from '../input';
import { followUpPost } from '../views/subjects';

const SATISFACTION = [
  'very-satisfied',
  'satisfied',
  'basically-satisfied',
  'dissatisfied',
  'very-dissatisfied',
] as const;

/** R48: the callback, by somebody else than the handler. */
export const recordFollowUp = defineCaseCommand({
  kind: 'case',
  name: 'record-follow-up',
  label: { zh: '登记回访', en: 'Record follow-up' },
  permit: { roles: ['follow-up', 'liaison'], sphere: 'lead-unit' },
  input: z.object({
    reached: oneOf(['yes', 'no']),
    contacted: optionalOneOf(['yes', 'partly', 'no']),
    resolved: optionalOneOf(['yes', 'partly', 'no']),
    satisfaction: optionalOneOf(SATISFACTION),
    method: oneOf(['phone', 'visit', 'mini-program', 'sms']),
    note: optionalWords,
  }),
  form: () => ({
    title: '登记回访',
    fields: [
      { name: 'reached', label: '是否接通', required: true, kind: 'select', options: choices('yes-no') },
      {
        name: 'contacted',
        label: '承办单位是否联系过',
        required: false,
        kind: 'select',
        options: choices('yes-partly-no'),
      },
      { name: 'resolved', label: '问题是否解决', required: false, kind: 'select', options: choices('yes-partly-no') },
      { name: 'satisfaction', label: '满意度', required: false, kind: 'select', options: choices('satisfaction') },
      {
        name: 'method',
        label: '回访方式',
        required: true,
        kind: 'select',
        options: choices('method'),
        initial: 'phone',
      },
    ],
    more: [{ name: 'note', label: '备注', required: false, kind: 'long-text' }],
  }),
  decide: ({ state, input, actor, desk }) => {
    const decided = decideFollowUp(
      state,
      {
        reached: input.reached === 'yes',
        contacted: input.contacted,
        resolved: input.resolved,
        satisfaction: input.satisfaction,
        method: input.method,
        note: input.note,
      },
      { actor, now: desk.now },
    );
    if (!decided.ok) return decided;
    return ok({ ...decided.value, post: [followUpPost(state.leadUnit, desk)] });
  },
  done: (next) =>
    next.status === 'archived'
      ? { zh: `${next.number} 回访已登记。`, en: `The follow-up of ${next.number} is recorded.` }
      : { zh: `${next.number} 未接通已登记，请改日再访。`, en: `${next.number}: not reached. Try again another day.` },
});
