import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPack } from '../plugin/packs/load';
import { DeskBuilder } from '../server/app/desk';
import { Vault } from '../server/app/vault';
import type { Typed } from '../server/commands/command';
import { buildCalendar, type WorkCalendar } from '../server/domain/calendar';
import type { Actor, CaseState, PrivateData } from '../server/domain/case';
import type { Policy, Role } from '../server/domain/policy';
import { publishedHolidays } from '../server/domain/published-holidays';
import type { Storage, Stores } from '../server/ports/storage';
import { openSqlite } from '../server/storage/sqlite/storage';

/** An instant written as people write it; without an offset it is Shanghai time. */
export function at(text: string): number {
  return Date.parse(/[+Z]/.test(text.slice(10)) ? text : `${text}+08:00`);
}

/** Wednesday, 4 March 2026, 10:00: a plain working day. */
export const A_MORNING = at('2026-03-04T10:00:00');

let pack: Policy | undefined;

export function aPolicy(): Policy {
  if (pack) return pack;
  const loaded = loadPack('laishan');
  if (!loaded.ok) throw new Error('the pack of the tests does not load');
  pack = loaded.value;
  return pack;
}

let workCalendar: WorkCalendar | undefined;

export function aCalendar(): WorkCalendar {
  workCalendar ??= buildCalendar(publishedHolidays());
  return workCalendar;
}

export function aVault(): Vault {
  return new Vault(Buffer.alloc(32, 1));
}

export function aPolicyDesk(now = A_MORNING): DeskBuilder {
  return new DeskBuilder({
    policy: aPolicy(),
    calendar: aCalendar(),
    clock: { controlled: true, now: () => now },
    secrets: aVault(),
    publicUrl: () => 'http://127.0.0.1:3000',
  });
}

/** A database file of its own, with its schema; `close` removes it. */
export async function aStorage(): Promise<Storage> {
  const folder = mkdtempSync(join(tmpdir(), 'suban-test-'));
  const storage = await openSqlite(join(folder, 'suban.db'));
  return {
    ...storage,
    close: async () => {
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function aPerson(name: string, ...roles: readonly (readonly [Role, string?])[]): Actor {
  return { id: `ou_${name}`, name, roles: roles.map(([role, unit]) => ({ role, unit: unit ?? null })), via: 'text' };
}

/** Puts the person's name and posts into the roster. */
export async function seat(stores: Stores, ...people: readonly Actor[]): Promise<void> {
  for (const { id, name, roles } of people) {
    await stores.roster.putPerson({ openId: id, name });
    for (const { role, unit } of roles) await stores.roster.grant({ openId: id, role, unit });
  }
}

let made = 0;

/** A registered hotline case of the morning; numbers count up within a test file. */
export function aCase(overrides: Partial<CaseState> = {}): CaseState {
  made += 1;
  return {
    number: `LS-20260304-${String(made).padStart(4, '0')}`,
    version: 1,
    status: 'registered',
    channel: 'hotline-12345',
    kind: 'citizen',
    type: 'complaint',
    grade: 'general',
    urgent: false,
    anonymous: false,
    receivedAt: at('2026-03-04T09:00:00') + made * 1000,
    registeredAt: at('2026-03-04T09:00:00') + made * 1000,
    leadUnit: 'livelihood',
    coUnits: [],
    responsible: { unit: 'livelihood' },
    followUps: 0,
    calls: 0,
    duplicates: [],
    policyVersion: '1.0.0',
    ...overrides,
  };
}

/** Stores a case as intake would have left it, its log apart. */
export async function file(
  stores: Stores,
  state: CaseState,
  given: { readonly subject?: string; readonly secret?: Partial<PrivateData> } = {},
): Promise<CaseState> {
  const vault = aVault();
  const secret: PrivateData = { content: '路灯不亮', tracking: `track-${state.number}`, ...given.secret };
  await stores.cases.insert({
    state,
    subject: given.subject ?? '路灯不亮',
    ...vault.sealCase(secret),
    logSeq: 0,
    logHead: state.number,
    trackingHash: vault.fingerprint('tracking', secret.tracking),
    phoneHash: secret.phone === undefined ? null : vault.fingerprint('phone', secret.phone),
    nameHash: secret.name === undefined ? null : vault.fingerprint('name', secret.name),
    print: '0000000000000000',
  });
  return state;
}

export function aTyped(text: string, overrides: Partial<Typed> = {}): Typed {
  return { text, rest: '', mentions: [], chatId: 'oc_here', chatType: 'group', messageId: 'om_1', ...overrides };
}
