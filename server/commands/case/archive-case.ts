import { z } from 'zod';
import { archive } from '../../domain/handling';
import { defineCaseCommand } from '../command';

/** D18: put away after thirty days without a valid callback. */
export const archiveCase = defineCaseCommand({
  kind: 'case',
  name: 'archive-case',
  label: { zh: '归档', en: 'Archive' },
  permit: { roles: [], sphere: 'any' },
  input: z.object({ step: z.string(), at: z.number().int() }),
  decide: ({ state, input, desk }) => {
    const decided = archive(state, desk.now);
    if (!decided.ok) return decided;
    return {
      ok: true,
      value: { ...decided.value, next: { ...decided.value.next, timerMark: { at: input.at, kind: input.step } } },
    };
  },
  done: (next) => ({ zh: `${next.number} 已归档。`, en: `${next.number} is archived.` }),
});
