import type { Choice } from '../../../cards/card';
import { ROWS_PER_CARD } from '../../../cards/case-list';
import { instantWords } from '../../../cards/words';
import type { CaseState } from '../../domain/case';
import { ok } from '../../domain/result';
import type { ChatCommand, Desk } from '../command';
import { findCaseCommand } from '../registry';
import { caseRow } from '../views/case-rows';
import { unitShort } from '../views/case-view';
import { SHOW } from '../views/lists';
import { collectCases } from './collect-cases';
import { directly, listPage, splitPage } from './list-page';

const ACTS = ['take-case', 'assign-case'] as const;
const QUEUE_MAX = 1000;

/** X12: what waits for a dispatcher, urgent first, then by receipt. In the dispatch chat it is answered there. */
export const queue: ChatCommand = {
  kind: 'chat',
  name: 'queue',
  words: ['待派', '待派单', '待派件', 'queue'],
  usage: { zh: '待派 [第2页]', en: 'queue [page]' },
  help: {
    zh: '列出待派的件，紧急在前、先到在前，可直接认领或派单\n待派\n待派 第2页',
    en: 'Cases waiting to be assigned, urgent and oldest first\nqueue\nqueue 2',
  },
  roles: ['dispatcher'],
  async run({ typed, desk, stores }) {
    const { page } = splitPage(typed.rest);
    const found = await collectCases(stores, [{ status: ['registered'], oldestFirst: true }], {
      need: Math.max(QUEUE_MAX, page * ROWS_PER_CARD + 1),
      keep: () => true,
    });
    const waiting = [...found.cases].sort((a, b) => Number(b.state.urgent) - Number(a.state.urgent));
    const urgent = waiting.filter(({ state }) => state.urgent).length;
    const card = listPage({
      title: `待派 ${waiting.length} 件${urgent > 0 ? `，其中紧急 ${urgent} 件` : ''}`,
      tone: urgent > 0 ? 'orange' : waiting.length === 0 ? 'green' : 'blue',
      lead: waiting.length === 0 ? ['没有待派的件。'] : [],
      now: desk.now,
      page,
      rows: waiting.map((stored) => caseRow(stored, desk, rowOptions(), noteOf(stored.state, desk))),
      again: '待派',
    });
    if (!card.ok) return card;
    const inDispatch = desk.roster.purposesOf(typed.chatId).includes('dispatch');
    return ok({ answer: { card: card.value }, where: inDispatch ? 'here' : directly(typed) });
  },
};

function rowOptions(): readonly Choice[] {
  const acts = ACTS.map((name) => ({ text: findCaseCommand(name)?.label.zh ?? name, value: name }));
  return [...acts, SHOW];
}

function noteOf(state: CaseState, desk: Desk): string | undefined {
  const { lock } = state;
  if (lock !== undefined && lock.until > desk.now) {
    return `${desk.roster.nameOf(lock.by)}正在处理（至 ${instantWords(lock.until, desk.now)}）`;
  }
  return state.suggestedUnit === undefined ? undefined : `建议派${unitShort(desk.policy, state.suggestedUnit)}`;
}
