import { ok } from '../../domain/result';
import type { ChatCommand } from '../command';
import { grantWords, listWords, purposeWords } from '../views/people';

/** Name, open_id and posts of the person, and what this chat serves: what an administrator asks for first. */
export const whoami: ChatCommand = {
  kind: 'chat',
  name: 'whoami',
  words: ['我是谁', 'whoami'],
  usage: { zh: '我是谁', en: 'whoami' },
  help: { zh: '看自己的岗位、用户编号和本群用途\n我是谁', en: 'Your roles, your id and what this chat serves\nwhoami' },
  roles: [],
  async run({ typed, actor, desk, stores }) {
    const { policy, roster } = desk;
    const known = (await stores.roster.people()).find((person) => person.openId === actor.id)?.name;
    const name = known ?? actor.name;
    const none = { zh: '暂无岗位，请管理员授权', en: 'no role yet; ask an administrator' };
    const roles = actor.roles.length === 0 ? none : listWords(actor.roles.map((grant) => grantWords(policy, grant)));
    const purposes = listWords(roster.purposesOf(typed.chatId).map((key) => purposeWords(policy, key)));
    const here =
      typed.chatType === 'direct'
        ? { zh: '', en: '' }
        : { zh: `\n本群用途：${purposes.zh || '未绑定'}`, en: `\nThis chat: ${purposes.en || 'not bound'}` };
    return ok({
      answer: {
        text: {
          zh: `${name}（${actor.id}）\n岗位：${roles.zh}${here.zh}`,
          en: `${name} (${actor.id})\nRoles: ${roles.en}${here.en}`,
        },
      },
      ...(known === undefined ? { follow: [{ task: 'sync-person' as const, id: actor.id }] } : {}),
    });
  },
};
