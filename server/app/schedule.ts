import { dayDigest } from '../../cards/day-digest';
import { dayWords } from '../../cards/words';
import type { Desk } from '../commands/command';
import { unitShort } from '../commands/views/case-view';
import { loadDayRanking } from '../commands/views/day-ranking';
import { followUpSubject } from '../commands/views/subjects';
import { atTime, type Day, dayOf, formatDay } from '../domain/shanghai';
import type { Stores, TimerRow } from '../ports/storage';
import { CHANGEABLE_MS, movedCard } from './live';
import { Posting } from './posting';

const DAY_DIGEST = 'slot:day-digest';

function slotAt(desk: Desk, day: Day): number {
  return atTime(day, desk.policy.digest.dayAt);
}

function firstSlotAfter(desk: Desk, ms: number): Day {
  const today = desk.calendar.onOrNextWorkingDay(dayOf(ms));
  return slotAt(desk, today) > ms ? today : desk.calendar.nextWorkingDay(today);
}

const TURN = 'clock.turn';

const EVER = Number.MAX_SAFE_INTEGER;

/** A controlled clock went back, before any case: armed slots lapse, those of the days lived through again are new. */
export async function beginTurn(stores: Stores, now: number): Promise<void> {
  for (const { key } of await stores.timers.due(EVER, 100)) await stores.timers.fire(key, now);
  await stores.meta.set(TURN, String(Number((await stores.meta.get(TURN)) ?? 0) + 1));
}

async function keyOf(stores: Stores, day: Day): Promise<string> {
  const turn = await stores.meta.get(TURN);
  return `${DAY_DIGEST}|${formatDay(day)}${turn === undefined ? '' : `|${turn}`}`;
}

async function arm(stores: Stores, desk: Desk, day: Day): Promise<void> {
  await stores.timers.arm({
    key: await keyOf(stores, day),
    kind: DAY_DIGEST,
    caseNumber: null,
    dueAt: slotAt(desk, day),
  });
}

/** Arms the next of every recurring slot; what is armed or fired already stays as it is. */
export async function armSlots(stores: Stores, desk: Desk): Promise<void> {
  await arm(stores, desk, firstSlotAfter(desk, desk.now));
}

/** One recurring slot: does its work and arms the next. After downtime only the newest missed one is posted. */
export async function fireSlot(stores: Stores, desk: Desk, timer: TimerRow): Promise<void> {
  const next = firstSlotAfter(desk, timer.dueAt);
  await arm(stores, desk, next);
  if (slotAt(desk, next) <= desk.now) return;
  await postDayDigest(stores, desk, timer.dueAt);
  await postFollowUpLists(stores, desk);
}

/** 日调度 (D23): one card per group, whatever number of purposes the group serves. */
async function postDayDigest(stores: Stores, desk: Desk, at: number): Promise<void> {
  const posting = new Posting(stores, desk);
  const leads = desk.policy.units.filter((unit) => unit.level === 'lead');
  const groups = new Map<string, string>();
  const daily = desk.roster.chatOf('daily');
  if (daily !== undefined) groups.set(daily, '全区');
  for (const lead of leads) {
    const chat = desk.roster.chatOf(`unit:${lead.code}`);
    if (chat !== undefined && !groups.has(chat)) groups.set(chat, unitShort(desk.policy, lead.code));
  }
  for (const [chat, audience] of groups) {
    const card = dayDigest.render(await loadDayRanking(stores, desk, at, audience));
    await posting.post({ kind: 'card', at: { chat }, card }, '', undefined);
  }
}

/** A new list card every working day where somebody waits for a callback; yesterday's points to it. */
async function postFollowUpLists(stores: Stores, desk: Desk): Promise<void> {
  const posting = new Posting(stores, desk);
  for (const lead of desk.policy.units.filter((unit) => unit.level === 'lead' || unit.level === 'top')) {
    const purpose = `unit:${lead.code}`;
    const chat = desk.roster.chatOf(purpose);
    const waiting = await stores.cases.count({ status: ['resolved'], leadUnit: lead.code });
    if (chat === undefined || waiting === 0) continue;
    const today = followUpSubject(lead.code, desk);
    for (const old of await stores.cards.withPrefix(`follow-up:${lead.code}:`, chat)) {
      if (old.subject === today) continue;
      if (desk.now - old.postedAt < CHANGEABLE_MS) await posting.moved(old, movedCard(old.subject, dayWords(desk.now)));
      await stores.cards.remove(old.subject, old.chat);
    }
    await posting.post({ kind: 'live', subject: today, at: { purpose } }, lead.code, undefined);
  }
}
