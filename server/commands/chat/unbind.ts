import { fail, ok } from '../../domain/result';
import type { ChatCommand } from '../command';
import { chatName, listWords, purposeWords } from '../views/people';
import { readPurpose } from './bind';

/** Ends a purpose of this group. Its cards climb to the lead unit or the dispatch chat until it is bound again (D17). */
export const unbind: ChatCommand = {
  kind: 'chat',
  name: 'unbind',
  words: ['解绑', '解除绑定', 'unbind'],
  usage: { zh: '解绑 [用途]', en: 'unbind [purpose]' },
  help: {
    zh: '在群里发，解除本群用途；只有一个用途时可不写\n解绑\n解绑 日调度',
    en: 'Sent in the group: ends a purpose; may be left out when there is only one\nunbind\nunbind daily',
  },
  roles: ['admin'],
  async run({ typed, desk, stores }) {
    if (typed.chatType !== 'group') return fail('bind.group-only');
    const bindings = await stores.roster.bindings();
    const here = bindings.filter((binding) => binding.chat === typed.chatId).map((binding) => binding.purpose);
    const name = await chatName(stores, typed.chatId);
    const bound = listWords(here.map((key) => purposeWords(desk.policy, key))).zh;
    if (here.length === 0) return fail('bind.nothing-here', { chat: name });
    const [only] = here;
    if (typed.rest.trim() === '' && here.length > 1) return fail('bind.purpose-which', { candidates: bound });
    const wanted = typed.rest.trim() === '' && only !== undefined ? ok(only) : readPurpose(desk.policy, typed.rest);
    if (!wanted.ok) return wanted;
    const words = purposeWords(desk.policy, wanted.value);
    if (!here.includes(wanted.value))
      return fail('bind.not-here', { purpose: words.zh, purposeEn: words.en, candidates: bound });
    await stores.roster.unbind(wanted.value);
    return ok({
      answer: {
        text: {
          zh: `已解绑：本群 ${name} 不再用于 ${words.zh}。重新绑定前，卡片改送牵头单位群或派单群。`,
          en: `Unbound: this chat ${name} no longer serves ${words.en}. Its cards climb to the lead unit's or the dispatch chat.`,
        },
      },
      settings: { type: 'chat.unbound', data: { purpose: wanted.value, chat: typed.chatId } },
    });
  },
};
