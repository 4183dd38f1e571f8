import { maySee } from '../../domain/permissions';
import { fail, ok } from '../../domain/result';
import type { StoredCase } from '../../ports/storage';
import type { ChatCommand, ChatGiven } from '../command';
import { caseNumberAtStart } from './case-number';
import { foldForms } from './parse';

/** How the appellant was told, by the word after the number. It must stand alone: 电话联系了… is text. */
const TOLD_BY: readonly (readonly [word: string, code: string])[] = [
  ['电话', 'phone'],
  ['短信', 'sms'],
  ['上门', 'visit'],
  ['网上', 'online'],
  ['书信', 'letter'],
  ['phone', 'phone'],
  ['sms', 'sms'],
  ['visit', 'visit'],
  ['online', 'online'],
  ['letter', 'letter'],
];
const SIGNS = /^[\s:：,，]+/;

export interface TypedReply {
  readonly toldBy: string | undefined;
  /** As typed, lines kept. */
  readonly text: string;
}

/** What follows the case number: perhaps a way of telling, then the reply over any number of lines. */
export function readReply(afterNumber: string): TypedReply {
  const body = afterNumber.replace(SIGNS, '');
  const flat = foldForms(body);
  for (const [word, code] of TOLD_BY) {
    const after = body.slice(word.length);
    if (flat.startsWith(word) && (after === '' || SIGNS.test(after))) {
      return { toldBy: code, text: after.replace(SIGNS, '').trimEnd() };
    }
  }
  return { toldBy: undefined, text: body.trimEnd() };
}

/** D20: a reply longer than a card's input takes. In the thread of a case's card the number may be left out. */
export const reply: ChatCommand = {
  kind: 'chat',
  name: 'reply',
  words: ['答复', '回复', 'reply'],
  usage: {
    zh: '答复 <编号> [电话|短信|上门|网上|书信] <正文>',
    en: 'reply <number> [phone|sms|visit|online|letter] <text>',
  },
  help: {
    zh: '登记对诉求人的答复，可分行，可超过 1000 字\n答复 LS-20260304-0001 已于今日修复路灯……\n答复 LS-20260304-0001 上门 已现场说明……',
    en: 'Record the reply given to the appellant; any length, several lines\nreply LS-20260304-0001 The lamp is repaired.\nreply LS-20260304-0001 visit Explained on site.',
  },
  roles: ['handler', 'head', 'grid'],
  async run(given) {
    const { typed, actor, desk, stores } = given;
    const found = caseNumberAtStart(typed.rest, desk.policy.casePrefix);
    const number = found?.number ?? (await numberOfThread(given));
    if (number === undefined) return fail('chat.reply-number-missing', { prefix: desk.policy.casePrefix });
    const stored = await stores.cases.load(number);
    if (!stored || !maySee(actor, stored.state)) return fail('find.no-case', { number });
    const { toldBy, text } = readReply(found ? typed.rest.slice(found.length) : typed.rest);
    if (text === '') return fail('chat.reply-empty', { number });
    return ok({
      perform: {
        command: 'reply-case',
        caseNumber: number,
        form: { reply: text, told_by: toldBy ?? usualWay(stored) },
      },
    });
  },
};

function usualWay(stored: StoredCase): string {
  return stored.state.channel === 'portal' ? 'online' : 'phone';
}

async function numberOfThread({ typed, stores }: ChatGiven): Promise<string | undefined> {
  if (typed.threadRootId === undefined) return undefined;
  const card = await stores.cards.byMessage(typed.threadRootId);
  return card?.subject.startsWith('case:') ? card.subject.slice('case:'.length) : undefined;
}
