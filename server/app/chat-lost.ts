import type { Desk } from '../commands/command';
import { isOpen } from '../domain/case';
import { buildRoster } from '../domain/roster';
import type { Stores } from '../ports/storage';
import { SYSTEM } from './actor';
import { tellOperators } from './operators';
import { caseSubject, Posting } from './posting';
import { writeSettingsLog } from './settings-log';

/**
 * A group is gone, or the bot was put out of it: its purposes are unbound, its open cases get a card one level up,
 * and the administrators are told which group to bind again. No case waits in a group nobody can write to.
 */
export async function chatLost(stores: Stores, desk: Desk, chat: string, subject?: string | null): Promise<void> {
  const purposes = desk.roster.purposesOf(chat);
  for (const purpose of purposes) await stores.roster.unbind(purpose);
  if (purposes.length > 0)
    await writeSettingsLog({ stores, desk, actor: SYSTEM }, { type: 'chat.lost', data: { chat, purposes } });
  const roster = buildRoster({
    bindings: await stores.roster.bindings(),
    grants: await stores.roster.grants(),
    people: await stores.roster.people(),
  });
  const posting = new Posting(stores, { ...desk, roster });
  const lost = new Set((await stores.cards.withPrefix('case:', chat)).map((card) => card.subject));
  if (subject?.startsWith('case:')) lost.add(subject);
  for (const live of lost) {
    const number = live.slice(caseSubject('').length);
    await stores.cards.remove(live, chat);
    const stored = await stores.cases.load(number);
    if (!stored || !isOpen(stored.state.status)) continue;
    const purpose = stored.state.unit === undefined ? 'dispatch' : `unit:${stored.state.unit}`;
    await posting.post({ kind: 'case-card', at: { purpose } }, stored.state.leadUnit, number);
  }
  if (purposes.length === 0) return;
  await tellOperators(stores, desk, {
    what: `群已失效或机器人被移出：${purposes.join('、')}`,
    why: `该群的在办卡片已转到上一级。请把机器人加入新的群并发送“绑定 ${purposes[0]}”。`,
  });
}
