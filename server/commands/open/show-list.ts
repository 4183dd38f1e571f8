import { caseList } from '../../../cards/case-list';
import { ok } from '../../domain/result';
import type { OpenCommand } from '../command';
import { caseRow } from '../views/case-rows';
import { SHOW } from '../views/lists';

const ROWS = 15;

/** The clicker's own cases in hand, in the direct chat. */
export const showList: OpenCommand = {
  kind: 'open',
  name: 'show-list',
  async run({ actor, desk, stores }) {
    const query = {
      assignee: actor.id,
      status: ['claimed', 'replied', 'waiting-supplement'] as const,
      oldestFirst: true,
    };
    const cases = await stores.cases.list({ ...query, limit: ROWS });
    const card = caseList.render({
      title: `我的在办 ${cases.length} 件`,
      subtitle: desk.roster.nameOf(actor.id),
      tone: 'wathet',
      lead: cases.length === 0 ? ['没有由您承办的在办件。'] : [],
      rows: cases.map((stored) => caseRow(stored, desk, [SHOW])),
    });
    return ok({ answer: { card }, where: 'direct' });
  },
};
