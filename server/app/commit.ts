import type { Desk, Outcome } from '../commands/command';
import type { Actor, CaseState, LogDraft, PrivateData } from '../domain/case';
import { caseClocks, nextTimer, stopOf } from '../domain/case-clocks';
import { responsibleFor } from '../domain/roster';
import type { ClockRow, StoredCase, Stores } from '../ports/storage';
import { caseSubject, Posting } from './posting';
import { chainHash, type SealedCase, type Vault } from './vault';

export interface CommitGiven {
  readonly stores: Stores;
  readonly desk: Desk;
  readonly vault: Vault;
  readonly actor: Actor;
  /** The role that allowed the act, for the log. */
  readonly as?: { readonly role: string; readonly unit: string | null };
}

/** What a new case brings besides its decision. */
export interface Birth {
  readonly secret: PrivateData;
  readonly subject: string;
  readonly print: string;
}

interface Written {
  readonly seq: number;
  readonly head: string;
}

/**
 * Stores a decision whole, inside the caller's unit of work: the case, its log, its clocks, its next timer and what
 * is to be shown. `before` is undefined for a new case, which then needs its `birth`.
 * @returns the case as stored
 */
export async function commitCase(
  given: CommitGiven,
  before: StoredCase | undefined,
  outcome: Outcome,
  birth?: Birth,
): Promise<CaseState> {
  const { stores, desk, vault } = given;
  const version = (before?.state.version ?? 0) + 1;
  const next: CaseState = { ...outcome.next, version, responsible: responsibleFor(outcome.next, desk.roster) };
  if (before) {
    const written = await writeLog(given, next.number, outcome.log, before, {
      seq: before.logSeq,
      head: before.logHead,
    });
    await stores.cases.save(next, before.state.version, before.subject, written.seq, written.head);
  } else {
    if (!birth) throw new Error('a new case needs its private part');
    const sealed = vault.sealCase(birth.secret);
    const written = await writeLog(given, next.number, outcome.log, sealed, { seq: 0, head: next.number });
    await stores.cases.insert({
      state: next,
      subject: birth.subject,
      print: birth.print,
      ...sealed,
      logSeq: written.seq,
      logHead: written.head,
      trackingHash: vault.fingerprint('tracking', birth.secret.tracking),
      phoneHash: birth.secret.phone === undefined ? null : vault.fingerprint('phone', birth.secret.phone),
      nameHash: birth.secret.name === undefined ? null : vault.fingerprint('name', birth.secret.name),
    });
  }
  await writeClocks(stores, desk, before?.state, next);
  await writeTimer(stores, desk, before?.state, next);
  const posting = new Posting(stores, desk);
  if (before) await posting.refresh(caseSubject(next.number));
  for (const post of outcome.post ?? []) await posting.post(post, next.leadUnit, next.number);
  if (outcome.ticket) {
    const { kind, hash, payload, validMs } = outcome.ticket;
    await stores.tickets.add({ kind, hash, payload, expiresAt: desk.now + validMs });
  }
  return next;
}

async function writeLog(
  given: CommitGiven,
  number: string,
  drafts: readonly LogDraft[],
  key: Pick<SealedCase, 'wrappedKey'>,
  from: Written,
): Promise<Written> {
  const { stores, desk, vault, actor, as } = given;
  let { seq, head } = from;
  for (const draft of drafts) {
    seq += 1;
    const texts: Record<string, string> = {};
    for (const [name, text] of Object.entries(draft.texts ?? {})) {
      const ref = `${seq}.${name}`;
      await stores.cases.putText(number, ref, vault.sealText(key, text));
      texts[name] = ref;
    }
    const by = {
      id: actor.id,
      via: actor.via,
      ...(as ? { role: as.role } : {}),
      ...(as?.unit ? { unit: as.unit } : {}),
    };
    const entry = { case: number, seq, at: desk.now, type: draft.type, by, data: draft.data, texts, previous: head };
    const body = JSON.stringify(entry);
    head = chainHash(head, body);
    await stores.log.append(number, entry, body, head);
  }
  return { seq, head };
}

function clockRows(state: CaseState, desk: Desk): ClockRow[] {
  const common = { caseNumber: state.number, unit: state.unit ?? state.leadUnit, leadUnit: state.leadUnit };
  const clocks = caseClocks(state, desk);
  const rows: ClockRow[] = !clocks.ok
    ? []
    : clocks.value.flatMap((clock) =>
        clock.dueAt === null
          ? []
          : [
              {
                ...common,
                kind: clock.kind,
                rule: clock.rule,
                dueAt: clock.dueAt,
                stoppedAt: stopOf(state, clock, desk.policy) ?? closedAt(state),
              },
            ],
      );
  if (state.claimDueAt !== undefined) {
    rows.push({ ...common, kind: 'claim', rule: 'claim', dueAt: state.claimDueAt, stoppedAt: state.claimedAt ?? null });
  }
  return rows;
}

/** A declined or merged case waits for nothing any more. */
function closedAt(state: CaseState): number | null {
  return state.status === 'declined' || state.status === 'merged' ? (state.archivedAt ?? null) : null;
}

async function writeClocks(stores: Stores, desk: Desk, before: CaseState | undefined, next: CaseState): Promise<void> {
  const old = new Map((before ? clockRows(before, desk) : []).map((row) => [row.kind, JSON.stringify(row)]));
  for (const row of clockRows(next, desk)) {
    if (old.get(row.kind) !== JSON.stringify(row)) await stores.cases.putClock(row);
    old.delete(row.kind);
  }
  for (const kind of old.keys()) await stores.cases.dropClock(next.number, kind);
}

async function writeTimer(stores: Stores, desk: Desk, before: CaseState | undefined, next: CaseState): Promise<void> {
  const timer = nextTimer(next, desk);
  const old = before ? nextTimer(before, desk) : undefined;
  if (timer?.at === old?.at && timer?.kind === old?.kind) return;
  if (before) await stores.timers.disarmCase(next.number);
  if (timer) {
    await stores.timers.arm({
      key: `${next.number}|${timer.kind}|${timer.at}`,
      kind: timer.kind,
      caseNumber: next.number,
      dueAt: timer.at,
    });
  }
}
