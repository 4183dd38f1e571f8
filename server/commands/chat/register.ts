import { ok } from '../../domain/result';
import type { ChatCommand } from '../command';
import { registerForm } from '../register-case';

/** Posts the form for an appeal that came by foot or telephone. */
export const register: ChatCommand = {
  kind: 'chat',
  name: 'register',
  words: ['登记', '登记诉求', 'register'],
  usage: { zh: '登记', en: 'register' },
  help: { zh: '打开登记诉求的表单\n登记', en: 'Opens the form for a new appeal\nregister' },
  roles: ['dispatcher', 'liaison', 'grid'],
  async run({ desk }) {
    return ok({ answer: { card: registerForm(desk) }, where: 'here' });
  },
};
