import type { Button, Card, Choice, Menu } from '../../cards/card';
import { caseCard } from '../../cards/case-card';
import { caseList } from '../../cards/case-list';
import { notice } from '../../cards/notice';
import { instantWords } from '../../cards/words';
import type { CaseCommand, CaseView, Desk } from '../commands/command';
import { caseForm } from '../commands/form';
import { findCaseCommand } from '../commands/registry';
import { caseView, loadDossier } from '../commands/views/case-view';
import { followUpList, reminderList } from '../commands/views/lists';
import { membersOf } from '../commands/views/members';
import { purposeWords } from '../commands/views/people';
import { withoutReportWords } from '../commands/views/report-words';
import { isOpen } from '../domain/case';
import { seatFor } from '../domain/roster';
import { actsFor, type OfferedAct } from '../domain/transitions';
import type { Stores } from '../ports/storage';

/** The platform lets a message be changed for 14 days. */
export const CHANGEABLE_MS = 14 * 86_400_000;

export interface LiveFace {
  readonly card: Card;
  /** Version of the case it shows; 0 for lists. */
  readonly shown: number;
  /** Somebody still has to act on it: it goes on in a new message when the old one can no longer be changed. */
  readonly isWanted: boolean;
}

/** How a subject looks in a chat at this moment; undefined where there is nothing to show any more. */
export async function renderLive(
  stores: Stores,
  desk: Desk,
  subject: string,
  chat: string,
): Promise<LiveFace | undefined> {
  const [kind = '', first = '', second = ''] = subject.split(':');
  switch (kind) {
    case 'case':
      return caseFace(stores, desk, first, chat);
    case 'follow-up':
      return { card: caseList.render(await followUpList(stores, desk, first, second)), shown: 0, isWanted: true };
    case 'reminders':
      return {
        card: caseList.render(await reminderList(stores, desk, first, { day: second, chat })),
        shown: 0,
        isWanted: true,
      };
    default:
      return undefined;
  }
}

async function caseFace(stores: Stores, desk: Desk, number: string, chat: string): Promise<LiveFace | undefined> {
  const stored = await stores.cases.load(number);
  if (!stored) return undefined;
  const { state } = stored;
  const dossier = withoutReportWords(await loadDossier(stores, desk, stored));
  const seat = seatFor(state, chat, desk.roster);
  const view = caseView(dossier, seat.role, desk);
  const acts = actsOn({ state, secret: dossier.secret }, actsFor(state.status, seat.role), desk);
  const fell = seat.fellFrom === undefined ? {} : { footer: fellLine(seat.fellFrom, desk) };
  const call = await membersOf(stores, chat, view.call);
  return {
    card: caseCard.render({ ...view, call, ...acts, ...fell }),
    shown: state.version,
    isWanted: isOpen(state.status),
  };
}

function fellLine(purpose: string, desk: Desk): string {
  return `本件应在“${purposeWords(desk.policy, purpose).zh}”群办理，该群未绑定，暂由此处承接。请管理员绑定该群。`;
}

type Acts = Pick<Parameters<typeof caseCard.render>[0], 'buttons' | 'menu' | 'form'>;

/** At most this many acts stand as buttons; the others are in the menu (design §2). */
const BUTTONS = 2;

/**
 * The primary act's form stands on the card; acts without fields are buttons; all others are menu options that post
 * a card with that one form into the thread (contract §6).
 */
function actsOn(view: CaseView, offered: readonly OfferedAct[], desk: Desk): Acts {
  const { state } = view;
  const acts = offered.flatMap(({ command: name, isPrimary }) => {
    const command = findCaseCommand(name);
    return command ? [{ command, isPrimary }] : [];
  });
  const primary = acts.find(({ isPrimary }) => isPrimary)?.command;
  const form = primary && caseForm(primary, view, desk);
  const rest = acts.filter(({ command }) => !(form && command === primary));
  const buttons = rest.filter(({ command }) => command.form === undefined).slice(0, BUTTONS);
  const options: Choice[] = rest
    .filter((act) => !buttons.includes(act))
    .map(({ command }) => ({ text: command.label.zh, value: command.name }));
  options.push({ text: '查看全部经过', value: 'show-case' });
  const menu: Menu = { options, value: { cmd: 'open-form', case: state.number, v: state.version } };
  return {
    buttons: buttons.map(({ command, isPrimary }) => toButton(command, view, isPrimary)),
    menu,
    ...(form ? { form } : {}),
  };
}

function toButton(command: CaseCommand, { state }: CaseView, primary: boolean): Button {
  const button = {
    text: command.label.zh,
    style: command.danger ? ('danger' as const) : primary ? ('primary' as const) : ('default' as const),
    value: { cmd: command.name, case: state.number, v: state.version },
  };
  return command.confirm === undefined ? button : { ...button, confirm: command.confirm(state) };
}

/** A card that goes on from an older message says so: no two messages in a chat read the same (contract §6). */
export function continued(card: Card, replaces: number | null, now: number): Card {
  if (replaces === null) return card;
  const line = `接续 ${instantWords(replaces, now)} 的卡片`;
  return {
    ...card,
    summary: `${card.summary}（${line}）`,
    body: [...card.body, { kind: 'text', spans: [{ text: line }], size: 'small' }],
  };
}

/** What an old message becomes when the card goes on in a new one. */
export function movedCard(subject: string, day: string): Card {
  const number = subject.startsWith('case:') ? subject.slice('case:'.length) : undefined;
  return notice.render({
    title: '本卡片已续发',
    ...(number === undefined ? {} : { subtitle: number }),
    tone: 'grey',
    paragraphs: [`为保持可操作，本卡片已于 ${day} 重新发布在群内，请在新卡片上办理。`],
  });
}

/** What a form becomes once it has been handed in. */
export function doneCard(title: string, number: string | null, line: string): Card {
  return notice.render({ title, ...(number === null ? {} : { subtitle: number }), tone: 'grey', paragraphs: [line] });
}
