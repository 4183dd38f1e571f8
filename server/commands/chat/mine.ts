import type { Choice } from '../../../cards/card';
import { type Actor, type CaseState, isOpen, STATUSES, type Status } from '../../domain/case';
import { ok } from '../../domain/result';
import { responsibleFor } from '../../domain/roster';
import { actsFor } from '../../domain/transitions';
import type { CaseQuery, StoredCase } from '../../ports/storage';
import type { ChatCommand, Desk } from '../command';
import { findCaseCommand } from '../registry';
import { caseRow, nextDue } from '../views/case-rows';
import { SHOW } from '../views/lists';
import { ALL_STAFF } from '../views/people';
import { collectCases } from './collect-cases';
import { directly, listPage, splitPage } from './list-page';

const OPEN: readonly Status[] = STATUSES.filter(isOpen);
/** More open cases than one person can have; a safety net, not a page size. */
const MINE_MAX = 1000;

/** Open cases I answer for or that lie with my units, soonest due first. */
export const mine: ChatCommand = {
  kind: 'chat',
  name: 'mine',
  words: ['我的', '我的件', '我的工单', '我的待办', 'mine', 'my'],
  usage: { zh: '我的 [第2页]', en: 'mine [page]' },
  help: {
    zh: '列出由您负责和您单位在办的件，快到期的在前\n我的\n我的 第2页',
    en: 'Open cases of yours and of your unit, soonest due first\nmine\nmine 2',
  },
  roles: ALL_STAFF,
  async run({ typed, actor, desk, stores }) {
    const { page } = splitPage(typed.rest);
    const found = await collectCases(stores, queriesOf(actor), {
      need: MINE_MAX,
      keep: ({ state }) => isMine(state, actor, desk),
    });
    const sorted = [...found.cases].sort((a, b) => dueOf(a, desk) - dueOf(b, desk));
    const overdue = sorted.filter((stored) => dueOf(stored, desk) < desk.now).length;
    const card = listPage({
      title: `我的待办 ${sorted.length} 件${overdue > 0 ? `，其中超期 ${overdue} 件` : ''}`,
      tone: overdue > 0 ? 'red' : sorted.length === 0 ? 'green' : 'wathet',
      lead: sorted.length === 0 ? ['没有由您或您单位负责的在办件。'] : [],
      now: desk.now,
      page,
      rows: sorted.map((stored) => caseRow(stored, desk, [...optionsOf(stored.state, actor), SHOW])),
      again: '我的',
    });
    return card.ok ? ok({ answer: { card: card.value }, where: directly(typed) }) : card;
  },
};

type Query = Omit<CaseQuery, 'limit' | 'cursor'>;

function queriesOf(actor: Actor): readonly Query[] {
  const units = [...new Set(actor.roles.flatMap((grant) => (grant.unit === null ? [] : [grant.unit])))];
  const central = actor.roles.some((grant) => grant.role === 'dispatcher' || grant.role === 'admin');
  return [
    { assignee: actor.id, status: OPEN },
    ...units.flatMap((unit) => [
      { unit, status: OPEN },
      { leadUnit: unit, status: OPEN },
    ]),
    // The duty dispatcher answers for what nobody has yet, and for units without people (D17).
    ...(central ? [{ status: OPEN }] : []),
  ];
}

function isMine(state: CaseState, actor: Actor, desk: Desk): boolean {
  if (actor.roles.some((grant) => grant.unit !== null && grant.unit === state.unit)) return true;
  return responsibleFor(state, desk.roster).person === actor.id;
}

function dueOf(stored: StoredCase, desk: Desk): number {
  return nextDue(stored.state, desk)?.at ?? Number.MAX_SAFE_INTEGER;
}

/** Acts the person may do on the case now; those of the dispatch chat have their own list (`待派`). */
function optionsOf(state: CaseState, actor: Actor): readonly Choice[] {
  const inUnit = actor.roles.filter((grant) => grant.unit !== null && grant.unit === state.unit);
  return actsFor(state.status, 'unit').flatMap(({ command: name }) => {
    const command = findCaseCommand(name);
    const may = command !== undefined && inUnit.some((grant) => command.permit.roles.includes(grant.role));
    return may ? [{ text: command.label.zh, value: name }] : [];
  });
}
