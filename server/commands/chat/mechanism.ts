import { notice } from '../../../cards/notice';
import { instantWords } from '../../../cards/words';
import type { Role } from '../../domain/policy';
import { ok } from '../../domain/result';
import type { ChatCommand, Desk } from '../command';
import { unitShort } from '../views/case-view';

/** R2: the fourteen parts of the mechanism and what is set up of each: 1 team, 6 channels, 3 measures, 4 uses. */
export const mechanism: ChatCommand = {
  kind: 'chat',
  name: '1634',
  words: ['1634'],
  usage: { zh: '1634', en: '1634' },
  help: {
    zh: '看 1 个专班、6 条渠道、3 项措施、4 项运用的设置情况\n1634',
    en: 'What is set up of the 1 team, 6 channels, 3 measures and 4 uses\n1634',
  },
  roles: [],
  async run({ desk }) {
    const { policy } = desk;
    const channels = policy.channels.filter((channel) => channel.parent === undefined);
    const paragraphs = [
      `1 个专班：${unitShort(policy, 'office')}。专班 ${count('reviewer', desk)} 人，业务员 ${count('dispatcher', desk)} 人，网格员 ${count('grid', desk)} 人；研判群${bound('review', desk)}。`,
      `${channels.length} 条渠道：${channels.map((channel) => `${channel.name.zh}（${unitShort(policy, channel.lead)}）`).join('、')}。`,
      [
        '3 项措施：',
        `回访：回访员 ${count('follow-up', desk)} 人，企业联络员 ${count('liaison', desk)} 人；`,
        `督办：督查 ${count('supervisor', desk)} 人，督查群${bound('supervision', desk)}；`,
        `调度通报：日调度群${bound('daily', desk)}，周汇总群${bound('weekly', desk)}，月总结群${bound('monthly', desk)}。`,
      ].join('\n'),
      [
        '4 项运用：',
        `领导决策：领导 ${count('leader', desk)} 人；`,
        `知识库：职责目录 ${policy.catalogue.length} 个事项；`,
        `超前预警：值班 ${count('duty', desk)} 人，预警群${bound('warning', desk)}；`,
        `职责边界：由${unitShort(policy, 'office')}研判，研判群${bound('review', desk)}。`,
      ].join('\n'),
    ];
    const card = notice.render({
      title: '1634 机制',
      subtitle: instantWords(desk.now, desk.now),
      tone: 'wathet',
      paragraphs,
    });
    return ok({ answer: { card }, where: 'here' });
  },
};

function count(role: Role, desk: Desk): number {
  return desk.roster.peopleWith(role).length;
}

function bound(purpose: string, desk: Desk): string {
  return desk.roster.chatOf(purpose) === undefined ? '未绑定' : '已绑定';
}
