import type { Role } from '../../domain/policy';
import { fail, ok, type Refusal, type Result } from '../../domain/result';
import type { Grant } from '../../ports/storage';
import type { ChatCommand, Desk } from '../command';
import { grantWords, listWords } from '../views/people';
import { readGrant, type TypedGrant } from './grant-words';

/** Takes a post from people: from all of those named, or from none. */
export const revoke: ChatCommand = {
  kind: 'chat',
  name: 'revoke',
  words: ['撤权', '撤销授权', 'revoke'],
  usage: { zh: '撤权 @人 <角色> [单位]', en: 'revoke @person <role> [unit]' },
  help: {
    zh: '撤销岗位；最后一名管理员不能撤销\n撤权 @王五 承办 住建局\n撤权 @王五 业务员',
    en: 'Takes a role away; the last administrator stays\nrevoke @Wang handler housing\nrevoke @Wang dispatcher',
  },
  roles: ['admin'],
  async run({ typed, desk, stores }) {
    const read = readGrant({ typed, desk });
    if (!read.ok) return read;
    const all = await stores.roster.grants();
    const taken: Grant[] = [];
    for (const { openId, name } of read.value.people) {
      const found = heldGrant(all, { openId, name: name || desk.roster.nameOf(openId) }, read.value, desk);
      if (!found.ok) return found;
      taken.push(found.value);
    }
    const refused = lastAdmin(all, taken, read.value.role, desk);
    if (refused) return refused;
    for (const one of taken) await stores.roster.revoke(one);
    const done = taken.map((one) => {
      const name =
        read.value.people.find((person) => person.openId === one.openId)?.name || desk.roster.nameOf(one.openId);
      const words = grantWords(desk.policy, one);
      return { zh: `${name} 的 ${words.zh}`, en: `${name}: ${words.en}` };
    });
    const words = listWords(done);
    return ok({
      answer: { text: { zh: `已撤权：${words.zh}。`, en: `Revoked: ${words.en}.` } },
      settings: {
        type: 'role.revoked',
        data: { people: taken.map((one) => one.openId), role: read.value.role, units: taken.map((one) => one.unit) },
      },
    });
  },
};

/** The one grant meant; without a unit it must be the only one of that role. */
function heldGrant(
  all: readonly Grant[],
  person: { readonly openId: string; readonly name: string },
  { role, unit }: Pick<TypedGrant, 'role' | 'unit'>,
  desk: Desk,
): Result<Grant> {
  const held = all.filter((grant) => grant.openId === person.openId);
  const ofRole = held.filter((grant) => grant.role === role && (unit === undefined || grant.unit === unit.code));
  const [only, ...others] = ofRole;
  if (only === undefined) {
    const wanted = grantWords(desk.policy, { role, unit: unit?.code ?? null });
    const has = listWords(held.map((grant) => grantWords(desk.policy, grant)));
    return fail('grant.not-held', {
      name: person.name,
      role: wanted.zh,
      roleEn: wanted.en,
      held: has.zh || '无',
      heldEn: has.en || 'none',
    });
  }
  if (others.length === 0) return ok(only);
  const candidates = listWords(ofRole.map((grant) => grantWords(desk.policy, grant)));
  return fail('grant.unit-which', { name: person.name, candidates: candidates.zh, candidatesEn: candidates.en });
}

function lastAdmin(all: readonly Grant[], taken: readonly Grant[], role: Role, desk: Desk): Refusal | undefined {
  if (role !== 'admin') return undefined;
  const leaving = new Set(taken.map((grant) => grant.openId));
  const staying = all.filter((grant) => grant.role === 'admin' && !leaving.has(grant.openId));
  if (staying.length > 0) return undefined;
  return fail('grant.last-admin', { name: [...leaving].map((openId) => desk.roster.nameOf(openId)).join('、') });
}
