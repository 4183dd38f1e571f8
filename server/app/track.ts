import { dueWords } from '../../cards/words';
import type { Desk } from '../commands/command';
import { nextDue } from '../commands/views/case-rows';
import { loadDossier, maskedText, unitShort } from '../commands/views/case-view';
import { type CaseState, isOpen, type LogEntry, type Stage, stageOf } from '../domain/case';
import type { Stores } from '../ports/storage';
import type { TrackView } from './doors';

const STEPS: readonly { readonly stage: Stage; readonly word: string }[] = [
  { stage: 'accept', word: '受理' },
  { stage: 'assess', word: '交办' },
  { stage: 'handle', word: '办理' },
  { stage: 'feedback', word: '答复' },
  { stage: 'follow-up', word: '办结' },
];

function sentence(state: CaseState, desk: Desk): string {
  const unit = unitShort(desk.policy, state.unit);
  switch (state.status) {
    case 'registered':
      return '已收到您的诉求，正在交办。';
    case 'assigned':
    case 'disputed':
      return `已交${unit}，等待签收。`;
    case 'claimed':
      return `${unit}正在办理。`;
    case 'waiting-supplement':
      return '办理需要您补充材料。';
    case 'replied':
      return `${unit}已答复，正在收尾。`;
    case 'declined':
      return '经研究，本件不属于受理范围，请按下面的说明反映。';
    case 'merged':
      return '已与同一事项的诉求合并办理。';
    case 'resolved':
    case 'archived':
      return '已办结。';
  }
}

/** What an appellant may read by the tracking code (X6): plain words, the promised date, the reply; no personal data. */
export async function trackView(stores: Stores, desk: Desk, code: string): Promise<TrackView | undefined> {
  const stored = await stores.cases.byTracking(desk.secrets.fingerprint('tracking', code));
  if (!stored) return undefined;
  const { state } = stored;
  const dossier = await loadDossier(stores, desk, stored);
  const said = (type: string, name: string) => {
    const entry = dossier.log.findLast((one: LogEntry) => one.type === type && one.texts?.[name] !== undefined);
    const text = dossier.texts.get(entry?.texts?.[name] ?? '');
    return text === undefined ? undefined : maskedText(text, dossier.secret, state.kind);
  };
  const reached = STEPS.findIndex((step) => step.stage === stageOf(state.status));
  const due = isOpen(state.status) ? nextDue({ ...state, claimDueAt: undefined }, desk) : undefined;
  const isProvisional = dossier.clocks.some((clock) => clock.provisional && clock.dueAt === due?.at);
  const redirect = said('case.declined', 'redirect');
  return {
    number: state.number,
    sentence: sentence(state, desk),
    steps: STEPS.map(({ word }, index) => ({ word, isReached: reached === -1 || index <= reached })),
    promise: due === undefined ? null : `${dueWords(due.at, desk.now)}${isProvisional ? '（暂定）' : ''}`,
    reply: said('case.replied', 'reply') ?? said('case.declined', 'reason') ?? null,
    redirect: redirect ?? null,
  };
}
