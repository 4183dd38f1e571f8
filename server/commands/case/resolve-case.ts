import { z } from 'zod';
import { choices } from '../../../cards/words';
import { resolve } from '../../domain/handling';
import { ok } from '../../domain/result';
import { defineCaseCommand } from '../command';
import { oneOf, optionalInstant, optionalOneOf, optionalWords, TOLD_BY, words } from '../input';
import { followUpPost } from '../views/subjects';

/** R46: closes with outcome, result and basis; carries the reply when none is recorded yet. */
export const resolveCase = defineCaseCommand({
  kind: 'case',
  name: 'resolve-case',
  label: { zh: '办结', en: 'Resolve' },
  permit: { roles: ['handler'], sphere: 'case-unit', orAssignee: true },
  input: z.object({
    outcome: oneOf(['resolved', 'partly', 'not-possible', 'explained']),
    result: words,
    reply: optionalWords,
    told_by: optionalOneOf(TOLD_BY),
    told_at: optionalInstant,
    basis: words,
  }),
  form: ({ state }, desk) => {
    const basis = desk.policy.catalogue.find((item) => item.code === state.item)?.basis;
    return {
      title: '办结',
      fields: [
        { name: 'outcome', label: '办理结果', required: true, kind: 'select', options: choices('outcome') },
        { name: 'result', label: '结果说明', required: true, kind: 'long-text' },
        {
          name: 'basis',
          label: '政策依据',
          required: true,
          kind: 'text',
          ...(basis === undefined ? {} : { initial: basis }),
        },
      ],
      more: [
        {
          name: 'reply',
          label: state.repliedAt === undefined ? '答复内容（尚未登记答复时必填）' : '补充答复',
          required: false,
          kind: 'long-text',
        },
        { name: 'told_by', label: '告知方式', required: false, kind: 'select', options: choices('told-by') },
        { name: 'told_at', label: '告知时间（不填为现在）', required: false, kind: 'datetime' },
      ],
    };
  },
  confirm: (state) => ({ title: `办结 ${state.number}`, text: '办结后转入回访，不能再改。确认诉求人已得到答复？' }),
  decide: ({ state, input, desk }) => {
    const decided = resolve(
      state,
      {
        outcome: input.outcome,
        result: input.result,
        basis: input.basis,
        reply: input.reply,
        toldBy: input.told_by,
        toldAt: input.told_at,
      },
      desk.now,
    );
    if (!decided.ok) return decided;
    return ok({ ...decided.value, post: [followUpPost(state.leadUnit, desk)] });
  },
  done: (next) => ({
    zh: `${next.number} 已办结，将由牵头单位回访。`,
    en: `${next.number} is resolved and will be followed up.`,
  }),
});
