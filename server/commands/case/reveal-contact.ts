import { z } from 'zod';
import { notice } from '../../../cards/notice';
import { fail, ok } from '../../domain/result';
import { isAllowed } from '../../domain/transitions';
import { defineCaseCommand } from '../command';

export const REVEAL_MS = 5 * 60_000;

/**
 * D31: contact never goes into a chat message. The handler of the case gets a link in the direct chat: five minutes,
 * one view, logged. The shell creates the ticket and fills the link in.
 */
export const revealContact = defineCaseCommand({
  kind: 'case',
  name: 'reveal-contact',
  label: { zh: '查看联系方式', en: 'Show contact' },
  permit: { roles: ['handler'], sphere: 'case-unit', orAssignee: true },
  input: z.object({}),
  decide: ({ state, secret, actor, desk }) => {
    if (!isAllowed('reveal-contact', state.status))
      return fail('case.wrong-status', { number: state.number, status: state.status, command: 'reveal-contact' });
    if (state.assignee !== actor.id) return fail('reveal.not-handler', { number: state.number });
    if (secret.phone === undefined && secret.name === undefined)
      return fail('reveal.anonymous', { number: state.number });
    const token = desk.secrets.randomToken();
    const card = notice.render({
      title: '诉求人联系方式',
      subtitle: state.number,
      tone: 'wathet',
      paragraphs: ['链接 5 分钟内有效，只能打开一次，查看已记录。'],
      links: [{ text: '打开联系方式', url: `${desk.publicUrl}/reveal/${token}` }],
    });
    return ok({
      next: state,
      log: [{ type: 'case.contact-revealed', data: { person: actor.id } }],
      post: [{ kind: 'card' as const, at: { person: actor.id }, card }],
      ticket: {
        kind: 'reveal',
        hash: desk.secrets.fingerprint('ticket', token),
        payload: JSON.stringify({ number: state.number, person: actor.id }),
        validMs: REVEAL_MS,
      },
    });
  },
  done: () => ({ zh: '链接已发到您与机器人的单聊。', en: 'The link is in your direct chat with the bot.' }),
});
