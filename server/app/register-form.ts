import type { Desk } from '../commands/command';
import type { Actor } from '../domain/case';
import { mayAct } from '../domain/permissions';
import { compact } from '../domain/register';
import { fail, ok, type Result } from '../domain/result';
import type { Stores } from '../ports/storage';
import { parseIntake, registerAppeal } from './intake';
import type { Vault } from './vault';

const PERMIT = { roles: ['dispatcher', 'liaison', 'grid'] as const, sphere: 'any' as const };

/** `register-case` from a form in the chat: the same registration as the intake API. */
export async function registerFromForm(
  given: { readonly stores: Stores; readonly desk: Desk; readonly vault: Vault; readonly actor: Actor },
  form: Readonly<Record<string, unknown>>,
  eventId: string,
): Promise<Result<string>> {
  const permitted = mayAct(given.actor, PERMIT, undefined);
  if (!permitted.ok) return permitted;
  const channel = typeof form.channel === 'string' ? form.channel : '';
  if (channel === '') return fail('input.invalid', { fields: '渠道：必填', fieldsEn: 'channel: required' });
  const { kind, channel: _channel, ...fields } = form;
  const body = compact({ ...fields, appellant_kind: kind === '' ? undefined : kind, source_id: `form:${eventId}` });
  const parsed = parseIntake(body);
  const problems = parsed.ok ? undefined : parsed.problems;
  const registered = parsed.ok ? await registerAppeal({ ...given, channel }, parsed.value) : undefined;
  const wrong = problems ?? (registered?.kind === 'invalid' ? registered.problems : undefined);
  if (wrong) {
    return fail('input.invalid', {
      fields: wrong.map((problem) => `${problem.field}：${problem.zh}`).join('；'),
      fieldsEn: wrong.map((problem) => `${problem.field}: ${problem.en}`).join('; '),
    });
  }
  if (registered?.kind !== 'created' && registered?.kind !== 'known') return fail('click.malformed');
  return ok(registered.state.number);
}
