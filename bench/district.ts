import { intakeActor } from '../server/app/actor';
import { systemClock } from '../server/app/clock';
import { DeskBuilder } from '../server/app/desk';
import { parseIntake, registerAppeal } from '../server/app/intake';
import type { Vault } from '../server/app/vault';
import { buildCalendar } from '../server/domain/calendar';
import type { Policy } from '../server/domain/policy';
import { publishedHolidays } from '../server/domain/published-holidays';
import type { Storage, Stores } from '../server/ports/storage';
import { letter, phone } from './letters';

export const CHANNEL = 'hotline-12345';
export const DISPATCHER = 'ou_bench_dispatcher';
/** The unit that gets the work. */
export const WORK_UNIT = 'urban';
const HANDLERS = 5;

export function handlerOf(unit: string, n: number): string {
  return `ou_bench_${unit}_${n % HANDLERS}`;
}

/** The id of the case's card in this chat, on the null channel. */
export function messageIdOf(chat: string, number: string): string {
  return `om_${chat.replace(':', '_')}_${number}`;
}

interface Given {
  readonly storage: Storage;
  readonly vault: Vault;
  readonly policy: Policy;
}

/** Chats and posts of a whole district; a chat's id is its purpose unless another is given. @returns a token of the channel */
export async function furnish({ storage, vault, policy }: Given, chatOf: (purpose: string) => string): Promise<string> {
  const token = vault.randomToken();
  await storage.write(async (stores) => {
    await stores.tokens.add({ hash: vault.fingerprint('token', token), scope: CHANNEL, createdAt: Date.now() });
    await stores.roster.bind('dispatch', chatOf('dispatch'));
    await employ(stores, { openId: DISPATCHER, role: 'dispatcher', unit: null });
    for (const unit of policy.units.filter((known) => known.handles)) {
      await stores.roster.bind(`unit:${unit.code}`, chatOf(`unit:${unit.code}`));
      for (let n = 0; n < HANDLERS; n += 1)
        await employ(stores, { openId: handlerOf(unit.code, n), role: 'handler', unit: unit.code });
    }
  });
  return token;
}

async function employ(
  stores: Stores,
  grant: { openId: string; role: 'dispatcher' | 'handler'; unit: string | null },
): Promise<void> {
  await stores.roster.grant(grant);
  await stores.roster.putPerson({ openId: grant.openId, name: grant.openId.slice(9) });
}

const CHUNK = 200;

/** Registers cases whose cards hang in the dispatch chat and in the unit's, as if all had been sent. @returns their numbers */
export async function prepareCases({ storage, vault, policy }: Given, count: number): Promise<string[]> {
  const desks = new DeskBuilder({
    policy,
    calendar: buildCalendar(publishedHolidays()),
    clock: systemClock,
    secrets: vault,
    publicUrl: () => 'http://127.0.0.1',
  });
  const numbers: string[] = [];
  while (numbers.length < count) {
    const from = numbers.length;
    await storage.write(async (stores) => {
      const given = { stores, desk: await desks.at(stores), vault, actor: intakeActor(CHANNEL), channel: CHANNEL };
      for (let n = from; n < Math.min(count, from + CHUNK); n += 1) {
        const body = parseIntake({ source_id: `prepared-${n}`, content: letter(n), name: '测试人', phone: phone(n) });
        if (!body.ok) throw new Error(`the bench's own letter is refused: ${JSON.stringify(body.problems)}`);
        const registered = await registerAppeal(given, body.value);
        if (registered.kind !== 'created') throw new Error('a prepared case was not created');
        numbers.push(registered.state.number);
        await hangCards(stores, registered.state.number);
      }
    });
  }
  return numbers;
}

async function hangCards(stores: Stores, number: string): Promise<void> {
  const now = Date.now();
  for (const row of await stores.outbox.claim('bench', now, now, 8))
    await stores.outbox.finish(row.id, 'sent', null, now);
  for (const chat of ['dispatch', `unit:${WORK_UNIT}`]) {
    await stores.cards.put({
      subject: `case:${number}`,
      chat,
      messageId: messageIdOf(chat, number),
      postedAt: now,
      shown: 1,
      replaces: null,
    });
  }
}
