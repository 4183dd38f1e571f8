import { z } from 'zod';
import { recall } from '../../domain/assignment';
import { defineCaseCommand } from '../command';
import { words } from '../input';

/** D14: takes back a dispatch that has not been claimed. */
export const recallAssignment = defineCaseCommand({
  kind: 'case',
  name: 'recall-assignment',
  label: { zh: '撤回派单', en: 'Recall' },
  danger: true,
  permit: { roles: ['dispatcher'], sphere: 'any' },
  input: z.object({ reason: words }),
  form: () => ({
    title: '撤回派单',
    fields: [{ name: 'reason', label: '撤回原因', required: true, kind: 'long-text' }],
  }),
  decide: ({ state, input }) => recall(state, input.reason),
  done: (next) => ({ zh: `${next.number} 已撤回，请重新派单。`, en: `${next.number} is recalled. Assign it again.` }),
});
