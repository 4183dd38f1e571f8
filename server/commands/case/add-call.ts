import { z } from 'zod';
import { addCall as decideCall } from '../../domain/assignment';
import { defineCaseCommand } from '../command';
import { words } from '../input';

/** X12: the appellant called again; the unit's card shows it. */
export const addCall = defineCaseCommand({
  kind: 'case',
  name: 'add-call',
  label: { zh: '登记催单', en: 'Add a call' },
  permit: { roles: ['dispatcher'], sphere: 'any' },
  input: z.object({ note: words }),
  form: () => ({ title: '登记催单', fields: [{ name: 'note', label: '来电内容', required: true, kind: 'long-text' }] }),
  decide: ({ state, input }) => decideCall(state, input.note),
  done: (next) => ({
    zh: `${next.number} 第 ${next.calls} 次催单已登记。`,
    en: `Call ${next.calls} on ${next.number} is recorded.`,
  }),
});
