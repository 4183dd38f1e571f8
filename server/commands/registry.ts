import { addCall } from './case/add-call';
import { archiveCase } from './case/archive-case';
import { assignCase } from './case/assign-case';
import { claimCase } from './case/claim-case';
import { declineCase } from './case/decline-case';
import { recallAssignment } from './case/recall-assignment';
import { recordFollowUp } from './case/record-follow-up';
import { remindCase } from './case/remind-case';
import { replyCase } from './case/reply-case';
import { reportProgress } from './case/report-progress';
import { resolveCase } from './case/resolve-case';
import { resolveOnSpot } from './case/resolve-on-spot';
import { revealContact } from './case/reveal-contact';
import { takeCase } from './case/take-case';
import type { CaseCommand, OpenCommand } from './command';
import { openForm } from './open/open-form';
import { showCase } from './open/show-case';
import { showList } from './open/show-list';

/** Every act on a case, one line each. Typed commands have their own list in chat/registry.ts. */
export const CASE_COMMANDS: readonly CaseCommand[] = [
  takeCase,
  assignCase,
  recallAssignment,
  resolveOnSpot,
  declineCase,
  claimCase,
  reportProgress,
  replyCase,
  resolveCase,
  recordFollowUp,
  addCall,
  revealContact,
  remindCase,
  archiveCase,
];

const byName = new Map(CASE_COMMANDS.map((command) => [command.name, command]));

export function findCaseCommand(name: string): CaseCommand | undefined {
  return byName.get(name);
}

export const OPEN_COMMANDS: readonly OpenCommand[] = [showCase, showList, openForm(findCaseCommand)];

export function findOpenCommand(name: string): OpenCommand | undefined {
  return OPEN_COMMANDS.find((command) => command.name === name);
}
