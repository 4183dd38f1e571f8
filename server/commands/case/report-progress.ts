import { z } from 'zod';
import { choices } from '../../../cards/words';
import { reportProgress as decideProgress } from '../../domain/handling';
import { defineCaseCommand } from '../command';
import { optionalOneOf, words } from '../input';

/** A note on the way; `contacted` stops a contact clock (R26). */
export const reportProgress = defineCaseCommand({
  kind: 'case',
  name: 'report-progress',
  label: { zh: '登记进展', en: 'Report progress' },
  permit: { roles: ['handler'], sphere: 'case-or-co-unit', orAssignee: true },
  input: z.object({ note: words, contacted: optionalOneOf(['yes', 'no']) }),
  form: () => ({
    title: '登记进展',
    fields: [{ name: 'note', label: '进展', required: true, kind: 'long-text' }],
    more: [{ name: 'contacted', label: '已联系诉求人', required: false, kind: 'select', options: choices('yes-no') }],
  }),
  decide: ({ state, input, desk }) =>
    decideProgress(state, { note: input.note, contacted: input.contacted === 'yes' }, desk.now),
  done: (next) => ({ zh: `${next.number} 进展已登记。`, en: `Progress of ${next.number} is recorded.` }),
});
