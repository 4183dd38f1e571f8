import type { Status } from './case';
import type { ChatRole } from './roster';

/** One row per act on a case: in which statuses it may be done, and in which chat its card offers it. */
export interface Transition {
  readonly command: string;
  readonly from: readonly Status[];
  readonly chat: ChatRole;
}

const OPEN_IN_UNIT: readonly Status[] = ['claimed', 'replied'];
const OPEN: readonly Status[] = ['registered', 'assigned', 'disputed', 'claimed', 'waiting-supplement', 'replied'];

/** Order is the order in which a card offers them: the first is its primary act. */
export const TRANSITIONS: readonly Transition[] = [
  { command: 'assign-case', from: ['registered'], chat: 'dispatch' },
  { command: 'take-case', from: ['registered'], chat: 'dispatch' },
  { command: 'resolve-on-spot', from: ['registered'], chat: 'dispatch' },
  { command: 'decline-case', from: ['registered'], chat: 'dispatch' },
  { command: 'recall-assignment', from: ['assigned'], chat: 'dispatch' },
  { command: 'add-call', from: OPEN, chat: 'dispatch' },
  { command: 'claim-case', from: ['assigned'], chat: 'unit' },
  { command: 'reply-case', from: OPEN_IN_UNIT, chat: 'unit' },
  { command: 'resolve-case', from: OPEN_IN_UNIT, chat: 'unit' },
  { command: 'report-progress', from: OPEN_IN_UNIT, chat: 'unit' },
  { command: 'reveal-contact', from: OPEN_IN_UNIT, chat: 'unit' },
  { command: 'record-follow-up', from: ['resolved', 'archived'], chat: 'lead' },
];

export function isAllowed(command: string, status: Status): boolean {
  const row = TRANSITIONS.find((transition) => transition.command === command);
  return row === undefined || row.from.includes(status);
}

/** Acts a card in a chat of this role offers now, primary first. */
export function actsFor(status: Status, chat: ChatRole): readonly string[] {
  return TRANSITIONS.filter((transition) => transition.chat === chat && transition.from.includes(status)).map(
    (row) => row.command,
  );
}
