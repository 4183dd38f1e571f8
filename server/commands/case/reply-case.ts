import { z } from 'zod';
import { choices } from '../../../cards/words';
import { reply } from '../../domain/handling';
import { defineCaseCommand } from '../command';
import { oneOf, optionalInstant, TOLD_BY, words } from '../input';

/** R46: what the appellant was told, how and when. Longer than 1,000 characters: `答复 <编号> <正文>` (D20). */
export const replyCase = defineCaseCommand({
  kind: 'case',
  name: 'reply-case',
  label: { zh: '登记答复', en: 'Record reply' },
  permit: { roles: ['handler'], sphere: 'case-unit', orAssignee: true },
  input: z.object({ reply: words, told_by: oneOf(TOLD_BY), told_at: optionalInstant }),
  form: ({ state }) => ({
    title: '登记答复',
    fields: [
      {
        name: 'reply',
        label: '答复内容',
        required: true,
        kind: 'long-text',
        placeholder: `超过 1000 字请发送：答复 ${state.number} 正文`,
      },
      {
        name: 'told_by',
        label: '告知方式',
        required: true,
        kind: 'select',
        options: choices('told-by'),
        initial: state.channel === 'portal' ? 'online' : 'phone',
      },
    ],
    more: [{ name: 'told_at', label: '告知时间（不填为现在）', required: false, kind: 'datetime' }],
  }),
  decide: ({ state, input, desk }) =>
    reply(state, { reply: input.reply, toldBy: input.told_by, toldAt: input.told_at }, desk.now),
  done: (next) => ({
    zh: `${next.number} 答复已登记，办理完毕后请办结。`,
    en: `The reply of ${next.number} is recorded. Resolve it when the work is done.`,
  }),
});
