import { fail, ok } from '../../domain/result';
import type { ChatCommand } from '../command';

/** The ticket that the server makes at start while nobody is administrator. */
export const CLAIM_ADMIN_TICKET = 'claim-admin';

/** The first administrator, by the one-time code printed at start. Works in the direct chat, and only while there is none. */
export const claimAdmin: ChatCommand = {
  kind: 'chat',
  name: 'claim-admin',
  words: ['认领管理员', 'claim-admin'],
  usage: { zh: '认领管理员 <一次性码>', en: 'claim-admin <code>' },
  help: {
    zh: '系统还没有管理员时，在单聊中用启动时显示的一次性码成为管理员\n认领管理员 一次性码',
    en: 'While there is no administrator: become one with the code printed at start, in the direct chat\nclaim-admin CODE',
  },
  roles: [],
  async run({ typed, actor, desk, stores }) {
    if (typed.chatType !== 'direct') return fail('admin.direct-only');
    const admins = (await stores.roster.grants()).filter((grant) => grant.role === 'admin');
    if (admins.length > 0) {
      return fail('admin.exists', { names: admins.map((grant) => desk.roster.nameOf(grant.openId)).join('、') });
    }
    const code = typed.rest.normalize('NFKC').trim();
    if (code === '') return fail('admin.code-missing');
    const ticket = await stores.tickets.take(desk.secrets.fingerprint('ticket', code), CLAIM_ADMIN_TICKET);
    if (ticket === undefined || ticket.expiresAt < desk.now) return fail('admin.code-wrong');
    await stores.roster.grant({ openId: actor.id, role: 'admin', unit: null });
    return ok({
      answer: {
        text: {
          zh: `${actor.name} 已成为管理员。下一步：在各群发“绑定 用途”，再发“授权 @人 角色 单位”。`,
          en: `${actor.name} is now administrator. Next: "bind PURPOSE" in each chat, then "grant @person ROLE UNIT".`,
        },
      },
      settings: { type: 'admin.claimed', data: { person: actor.id, role: 'admin' } },
      follow: [{ task: 'sync-person', id: actor.id }],
    });
  },
};
