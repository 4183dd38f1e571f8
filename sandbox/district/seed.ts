import { createHash } from 'node:crypto';
import { Board } from '../people/board';
import { ask, type Hands, wordsOf } from '../people/person';
import type { PlatformClient } from '../people/platform-client';
import type { Intake } from './intake-client';
import type { District, DistrictAppeal, DistrictChat, DistrictPerson, Offset } from './read';
import { addDays, at, dayOf, isoShanghai, previousWorkingDay } from './working-days';

/** The administrator's open_id: the first person with the role. */
export function adminOf(district: District): string {
  const admin = district.people.find((one) => one.grants.some((grant) => grant.role === 'admin'));
  if (admin === undefined) throw new Error('the district has no administrator');
  return admin.open_id;
}

/** The chat id of a purpose: the same on every run, so that two runs can be compared. */
export function chatIdOf(key: string): string {
  return `oc_${createHash('md5').update(`district ${key}`).digest('hex')}`;
}

/** Makes the people and their groups on the platform; the administrator is a member of every group. */
export async function createDistrict(client: PlatformClient, district: District): Promise<void> {
  await Promise.all(district.people.map(({ open_id, name, title }) => client.addPerson({ open_id, name, title })));
  const admin = adminOf(district);
  await Promise.all(
    district.chats.map((chat) =>
      client.addChat({
        chat_id: chatIdOf(chat.key),
        name: chat.name,
        members: [...new Set([admin, ...chat.members])],
        bot: true,
      }),
    ),
  );
}

/**
 * The administrator ties every group to its purpose and hands out the roles, as in a real tenant: by typing to the
 * bot. Groups are gone through side by side, one command after the other in each.
 * @throws when an answer does not name what was asked for: it is then a refusal
 */
export async function bindAndGrant(client: PlatformClient, district: District): Promise<number> {
  const hands = { client, board: new Board(client) };
  await hands.board.pull();
  const admin = adminOf(district);
  const grants = grantsByChat(district);
  const counts = await Promise.all(
    district.chats.map(async (chat) => {
      await command(hands, { admin, chat, text: `绑定 ${chat.bind}`, names: [chat.name] });
      const own = grants.get(chat.key) ?? [];
      for (const grant of own) await command(hands, { admin, chat, ...grant });
      return own.length + 1;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

interface Command {
  readonly admin: string;
  readonly chat: DistrictChat;
  readonly text: string;
  /** What a consenting answer names. */
  readonly names: readonly string[];
}

async function command(hands: Hands, { admin, chat, text, names }: Command): Promise<void> {
  const answer = wordsOf(await ask(hands, admin, `@suban ${text}`, { chat_id: chatIdOf(chat.key) }));
  const missing = names.find((name) => !answer.includes(name));
  if (missing === undefined) return;
  throw new Error(`“${text}” in ${chat.name} was answered without “${missing}”: ${answer}`);
}

interface Grant {
  readonly text: string;
  readonly names: readonly string[];
}

/** All holders of one role in one unit are named in one message, in the unit's group; the central posts at dispatch. */
function grantsByChat(district: District): ReadonlyMap<string, readonly Grant[]> {
  const holders = new Map<string, DistrictPerson[]>();
  for (const person of district.people) {
    for (const { role, unit } of person.grants) {
      if (role === 'admin') continue;
      const key = unit === undefined ? role : `${role} ${unit}`;
      holders.set(key, [...(holders.get(key) ?? []), person]);
    }
  }
  const byChat = new Map<string, Grant[]>();
  for (const [key, people] of holders) {
    const unit = key.split(' ')[1];
    const purpose = unit === undefined ? 'dispatch' : `unit:${unit}`;
    const mentions = people.map((one) => `<at user_id="${one.open_id}"></at>`).join(' ');
    const grant = { text: `授权 ${mentions} ${key}`, names: people.map((one) => one.name) };
    byChat.set(purpose, [...(byChat.get(purpose) ?? []), grant]);
  }
  return byChat;
}

/** Posts the appeals, the oldest first, each as if its channel's own system delivered it. @returns the numbers */
export async function postAppeals(intake: Intake, appeals: readonly DistrictAppeal[], now: number): Promise<string[]> {
  const timed = appeals.map((appeal) => ({ appeal, received: instantOf(appeal.received, now) }));
  timed.sort((a, b) => a.received - b.received);
  const numbers: string[] = [];
  for (const { appeal, received } of timed) {
    const handed = appeal.handed_over === undefined ? undefined : instantOf(appeal.handed_over, now);
    const body = {
      ...appeal.body,
      received_at: isoShanghai(received),
      ...(handed === undefined ? {} : { handed_over_at: isoShanghai(handed) }),
    };
    const answer = await intake.post(appeal.channel, `seed-${appeal.body.source_id}`, body);
    numbers.push(answer.number);
  }
  return numbers;
}

function instantOf(offset: Offset, now: number): number {
  if ('minutes_before_now' in offset) return now - offset.minutes_before_now * 60_000;
  let day = dayOf(now);
  for (let back = 0; back < offset.working_days_before_now; back += 1) day = previousWorkingDay(day);
  return at(day, offset.at);
}

/** The first working instant for a demonstration: now in office hours, else 09:05 of the working day at hand. */
export function sensibleStart(now: number, isWorking: (day: string) => boolean): number {
  let day = dayOf(now);
  if (isWorking(day) && now >= at(day, '09:05') && now <= at(day, '17:00')) return now;
  if (!isWorking(day) || now > at(day, '17:00')) {
    do day = addDays(day, 1);
    while (!isWorking(day));
  }
  return at(day, '09:05');
}
