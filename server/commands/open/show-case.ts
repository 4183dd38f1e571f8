import { notice } from '../../../cards/notice';
import { maySee } from '../../domain/permissions';
import { fail, ok } from '../../domain/result';
import type { OpenCommand } from '../command';
import { caseView, loadDossier, maskedText, storyLine } from '../views/case-view';
import { withoutReportWords } from '../views/report-words';

/** The whole story of a case, in the clicker's direct chat, by permission. */
export const showCase: OpenCommand = {
  kind: 'open',
  name: 'show-case',
  async run({ caseNumber, actor, desk, stores }) {
    const stored = caseNumber === null ? undefined : await stores.cases.load(caseNumber);
    if (!stored) return fail('case.unknown', { number: caseNumber ?? '' });
    if (!maySee(actor, stored.state)) return fail('permission.not-yours', { number: stored.state.number });
    const whole = await loadDossier(stores, desk, stored);
    // D13: a report's text is for the person who works on it, and nobody else.
    const mayRead = stored.state.type !== 'report' || stored.state.assignee === actor.id;
    const dossier = mayRead ? whole : withoutReportWords(whole);
    const view = caseView(dossier, 'other', desk);
    const words = mayRead
      ? maskedText(dossier.secret.content, dossier.secret, stored.state.kind)
      : '举报内容仅承办人可见。';
    const facts = view.facts.map((fact) => `${fact.label}：${fact.value}`).join('\n');
    const story = dossier.log.map((entry) => storyLine(entry, dossier, desk)).join('\n');
    const replies = dossier.log.flatMap((entry) => {
      const text = dossier.texts.get(entry.texts?.reply ?? '');
      return text === undefined
        ? []
        : [{ title: '答复全文', text: maskedText(text, dossier.secret, stored.state.kind).slice(0, 6000) }];
    });
    const card = notice.render({
      title: '全部经过',
      subtitle: stored.state.number,
      tone: view.tone,
      paragraphs: [view.stateLine, ...view.clockLines, facts],
      panels: [
        { title: '诉求原文', text: words.slice(0, 6000) },
        { title: `经过（${dossier.log.length} 条）`, text: story },
        ...replies.slice(-1),
      ],
    });
    return ok({ answer: { card }, where: 'direct' });
  },
};
