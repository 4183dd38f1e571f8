import { z } from 'zod';
import { take } from '../../domain/assignment';
import { defineCaseCommand } from '../command';

/** R13: a dispatcher locks a case for ten minutes. */
export const takeCase = defineCaseCommand({
  kind: 'case',
  name: 'take-case',
  label: { zh: '我来派', en: 'Take' },
  permit: { roles: ['dispatcher'], sphere: 'any' },
  input: z.object({}),
  decide: ({ state, actor, desk }) => take(state, actor, desk.now),
  done: (next) => ({
    zh: `${next.number} 已由您锁定 10 分钟，请选择承办单位。`,
    en: `${next.number} is yours for 10 minutes. Choose a unit.`,
  }),
});
