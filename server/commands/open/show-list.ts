import { caseList } from '../../../cards/case-list';
import { ok } from '../../domain/result';
import type { OpenCommand } from '../command';
import { listRow, nearestDue, SHOW } from '../views/lists';

/** The clicker's own open cases, in the direct chat. */
export const showList: OpenCommand = {
  kind: 'open',
  name: 'show-list',
  async run({ actor, desk, stores }) {
    const cases = await stores.cases.list({
      assignee: actor.id,
      status: ['claimed', 'replied', 'waiting-supplement'],
      oldestFirst: true,
      limit: 15,
    });
    const card = caseList.render({
      title: `我的在办 ${cases.length} 件`,
      subtitle: desk.roster.nameOf(actor.id),
      tone: 'wathet',
      lead: cases.length === 0 ? ['没有由您承办的在办件。'] : [],
      rows: cases.map((stored) => listRow(stored, nearestDue(stored.state, desk)?.words ?? '没有在走的时限', [SHOW])),
    });
    return ok({ answer: { card }, where: 'direct' });
  },
};
