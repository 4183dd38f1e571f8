import { z } from 'zod';
import { claim } from '../../domain/handling';
import { fail } from '../../domain/result';
import { defineCaseCommand } from '../command';

/** R41: whoever claims answers for the case; there is no way back. */
export const claimCase = defineCaseCommand({
  kind: 'case',
  name: 'claim-case',
  label: { zh: '签收', en: 'Claim' },
  permit: { roles: ['handler', 'grid', 'head'], sphere: 'case-unit', orAssignee: true },
  input: z.object({}),
  decide: ({ state, actor, desk }) => {
    if (state.unit === undefined)
      return fail('case.wrong-status', { number: state.number, status: state.status, command: 'claim-case' });
    return claim(state, actor, state.unit, desk.now);
  },
  done: (next) => ({ zh: `${next.number} 已签收，由您承办。`, en: `${next.number} is yours.` }),
});
