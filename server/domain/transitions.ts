import type { Status } from './case';
import type { ChatRole } from './roster';

/** One row per act on a case: in which statuses it may be done, and in which chat its card offers it. */
export interface Transition {
  readonly command: string;
  readonly from: readonly Status[];
  readonly chat: ChatRole;
  /** Statuses in which it is the one thing to do now: its button or form stands first on the card. */
  readonly primaryIn?: readonly Status[];
}

const OPEN_IN_UNIT: readonly Status[] = ['claimed', 'replied'];
const OPEN: readonly Status[] = ['registered', 'assigned', 'disputed', 'claimed', 'waiting-supplement', 'replied'];

/** Order is the order in which a card offers them, the primary act before all others. */
export const TRANSITIONS: readonly Transition[] = [
  { command: 'assign-case', from: ['registered'], chat: 'dispatch', primaryIn: ['registered'] },
  { command: 'take-case', from: ['registered'], chat: 'dispatch' },
  { command: 'resolve-on-spot', from: ['registered'], chat: 'dispatch' },
  { command: 'decline-case', from: ['registered'], chat: 'dispatch' },
  { command: 'recall-assignment', from: ['assigned'], chat: 'dispatch' },
  { command: 'add-call', from: OPEN, chat: 'dispatch' },
  { command: 'claim-case', from: ['assigned'], chat: 'unit', primaryIn: ['assigned'] },
  { command: 'reply-case', from: OPEN_IN_UNIT, chat: 'unit', primaryIn: ['claimed'] },
  { command: 'resolve-case', from: OPEN_IN_UNIT, chat: 'unit', primaryIn: ['replied'] },
  { command: 'report-progress', from: OPEN_IN_UNIT, chat: 'unit' },
  { command: 'reveal-contact', from: OPEN_IN_UNIT, chat: 'unit' },
  { command: 'record-follow-up', from: ['resolved', 'archived'], chat: 'lead' },
];

export function isAllowed(command: string, status: Status): boolean {
  const row = TRANSITIONS.find((transition) => transition.command === command);
  return row === undefined || row.from.includes(status);
}

export interface OfferedAct {
  readonly command: string;
  readonly isPrimary: boolean;
}

/** Acts a card in a chat of this role offers now, the primary one first; it may have none. */
export function actsFor(status: Status, chat: ChatRole): readonly OfferedAct[] {
  return TRANSITIONS.filter((transition) => transition.chat === chat && transition.from.includes(status))
    .map(({ command, primaryIn }) => ({ command, isPrimary: primaryIn?.includes(status) ?? false }))
    .sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary));
}
