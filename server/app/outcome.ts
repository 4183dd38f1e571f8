import type { ChatOutcome, Desk } from '../commands/command';
import type { Actor } from '../domain/case';
import { describe } from '../domain/errors';
import type { Words } from '../domain/policy';
import type { Stores } from '../ports/storage';
import { perform } from './perform';
import { Posting } from './posting';
import { writeSettingsLog } from './settings-log';
import type { Vault } from './vault';

export interface OutcomeGiven {
  readonly stores: Stores;
  readonly desk: Desk;
  readonly vault: Vault;
  readonly actor: Actor;
}

export interface Origin {
  readonly chatId: string;
  readonly messageId: string;
  readonly person: string;
  readonly chatType?: 'group' | 'direct';
  /** Typed with an English word: the answer is English where it is a sentence. */
  readonly english?: boolean;
}

/** Carries out what a typed command or an opening button asked for, inside the caller's unit of work. */
export async function applyOutcome(given: OutcomeGiven, outcome: ChatOutcome, origin: Origin): Promise<void> {
  const { stores, desk } = given;
  const posting = new Posting(stores, desk);
  for (const post of outcome.post ?? []) await posting.post(post, '', undefined);
  if (outcome.settings) await writeSettingsLog(given, outcome.settings);
  for (const { task, id } of outcome.follow ?? []) {
    await stores.inbox.add({
      id: `${task}:${id}:${origin.messageId}`,
      kind: task,
      status: 'pending',
      payload: id,
      result: null,
      receivedAt: Date.now(),
    });
  }
  if (outcome.answer) await answer(posting, outcome, origin);
  if (outcome.perform) {
    const { command, caseNumber, form } = outcome.perform;
    const done = await perform(given, { command, caseNumber, form, actor: given.actor });
    const words = done.ok ? done.value.done : describe(done);
    await answerText(posting, origin, words);
  }
}

async function answer(posting: Posting, outcome: ChatOutcome, origin: Origin): Promise<void> {
  const content = outcome.answer;
  if (content === undefined) return;
  const message =
    'card' in content ? { card: content.card } : { text: origin.english ? content.text.en : content.text.zh };
  if (outcome.where === 'direct' || origin.chatType === 'direct') return posting.direct(origin.person, message);
  await posting.reply(origin.messageId, origin.chatId, message);
}

export async function answerText(posting: Posting, origin: Origin, words: Words): Promise<void> {
  const text = origin.english ? words.en : words.zh;
  if (origin.chatType === 'direct') return posting.direct(origin.person, { text });
  await posting.reply(origin.messageId, origin.chatId, { text });
}
