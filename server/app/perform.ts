import type { Desk } from '../commands/command';
import { findCaseCommand } from '../commands/registry';
import type { Actor, CaseState } from '../domain/case';
import { mayAct } from '../domain/permissions';
import type { Words } from '../domain/policy';
import { fail, ok, type Result } from '../domain/result';
import type { Stores } from '../ports/storage';
import { commitCase } from './commit';
import { problemsOf } from './problems';
import type { Vault } from './vault';

export interface Act {
  readonly command: string;
  readonly caseNumber: string;
  /** Untrusted values by the contract's field words. */
  readonly form: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
}

export interface Performed {
  readonly state: CaseState;
  readonly done: Words;
}

export interface PerformGiven {
  readonly stores: Stores;
  readonly desk: Desk;
  readonly vault: Vault;
}

/** One named command on one case, inside the caller's unit of work: parse, permit, decide, store. */
export async function perform({ stores, desk, vault }: PerformGiven, act: Act): Promise<Result<Performed>> {
  const command = findCaseCommand(act.command);
  if (!command) return fail('command.unknown', { command: act.command });
  const parsed = command.input.safeParse(act.form);
  if (!parsed.success) {
    const problems = problemsOf(parsed.error);
    return fail('input.invalid', {
      fields: problems.map((problem) => `${problem.field}：${problem.zh}`).join('；'),
      fieldsEn: problems.map((problem) => `${problem.field}: ${problem.en}`).join('; '),
    });
  }
  const before = await stores.cases.load(act.caseNumber);
  if (!before) return fail('case.unknown', { number: act.caseNumber });
  const permitted = mayAct(act.actor, command.permit, before.state);
  if (!permitted.ok) return permitted;
  const secret = vault.open(before);
  const decided = command.decide({ state: before.state, secret, input: parsed.data, actor: act.actor, desk });
  if (!decided.ok) return decided;
  const state = await commitCase({ stores, desk, vault, actor: act.actor, as: permitted.value }, before, decided.value);
  return ok({ state, done: command.done(state, desk) });
}
