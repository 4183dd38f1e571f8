import { z } from 'zod';
import { ok } from '../../domain/result';
import { defineCaseCommand } from '../command';
import { reminderSubject } from '../views/subjects';

/** Fired by the case's timer: one line on the unit's reminder card of the day, nothing else changes. */
export const remindCase = defineCaseCommand({
  kind: 'case',
  name: 'remind-case',
  label: { zh: '提醒', en: 'Remind' },
  permit: { roles: [], sphere: 'any' },
  input: z.object({ step: z.string(), at: z.number().int() }),
  decide: ({ state, input, desk }) => {
    const unit = state.unit ?? state.leadUnit;
    const purpose = state.unit === undefined ? 'dispatch' : `unit:${state.unit}`;
    return ok({
      next: { ...state, timerMark: { at: input.at, kind: input.step } },
      log: [
        {
          type: 'case.reminded',
          data: { step: input.step, unit, dueAt: input.at, late: desk.now - input.at > 60_000 },
        },
      ],
      post: [{ kind: 'live' as const, subject: reminderSubject(unit, desk), at: { purpose } }],
    });
  },
  done: () => ({ zh: '已提醒。', en: 'Reminded.' }),
});
