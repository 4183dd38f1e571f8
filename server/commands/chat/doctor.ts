import type { Card, Node } from '../../../cards/card';
import { instantWords } from '../../../cards/words';
import { ok } from '../../domain/result';
import type { Stores } from '../../ports/storage';
import type { ChatCommand, Desk } from '../command';
import {
  bindingCheck,
  type Check,
  catalogueCheck,
  gridCheck,
  inboxCheck,
  memberCheck,
  outboxCheck,
  postCheck,
  timerCheck,
} from './doctor-checks';
import { directly } from './list-page';

/** What an administrator looks at first when something seems wrong. */
export const doctor: ChatCommand = {
  kind: 'chat',
  name: 'doctor',
  words: ['自检', '体检', 'doctor'],
  usage: { zh: '自检', en: 'doctor' },
  help: {
    zh: '检查群绑定、岗位、群成员、消息、提醒、目录和网格\n自检',
    en: 'Checks chats, posts, members, messages, timers, catalogue and grid\ndoctor',
  },
  roles: ['admin'],
  async run({ typed, desk, stores }) {
    return ok({ answer: { card: checkCard(await runChecks(stores, desk), desk.now) }, where: directly(typed) });
  },
};

/** All checks of the district, in the order in which people read them; also printed by `suban doctor`. */
export async function runChecks(stores: Stores, desk: Desk): Promise<readonly Check[]> {
  return [
    bindingCheck(desk),
    postCheck(desk),
    await memberCheck(stores, desk),
    await outboxCheck(stores),
    await inboxCheck(stores, Date.now()),
    await timerCheck(stores, desk),
    catalogueCheck(desk),
    gridCheck(desk),
  ];
}

function checkCard(checks: readonly Check[], now: number): Card {
  const problems = checks.filter((check) => !check.isOk).length;
  const title = problems === 0 ? '自检正常' : `自检：${problems} 项需处理`;
  return {
    summary: `${title} ${instantWords(now, now)}`,
    header: { title, subtitle: instantWords(now, now), tone: problems === 0 ? 'green' : 'yellow', tags: [] },
    body: checks.map(
      ({ name, isOk, words }): Node => ({
        kind: 'text',
        spans: [
          { text: isOk ? '正常' : '需处理', bold: true, tone: isOk ? 'green' : 'orange' },
          { text: ` ${name}：${words}` },
        ],
      }),
    ),
  };
}
