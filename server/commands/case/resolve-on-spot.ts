import { z } from 'zod';
import { choices } from '../../../cards/words';
import { resolveOnSpot as decideOnSpot } from '../../domain/assignment';
import { ok } from '../../domain/result';
import { defineCaseCommand } from '../command';
import { oneOf, TOLD_BY, words } from '../input';
import { followUpPost } from '../views/subjects';

/** R6: settled at once by the dispatcher; the appellant was told, the case stays in the follow-up sample. */
export const resolveOnSpot = defineCaseCommand({
  kind: 'case',
  name: 'resolve-on-spot',
  label: { zh: '当场办结', en: 'Resolve now' },
  permit: { roles: ['dispatcher'], sphere: 'any' },
  input: z.object({ reply: words, told_by: oneOf(TOLD_BY) }),
  form: () => ({
    title: '当场办结',
    fields: [
      { name: 'reply', label: '答复内容', required: true, kind: 'long-text' },
      {
        name: 'told_by',
        label: '告知方式',
        required: true,
        kind: 'select',
        options: choices('told-by'),
        initial: 'phone',
      },
    ],
  }),
  decide: ({ state, input, desk }) => {
    const decided = decideOnSpot(state, { reply: input.reply, toldBy: input.told_by }, desk.now);
    if (!decided.ok) return decided;
    return ok({ ...decided.value, post: [followUpPost(state.leadUnit, desk)] });
  },
  done: (next) => ({
    zh: `${next.number} 已当场办结，将列入回访。`,
    en: `${next.number} is resolved and will be followed up.`,
  }),
});
