import { maskText } from '../../domain/mask';
import { fail, ok, type Result } from '../../domain/result';
import type { ChatCommand, ChatGiven, ChatOutcome, Typed } from '../command';
import { listWords } from '../views/people';
import { type Parsed, parseTyped } from './parse';

export type TypedGiven = Omit<ChatGiven, 'typed'> & { readonly typed: Omit<Typed, 'rest'> };

/**
 * From a message to its answer: finds the command, checks that the person may use it, runs it.
 * Plain talk in the direct chat gets a short pointer and is no error. Refusals: `chat.unknown`,
 * `chat.unknown-did-you-mean`, `chat.role-needed`, and those of the command.
 */
export async function runTyped(given: TypedGiven, registry: readonly ChatCommand[]): Promise<Result<ChatOutcome>> {
  const { typed, actor, desk } = given;
  const parsed = parseTyped(typed.text, registry);
  if (parsed.kind === 'unknown') return answerUnknown(parsed, typed.chatType);
  const { command, word, rest } = parsed;
  if (command.roles.length > 0 && !actor.roles.some((grant) => command.roles.includes(grant.role))) {
    const roles = listWords(command.roles.map((role) => desk.policy.roles[role]));
    return fail('chat.role-needed', { command: word, roles: roles.zh, rolesEn: roles.en });
  }
  return command.run({ ...given, typed: { ...typed, rest } });
}

/** @param parsed what `parseTyped` could not read */
export function answerUnknown(
  parsed: Extract<Parsed, { kind: 'unknown' }>,
  chatType: Typed['chatType'],
): Result<ChatOutcome> {
  const word = maskText(parsed.word);
  if (parsed.suggestions.length > 0) {
    return fail('chat.unknown-did-you-mean', { word, candidates: parsed.suggestions.join('、') });
  }
  if (chatType === 'group') return fail('chat.unknown', { word });
  return ok({
    answer: {
      text: {
        zh: '我按命令办事：发“我的”看待办，发“查 编号”查件，发“帮助”看全部命令。',
        en: 'I work by commands: "mine" lists your cases, "find NUMBER" looks one up, "help" shows all.',
      },
    },
  });
}
