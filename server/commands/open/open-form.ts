import { formCard } from '../../../cards/form-card';
import { mayAct } from '../../domain/permissions';
import { fail, ok } from '../../domain/result';
import { isAllowed } from '../../domain/transitions';
import type { StoredCase } from '../../ports/storage';
import type { CaseCommand, OpenCommand } from '../command';
import { caseForm } from '../form';

/** Posts the form of the chosen act into the thread of the card it was chosen on. */
export function openForm(find: (name: string) => CaseCommand | undefined): OpenCommand {
  return {
    kind: 'open',
    name: 'open-form',
    async run({ caseNumber, option, value, actor, desk, stores, chatId, messageId }) {
      const wanted = option ?? (typeof value.form === 'string' ? value.form : undefined);
      const command = wanted === undefined ? undefined : find(wanted);
      if (!command) return fail('form.unknown', { command: wanted ?? '' });
      const stored = caseNumber === null ? undefined : await stores.cases.load(caseNumber);
      if (!stored) return fail('case.unknown', { number: caseNumber ?? '' });
      const allowed = mayAct(actor, command.permit, stored.state);
      if (!allowed.ok) return allowed;
      const { state } = stored;
      if (!isAllowed(command.name, state.status))
        return fail('case.wrong-status', { number: state.number, status: state.status, command: command.name });
      const form = caseForm(command, { state, secret: desk.secrets.open(stored) }, desk);
      if (!form) return fail('form.unknown', { command: command.name });
      const card = formCard.render({
        title: command.label.zh,
        number: state.number,
        // No two messages in a chat read the same: the form names who asked for it and when it was at which state.
        lead: `${desk.roster.nameOf(actor.id)} 打开：${subjectFor(stored)}`,
        form,
      });
      return ok({ post: [{ kind: 'thread', messageId, chat: chatId, card }] });
    },
  };
}

/** D13: not even the subject of a report stands in a group. */
function subjectFor({ state, subject }: StoredCase): string {
  return state.type === 'report' ? '举报件' : subject;
}
