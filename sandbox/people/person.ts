import type { Board, Shown } from './board';
import { fieldName, findAct } from './find-act';
import type { Clicked, PlatformClient } from './platform-client';

/** An act as a person means it: which command on which case, with these fields (by their short names). */
export interface Act {
  readonly cmd: string;
  readonly caseNumber: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

export interface Hands {
  readonly client: PlatformClient;
  readonly board: Board;
}

const FORM_WAIT_MS = 20_000;

/**
 * Does an act on a card the way a person does: clicks its button, fills its form, or chooses it in the menu and fills
 * the form that appears in the card's thread. The card is taken as the person sees it now.
 */
export async function perform(hands: Hands, person: string, card: Shown, act: Act): Promise<Clicked> {
  const found = findAct(card.card, act.cmd, act.caseNumber);
  if (found === undefined) return refusal(`the card does not offer ${act.cmd} on ${act.caseNumber}`);
  if (found.kind === 'button') {
    return hands.client.click(person, card.id, { tag: 'button', value: found.value });
  }
  if (found.kind === 'form') return submit(hands, person, card, act);
  const since = hands.board.seq;
  const opened = await hands.client.click(person, card.id, {
    tag: 'overflow',
    value: found.value,
    option: found.option,
  });
  if (!opened.done || act.fields === undefined) return opened;
  const form = await hands.board.until(
    `the form of ${act.cmd} on ${act.caseNumber}`,
    () => formIn(hands.board, card, act, since),
    FORM_WAIT_MS,
  );
  return submit(hands, person, form, act);
}

/** The newest form for this act in the thread of a card, posted after journal entry `since`. */
export function formIn(board: Board, card: Shown, act: Act, since: number): Shown | undefined {
  return board
    .newest(card.chat)
    .find(
      (one) => one.seq > since && one.parent === card.id && findAct(one.card, act.cmd, act.caseNumber)?.kind === 'form',
    );
}

/** Hands in the form a card holds, fields named as the interface names them. */
export function submit(hands: Hands, person: string, card: Shown, act: Act): Promise<Clicked> {
  const found = findAct(card.card, act.cmd, act.caseNumber);
  if (found?.kind !== 'form') return Promise.resolve(refusal(`the card has no form of ${act.cmd}`));
  const form_value = Object.fromEntries(
    Object.entries(act.fields ?? {}).map(([field, value]) => [fieldName(act.cmd, field), value]),
  );
  return hands.client.click(person, card.id, { tag: 'button', name: found.submit, value: found.value, form_value });
}

/** Says something to the bot and waits for its answer: a reply in the group, the next message in the direct chat. */
export async function ask(
  { client, board }: Hands,
  person: string,
  text: string,
  where: { readonly chat_id: string } | { readonly p2p: true },
): Promise<Shown> {
  const said = await client.say(person, text, where);
  return board.until(`the answer to “${text.slice(0, 40)}”`, () => {
    const asked = board.message(said.message_id);
    if (asked === undefined) return undefined;
    if ('chat_id' in where) return board.answerTo(said.message_id);
    return board.newest(said.chat_id).find((one) => one.by === undefined && one.seq > asked.seq);
  });
}

/** What an answer says, whether it is a text or a card. */
export function wordsOf(message: Shown): string {
  return JSON.stringify(message.card ?? message.content);
}

function refusal(error: string): Clicked {
  return { done: false, toast: undefined, error, lost: false };
}
