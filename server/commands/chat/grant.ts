import { fail, ok } from '../../domain/result';
import type { ChatCommand } from '../command';
import { grantWords } from '../views/people';
import { needsUnit, readGrant } from './grant-words';

/** Gives people a post. Takes effect with the next thing they do. */
export const grant: ChatCommand = {
  kind: 'chat',
  name: 'grant',
  words: ['授权', 'grant'],
  usage: { zh: '授权 @人 <角色> [单位]', en: 'grant @person <role> [unit]' },
  help: {
    zh: '给人授予岗位，可同时 @ 几个人；在单位群里可不写单位\n授权 @王五 业务员\n授权 @王五 @李四 承办 住建局\n授权 @王五 网格员 初家街道',
    en: "Gives people a role; several people at once; in a unit's own chat the unit may be left out\ngrant @Wang dispatcher\ngrant @Wang @Li handler housing\ngrant @Wang grid street-chujia",
  },
  roles: ['admin'],
  async run({ typed, desk, stores }) {
    const read = readGrant({ typed, desk });
    if (!read.ok) return read;
    const { people, role } = read.value;
    const unit = read.value.unit?.code ?? null;
    if (unit === null && needsUnit(role)) {
      const { zh, en } = desk.policy.roles[role];
      return fail('grant.unit-missing', { role: zh, roleEn: en });
    }
    if (role === 'grid' && read.value.unit?.level !== 'street') {
      return fail('grant.unit-not-street', { unit: read.value.unit?.short ?? '' });
    }
    for (const { openId, name } of people) {
      if (name !== '') await stores.roster.putPerson({ openId, name });
      await stores.roster.grant({ openId, role, unit });
    }
    const names = people.map(({ openId, name }) => name || desk.roster.nameOf(openId));
    const words = grantWords(desk.policy, { role, unit });
    return ok({
      answer: {
        text: {
          zh: `已授权：${names.join('、')} → ${words.zh}。`,
          en: `Granted: ${names.join(', ')} → ${words.en}.`,
        },
      },
      settings: { type: 'role.granted', data: { people: people.map((person) => person.openId), role, unit } },
      follow: people
        .filter(({ name }) => name === '')
        .map(({ openId }) => ({ task: 'sync-person' as const, id: openId })),
    });
  },
};
