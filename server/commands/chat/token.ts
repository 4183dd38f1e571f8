import { notice } from '../../../cards/notice';
import { findChannel } from '../../domain/names';
import { fail, ok, type Result } from '../../domain/result';
import type { ChatCommand, Desk } from '../command';

/** The ticket behind the page that shows a new token once. */
export const TOKEN_PAGE_TICKET = 'token-page';
const VALID_MS = 10 * 60_000;

/** A token for intake of one channel, or for reading. It is shown once, by a link in the administrator's direct chat. */
export const token: ChatCommand = {
  kind: 'chat',
  name: 'token',
  words: ['令牌', 'token'],
  usage: { zh: '令牌 <渠道|read>', en: 'token <channel|read>' },
  help: {
    zh: '生成渠道接入令牌或只读令牌，一次性链接发到您的单聊\n令牌 12345热线\n令牌 read',
    en: 'Makes a token for a channel or for reading; the one-time link goes to your direct chat\ntoken hotline-12345\ntoken read',
  },
  roles: ['admin'],
  async run({ typed, actor, desk, stores }) {
    const scope = readScope(typed.rest, desk);
    if (!scope.ok) return scope;
    const { secrets, now } = desk;
    const value = secrets.randomToken();
    const ticket = secrets.randomToken();
    await stores.tokens.add({ hash: secrets.fingerprint('token', value), scope: scope.value, createdAt: now });
    await stores.tickets.add({
      hash: secrets.fingerprint('ticket', ticket),
      kind: TOKEN_PAGE_TICKET,
      payload: secrets.seal(JSON.stringify({ scope: scope.value, token: value })),
      expiresAt: now + VALID_MS,
    });
    const card = notice.render({
      title: '接入令牌',
      subtitle: scope.value,
      tone: 'wathet',
      paragraphs: ['链接 10 分钟内有效，只能打开一次。请立即保存令牌，系统不保留原文。'],
      links: [{ text: '打开令牌', url: `${desk.publicUrl}/token/${ticket}` }],
    });
    return ok({
      answer: {
        text: {
          zh: `已为 ${scope.value} 生成令牌，一次性链接已发到 ${actor.name} 的单聊。`,
          en: `A token for ${scope.value} was made; the one-time link is in the direct chat of ${actor.name}.`,
        },
      },
      post: [{ kind: 'card', at: { person: actor.id }, card }],
      settings: { type: 'token.created', data: { scope: scope.value } },
    });
  },
};

const READ_WORDS = ['read', '只读', '读取', '查询'];

function readScope(text: string, desk: Desk): Result<string> {
  const words = text.normalize('NFKC').trim().toLowerCase();
  const candidates = ['read', ...desk.policy.channels.map((channel) => channel.code)].join('、');
  if (words === '') return fail('token.scope-missing', { candidates });
  if (READ_WORDS.includes(words)) return ok('read');
  const found = findChannel(desk.policy, words);
  if (found.kind === 'one') return ok(found.value.code);
  if (found.kind === 'none') return fail('token.channel-unknown', { text: words.slice(0, 40), candidates });
  return fail('token.channel-ambiguous', {
    text: words.slice(0, 40),
    candidates: found.candidates.map((channel) => channel.code).join('、'),
  });
}
