import { findPurpose, findUnit } from '../../domain/names';
import type { Policy } from '../../domain/policy';
import { fail, ok, type Result } from '../../domain/result';
import type { ChatCommand } from '../command';
import { chatName, listWords, purposeWords } from '../views/people';

/** Makes this group serve a purpose; at once, without restart. A purpose has one chat, a chat may have several purposes. */
export const bind: ChatCommand = {
  kind: 'chat',
  name: 'bind',
  words: ['绑定', 'bind'],
  usage: { zh: '绑定 <用途>', en: 'bind <purpose>' },
  help: {
    zh: '在要使用的群里发，指定本群用途，一个群可有几个用途\n绑定 派单\n绑定 单位 住建局\n绑定 研判\n绑定 日调度',
    en: 'Sent in the group itself: says what the group is for; it may serve several purposes\nbind dispatch\nbind unit housing\nbind review\nbind daily',
  },
  roles: ['admin'],
  async run({ typed, desk, stores }) {
    if (typed.chatType !== 'group') return fail('bind.group-only');
    const wanted = readPurpose(desk.policy, typed.rest);
    if (!wanted.ok) return wanted;
    const purpose = wanted.value;
    const words = purposeWords(desk.policy, purpose);
    const left = (await stores.roster.bindings()).find((binding) => binding.purpose === purpose)?.chat;
    const here = await chatName(stores, typed.chatId);
    if (left === typed.chatId) {
      return ok({
        answer: {
          text: {
            zh: `本群 ${here} 已绑定“${words.zh}”，没有变化。`,
            en: `This chat ${here} already serves "${words.en}".`,
          },
        },
      });
    }
    await stores.roster.bind(purpose, typed.chatId);
    const from = left === undefined ? undefined : await chatName(stores, left);
    return ok({
      answer: {
        text: {
          zh: `已绑定：本群 ${here} → ${words.zh}${from === undefined ? '' : `（原在群 ${from}，已解除）`}。`,
          en: `Bound: this chat ${here} → ${words.en}${from === undefined ? '' : ` (it was ${from} before)`}.`,
        },
      },
      settings: { type: 'chat.bound', data: { purpose, chat: typed.chatId, ...(left === undefined ? {} : { left }) } },
      follow: [{ task: 'sync-chat', id: typed.chatId }],
    });
  },
};

/** The purpose meant by the words, or a refusal that lists what may be typed instead. */
export function readPurpose(policy: Policy, text: string): Result<string> {
  const words = text.trim();
  if (words === '') return fail('bind.purpose-missing', { candidates: centralPurposes(policy) });
  const found = findPurpose(policy, words);
  if (found.kind === 'many') {
    const candidates = listWords(found.candidates.map(({ key }) => purposeWords(policy, key))).zh;
    return fail('bind.purpose-ambiguous', { text: words.slice(0, 40), candidates });
  }
  if (found.kind === 'none')
    return fail('bind.purpose-unknown', { text: words.slice(0, 40), candidates: nearPurposes(policy, words) });
  const { key, unit } = found.value;
  // The two coordinating groups carry no cases; their chats have purposes of their own (业务推进组, 企业服务组).
  if (unit !== undefined && !unit.handles) return fail('bind.unit-not-handling', { unit: unit.short });
  return ok(key);
}

function centralPurposes(policy: Policy): string {
  const central = Object.entries(policy.chatPurposes).filter(([key]) => key !== 'unit');
  return [...central.map(([, words]) => words.zh), '单位 <名称>'].join('、');
}

/** Somebody who typed a unit's name alone is shown the full form. */
function nearPurposes(policy: Policy, words: string): string {
  const unit = findUnit(policy, words);
  if (unit.kind === 'one') return purposeWords(policy, `unit:${unit.value.code}`).zh;
  return centralPurposes(policy);
}
