import type { Storage, StoredLogEntry } from '../ports/storage';
import { SETTINGS_GENESIS, SETTINGS_HEAD } from './settings-log';
import { chainHash } from './vault';

const PAGE = 2000;
const SEAL_GENESIS = 'seal';

export type Verdict =
  | { readonly ok: true; readonly entries: number }
  | { readonly ok: false; readonly zh: string; readonly en: string };

function broken(where: string, zh: string, en: string): Verdict {
  return { ok: false, zh: `${where}：${zh}`, en: `${where}: ${en}` };
}

/**
 * Recomputes every chain: each case's log from its first entry to the head kept with the case, the settings log, and
 * the minute seals over all entries. One changed byte anywhere is found and named.
 */
export async function verifyAudit(storage: Storage): Promise<Verdict> {
  const cases = await verifyCaseLogs(storage);
  if (!cases.ok) return cases;
  const settings = await verifySettings(storage);
  if (!settings.ok) return settings;
  return { ok: true, entries: cases.entries + settings.entries };
}

/** Only small reads at a time: a district keeps millions of entries. */
async function* entries(storage: Storage, from = 0): AsyncGenerator<StoredLogEntry> {
  let after = from;
  for (;;) {
    const page = await storage.read.log.rawAfter(after, PAGE);
    for (const row of page) yield row;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.id;
  }
}

async function verifyCaseLogs(storage: Storage): Promise<Verdict> {
  const seals = await storage.read.log.seals();
  const walk: Walk = { heads: new Map(), lastId: 0, count: 0 };
  let digest = SEAL_GENESIS;
  let nextSeal = 0;
  for await (const row of entries(storage)) {
    for (; nextSeal < seals.length && (seals[nextSeal]?.uptoLogId ?? 0) < row.id; nextSeal += 1) {
      if (seals[nextSeal]?.digest !== digest)
        return broken(
          `封印 ${seals[nextSeal]?.id}`,
          '此前有记录被改动或删除',
          'entries before it were changed or removed',
        );
    }
    const wrong = step(walk, row);
    if (wrong) return wrong;
    digest = chainHash(digest, row.hash);
  }
  for (; nextSeal < seals.length; nextSeal += 1) {
    if (seals[nextSeal]?.digest !== digest)
      return broken(
        `封印 ${seals[nextSeal]?.id}`,
        '此前有记录被改动或删除',
        'entries before it were changed or removed',
      );
  }
  return verifyHeads(storage, walk);
}

/** How far the chains are verified. */
interface Walk {
  readonly heads: Map<string, { seq: number; hash: string }>;
  lastId: number;
  count: number;
}

/** Takes one entry into its case's chain; tells what is wrong with it. */
function step(walk: Walk, row: StoredLogEntry): Verdict | undefined {
  const head = walk.heads.get(row.caseNumber) ?? { seq: 0, hash: row.caseNumber };
  const where = `${row.caseNumber} 第 ${row.seq} 条`;
  if (row.seq !== head.seq + 1)
    return broken(where, `前面缺少第 ${head.seq + 1} 条`, `entry ${head.seq + 1} is missing before it`);
  if (chainHash(head.hash, row.body) !== row.hash)
    return broken(where, '内容与校验值不符', 'its content does not match its hash');
  walk.heads.set(row.caseNumber, { seq: row.seq, hash: row.hash });
  walk.lastId = row.id;
  walk.count += 1;
  return undefined;
}

async function verifyHeads(storage: Storage, walk: Walk): Promise<Verdict> {
  const unseen = new Set(walk.heads.keys());
  let after = '';
  for (;;) {
    const page = await storage.read.log.heads(after, PAGE);
    for (const stored of page) {
      unseen.delete(stored.number);
      const wrong = agrees(walk, stored) ? undefined : await verifyAgain(storage, walk, stored.number);
      if (wrong) return wrong;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    after = last.number;
  }
  const [orphan] = unseen;
  if (orphan !== undefined) return broken(orphan, '有记录而工单已不存在', 'it has entries but the case is gone');
  return { ok: true, entries: walk.count };
}

function agrees(
  walk: Walk,
  stored: { readonly number: string; readonly logSeq: number; readonly logHead: string },
): boolean {
  const head = walk.heads.get(stored.number);
  return head?.seq === stored.logSeq && head.hash === stored.logHead;
}

/** Looks on while a case is being worked on; more often than this no case changes between two reads. */
const LOOKS = 5;

/** Entries written since the walk are no break: they are taken in, and the head is read again. */
async function verifyAgain(storage: Storage, walk: Walk, number: string): Promise<Verdict | undefined> {
  for (let look = 0; look < LOOKS; look += 1) {
    const stored = await storage.read.cases.load(number);
    for await (const row of entries(storage, walk.lastId)) {
      const wrong = step(walk, row);
      if (wrong) return wrong;
    }
    if (stored && agrees(walk, { number, logSeq: stored.logSeq, logHead: stored.logHead })) return undefined;
    const again = await storage.read.cases.load(number);
    if (again?.logSeq === stored?.logSeq) break;
  }
  return broken(number, '末尾记录缺失或被替换', 'its last entries are missing or replaced');
}

async function verifySettings(storage: Storage): Promise<Verdict> {
  let head = SETTINGS_GENESIS;
  let after = 0;
  let count = 0;
  for (;;) {
    const page = await storage.read.settingsLog.after(after, PAGE);
    for (const row of page) {
      if (chainHash(head, row.body) !== row.hash)
        return broken(`设置记录 ${row.id}`, '内容与校验值不符', 'its content does not match its hash');
      head = row.hash;
      after = row.id;
      count += 1;
    }
    if (page.length < PAGE) break;
  }
  return settingsHead(storage, head, count);
}

/** A change written between the two reads is no break: the head is then the hash of an entry that came after. */
async function settingsHead(storage: Storage, head: string, count: number): Promise<Verdict> {
  const kept = (await storage.read.meta.get(SETTINGS_HEAD)) ?? SETTINGS_GENESIS;
  const last = (await storage.read.settingsLog.last())?.hash ?? SETTINGS_GENESIS;
  if (kept === head || kept === last) return { ok: true, entries: count };
  return broken('设置记录', '末尾记录缺失或被替换', 'its last entries are missing or replaced');
}

/** D33: every minute the entries since the last seal are chained into one digest. */
export async function sealLog(storage: Storage, now: number): Promise<boolean> {
  return storage.write(async (stores) => {
    const last = await stores.log.lastSeal();
    let digest = last?.digest ?? SEAL_GENESIS;
    let upto = last?.uptoLogId ?? 0;
    const from = upto;
    const page = await stores.log.rawAfter(upto, PAGE);
    for (const row of page) {
      digest = chainHash(digest, row.hash);
      upto = row.id;
    }
    if (upto === from) return false;
    await stores.log.addSeal({ uptoLogId: upto, at: now, digest });
    return true;
  });
}
