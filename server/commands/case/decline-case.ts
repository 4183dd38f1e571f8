import { z } from 'zod';
import { decline } from '../../domain/assignment';
import { defineCaseCommand } from '../command';
import { words } from '../input';

/** D19: not ours to handle; the card keeps the lawful place to go, and the appellant is told the same day. */
export const declineCase = defineCaseCommand({
  kind: 'case',
  name: 'decline-case',
  label: { zh: '不予受理', en: 'Decline' },
  danger: true,
  permit: { roles: ['dispatcher'], sphere: 'any' },
  input: z.object({ reason: words, redirect: words }),
  form: (_view, desk) => ({
    title: '不予受理',
    fields: [
      { name: 'reason', label: '理由（当日告知诉求人）', required: true, kind: 'long-text' },
      {
        name: 'redirect',
        label: '可以向哪里反映',
        required: true,
        kind: 'text',
        placeholder: desk.policy.redirects.slice(0, 3).join('、').slice(0, 90),
      },
    ],
  }),
  confirm: (state) => ({ title: `不予受理 ${state.number}`, text: '本件将不再办理，请当日告知诉求人理由和去向。' }),
  decide: ({ state, input, desk }) => decline(state, input, desk.now),
  done: (next) => ({
    zh: `${next.number} 已作不予受理处理，请今天之内告知诉求人。`,
    en: `${next.number} is declined. Tell the appellant today.`,
  }),
});
