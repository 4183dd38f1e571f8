import type { Actor, CaseState } from './case';
import type { Role } from './policy';
import { fail, ok, type Result } from './result';

/** Whose role counts for an act on a case: any holder, or holders in the case's unit, co-units or lead unit. */
export type Sphere = 'any' | 'case-unit' | 'case-or-co-unit' | 'lead-unit';

export interface Permit {
  readonly roles: readonly Role[];
  readonly sphere: Sphere;
  /** Also for the person who works on the case, or who answers for it because the post is vacant (D17). */
  readonly orAssignee?: boolean;
}

/** May this person do it on this case? The product itself (timers, intake) may do what its code asks. */
export function mayAct(
  actor: Actor,
  permit: Permit,
  state: CaseState | undefined,
): Result<{ role: Role | 'system'; unit: string | null }> {
  if (actor.via === 'timer' || actor.via === 'import') return ok({ role: 'system', unit: null });
  for (const grant of actor.roles) {
    if (!permit.roles.includes(grant.role)) continue;
    if (reaches(permit.sphere, grant.unit, state)) return ok({ role: grant.role, unit: grant.unit });
  }
  const answers = state !== undefined && [state.assignee, state.responsible.person].includes(actor.id);
  if (permit.orAssignee && answers) return ok({ role: 'handler', unit: state.unit ?? null });
  return fail('permission.role-needed', { roles: permit.roles.join('|') });
}

function reaches(sphere: Sphere, unit: string | null, state: CaseState | undefined): boolean {
  if (sphere === 'any' || state === undefined) return true;
  if (sphere === 'case-unit') return unit !== null && unit === state.unit;
  if (sphere === 'case-or-co-unit') return unit !== null && (unit === state.unit || state.coUnits.includes(unit));
  // A follow-up caller or lead without a unit serves every lead unit.
  return unit === null || unit === state.leadUnit;
}

/** May this person see the case at all? Staff of the units that carry it, dispatchers, and the central posts. */
export function maySee(actor: Actor, state: CaseState): boolean {
  const central: readonly Role[] = ['dispatcher', 'reviewer', 'supervisor', 'leader', 'duty'];
  // D13: whoever is reported never sees the report, whatever else they are.
  const isReported =
    state.type === 'report' && actor.roles.some((grant) => grant.unit !== null && grant.unit === state.against);
  if (isReported) return false;
  return actor.roles.some((grant) => {
    if (central.includes(grant.role)) return true;
    if (grant.unit === null) return grant.role === 'follow-up' || grant.role === 'liaison';
    return grant.unit === state.unit || grant.unit === state.leadUnit || state.coUnits.includes(grant.unit);
  });
}
