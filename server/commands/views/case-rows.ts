import type { Choice } from '../../../cards/card';
import type { CaseListRow } from '../../../cards/case-list';
import { clockWord, dueWords, instantWords, leftWords, statusWord } from '../../../cards/words';
import { type CaseState, isOpen } from '../../domain/case';
import { caseClocks, isStopped } from '../../domain/case-clocks';
import { clipText } from '../../domain/text-clean';
import type { StoredCase } from '../../ports/storage';
import type { Desk } from '../command';
import { channelName, unitShort } from './case-view';

export interface NextDue {
  readonly kind: string;
  /** Epoch ms. */
  readonly at: number;
}

/** What falls due first on an open case: the claim while it is assigned, else the nearest clock not yet stopped. */
export function nextDue(state: CaseState, desk: Desk): NextDue | undefined {
  if (!isOpen(state.status)) return undefined;
  const found: NextDue[] = [];
  if (state.status === 'assigned' && state.claimDueAt !== undefined)
    found.push({ kind: 'claim', at: state.claimDueAt });
  const clocks = caseClocks(state, desk);
  if (clocks.ok) {
    for (const clock of clocks.value) {
      if (clock.dueAt !== null && !isStopped(state, clock, desk.policy))
        found.push({ kind: clock.kind, at: clock.dueAt });
    }
  }
  return found.sort((a, b) => a.at - b.at)[0];
}

const SUBJECT_MAX = 40;

/** One case in a list; holds nothing but the masked subject and facts of the case. */
export function caseRow(stored: StoredCase, desk: Desk, options: readonly Choice[], note?: string): CaseListRow {
  const { state } = stored;
  const unit = state.unit === undefined ? '待派' : unitShort(desk.policy, state.unit);
  // D13: what a report is about stays with the people who work on it.
  const subject = state.type === 'report' ? '举报件' : clipText(stored.subject, SUBJECT_MAX);
  const due = nextDue(state, desk);
  const time =
    due === undefined
      ? `收到 ${instantWords(state.receivedAt, desk.now)}`
      : `${dueWords(due.at, desk.now)}${clockWord(due.kind)}（${leftWords(due.at, desk.now)}）`;
  const person = state.assignee === undefined ? [] : [desk.roster.nameOf(state.assignee)];
  const parts = [
    statusWord(state.status),
    ...(state.urgent ? ['紧急'] : []),
    channelName(desk.policy, state.channel),
    time,
    ...person,
  ];
  return {
    number: state.number,
    v: state.version,
    line: `${state.number} ${subject}（${unit}）`,
    detail: [...parts, ...(note === undefined ? [] : [note])].join(' · '),
    options,
  };
}
