import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Desk } from '../commands/command';
import { dayFigures } from '../commands/views/day-ranking';
import type { Status } from '../domain/case';
import { STATUSES, stageOf } from '../domain/case';
import { caseClocks } from '../domain/case-clocks';
import { fail, ok, type Result } from '../domain/result';
import { atTime, dayOf, isoShanghai, parseDay, parseInstant, startOfDay } from '../domain/shanghai';
import type { StoredCase, Stores } from '../ports/storage';
import { intakeActor } from './actor';
import type { App } from './context';
import type { CaseListQuery, ContactView, Doors, RegisterAnswer, TrackView } from './doors';
import { clockBody, parseIntake, registerAppeal } from './intake';
import { problemsOf } from './problems';
import { trackView } from './track';

const PAGE = 50;
const KEY_MAX = 200;

/** What HTTP asks of the product, answered from the same shell as cards and commands. */
export class ProductDoors implements Doors {
  readonly #app: App;
  /** Tokens are long-lived and few; unknown ones are asked for each time. */
  readonly #scopes = new Map<string, string>();

  constructor(app: App) {
    this.#app = app;
  }

  async scopeOf(token: string): Promise<string | undefined> {
    const hash = this.#app.vault.fingerprint('token', token);
    const known = this.#scopes.get(hash);
    if (known !== undefined) return known;
    const scope = await this.#app.storage.read.tokens.scopeOf(hash);
    if (scope !== undefined) this.#scopes.set(hash, scope);
    return scope;
  }

  async register(channel: string, key: string, raw: unknown): Promise<RegisterAnswer> {
    if (key.length > KEY_MAX)
      return {
        kind: 'invalid',
        problems: [problemsOf.refusal('Idempotency-Key', fail('intake.key-too-long', { max: KEY_MAX }))],
      };
    const id = `api:${channel}:${createHash('sha256').update(key).digest('base64url')}`;
    const answer = await this.#app.storage.write(async (stores): Promise<RegisterAnswer> => {
      const before = await stores.inbox.find(id);
      if (before?.result)
        return { kind: 'ok', created: false, number: '', body: JSON.parse(this.#app.vault.unseal(before.result)) };
      const parsed = parseIntake(raw);
      if (!parsed.ok) return { kind: 'invalid', problems: parsed.problems };
      const desk = await this.#app.desks.at(stores);
      const given = { stores, desk, vault: this.#app.vault, actor: intakeActor(channel), channel };
      const registered = await registerAppeal(given, parsed.value);
      if (registered.kind === 'invalid') return registered;
      // A known source is an answer too: the same key gets it again, whatever the next body says.
      await stores.inbox.add({
        id,
        kind: 'intake',
        status: 'done',
        payload: null,
        // It holds the appellant's tracking link.
        result: this.#app.vault.seal(JSON.stringify(registered.body)),
        receivedAt: Date.now(),
      });
      return {
        kind: 'ok',
        created: registered.kind === 'created',
        number: registered.state.number,
        body: registered.body,
      };
    });
    const result = answer.kind === 'invalid' ? 'invalid' : answer.created ? 'created' : 'known';
    this.#app.metrics.count('intake_total', { channel, result });
    if (answer.kind === 'ok' && result === 'created') {
      this.#app.logger.info({ channel, case: answer.number }, 'case.registered');
      this.#app.queue.ring('outbox');
      this.#app.queue.ring('timers');
    }
    return answer;
  }

  async readCase(number: string): Promise<unknown | undefined> {
    const { read } = this.#app.storage;
    const stored = await read.cases.load(number);
    return stored && this.#caseBody(read, await this.#app.desks.at(read), stored);
  }

  async listCases(query: CaseListQuery): Promise<Result<{ cases: readonly unknown[]; cursor: string | null }>> {
    const { read } = this.#app.storage;
    const parsed = parseListQuery(query);
    if (!parsed.ok) return parsed;
    const desk = await this.#app.desks.at(read);
    const found = await read.cases.list({ ...parsed.value, limit: PAGE + 1 });
    const page = found.slice(0, PAGE);
    const cases = await Promise.all(page.map((stored) => this.#caseBody(read, desk, stored)));
    const last = page.at(-1);
    const more = found.length > PAGE && last !== undefined;
    return ok({ cases, cursor: more ? `${last.state.receivedAt}.${last.state.number}` : null });
  }

  async rankings(period: string, date: string | undefined): Promise<Result<unknown>> {
    if (period !== 'day')
      return fail(['week', 'month'].includes(period) ? 'ranking.not-yet' : 'ranking.unknown-period', { period });
    const { read } = this.#app.storage;
    const desk = await this.#app.desks.at(read);
    const day = date === undefined ? ok(desk.calendar.onOrPreviousWorkingDay(dayOf(desk.now))) : parseDay(date);
    if (!day.ok) return day;
    const figures = await dayFigures(read, desk, atTime(day.value, desk.policy.digest.dayAt));
    const none = {
      resolved: { met: 0, due: 0 },
      valid: 0,
      contacted: 0,
      solved: 0,
      satisfied: 0,
      basic: 0,
      response: null,
      resolution: null,
      satisfaction: null,
      score: null,
      excluded: 0,
    };
    return ok({
      period,
      from: isoShanghai(figures.from),
      to: isoShanghai(figures.to),
      formula: 'process-1',
      frozen: false,
      leagues: figures.leagues.map((league) => ({
        league: league.league,
        units: league.units.map(({ onTime, ...unit }) => ({
          ...none,
          ...unit,
          basis: unit.rank === null ? null : 'period',
        })),
      })),
    });
  }

  async track(code: string): Promise<TrackView | undefined> {
    const { read } = this.#app.storage;
    return trackView(read, await this.#app.desks.at(read), code);
  }

  async reveal(token: string): Promise<Result<ContactView>> {
    return this.#app.storage.write(async (stores): Promise<Result<ContactView>> => {
      const desk = await this.#app.desks.at(stores);
      const ticket = await this.#take(stores, 'reveal', token, desk.now);
      if (!ticket.ok) return ticket;
      const { number } = z.object({ number: z.string(), person: z.string() }).parse(JSON.parse(ticket.value));
      const stored = await stores.cases.load(number);
      if (!stored) return fail('case.unknown', { number });
      const secret = desk.secrets.open(stored);
      return ok({ number, name: secret.name ?? null, phone: secret.phone ?? null, address: secret.address ?? null });
    });
  }

  async tokenPage(token: string): Promise<Result<{ scope: string; token: string }>> {
    return this.#app.storage.write(async (stores): Promise<Result<{ scope: string; token: string }>> => {
      const desk = await this.#app.desks.at(stores);
      const ticket = await this.#take(stores, 'token-page', token, desk.now);
      if (!ticket.ok) return ticket;
      return ok(
        z.object({ scope: z.string(), token: z.string() }).parse(JSON.parse(desk.secrets.unseal(ticket.value))),
      );
    });
  }

  async #take(stores: Stores, kind: string, token: string, now: number): Promise<Result<string>> {
    const ticket = await stores.tickets.take(this.#app.vault.fingerprint('ticket', token), kind);
    if (!ticket || ticket.expiresAt < now) return fail('link.spent');
    return ok(ticket.payload);
  }

  async #caseBody(stores: Stores, desk: Desk, stored: StoredCase): Promise<unknown> {
    const { state } = stored;
    const clocks = caseClocks(state, desk);
    const { tracking } = desk.secrets.open(stored);
    const log = await stores.log.of(state.number);
    return {
      number: state.number,
      status: state.status,
      stage: stageOf(state.status),
      channel: state.channel,
      type: state.type,
      grade: state.grade,
      urgent: state.urgent,
      unit: state.unit ?? null,
      lead_unit: state.leadUnit,
      first_unit: state.firstUnit ?? null,
      co_units: state.coUnits,
      version: state.version,
      clocks: clocks.ok ? clocks.value.map(clockBody) : [],
      timeline: log.map((entry) => ({
        at: isoShanghai(entry.at),
        type: entry.type,
        unit: entry.by.unit ?? (typeof entry.data.unit === 'string' ? entry.data.unit : null),
        by_role: entry.by.role ?? (entry.by.via === 'api' ? 'channel' : 'system'),
      })),
      links: { parent: null, children: [], merged_into: null },
      tracking_url: `${desk.publicUrl}/track/${tracking}`,
    };
  }
}

interface ParsedQuery {
  readonly status?: readonly Status[];
  readonly unit?: string;
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly cursor?: { readonly receivedAt: number; readonly number: string };
}

/** A day means from its first instant (`from`) or to its end (`to`). */
function instantOf(text: string, end: boolean): number | undefined {
  const day = parseDay(text);
  if (day.ok) return startOfDay(day.value) + (end ? 86_400_000 : 0);
  const instant = parseInstant(text);
  return instant.ok ? instant.value : undefined;
}

function parseListQuery(query: CaseListQuery): Result<ParsedQuery> {
  const statuses = query.status?.split(',').map((word) => STATUSES.find((status) => status === word));
  if (statuses?.includes(undefined))
    return fail('list.bad-status', { status: query.status ?? '', known: STATUSES.join(', ') });
  const fromMs = query.from === undefined ? undefined : instantOf(query.from, false);
  const toMs = query.to === undefined ? undefined : instantOf(query.to, true);
  if (query.from !== undefined && fromMs === undefined)
    return fail('list.bad-time', { field: 'from', value: query.from });
  if (query.to !== undefined && toMs === undefined) return fail('list.bad-time', { field: 'to', value: query.to });
  const cursor = /^(\d{1,16})\.([A-Z]+-\d{8}-\d+)$/.exec(query.cursor ?? '');
  if (query.cursor !== undefined && !cursor) return fail('list.bad-cursor');
  return ok({
    ...(statuses === undefined ? {} : { status: statuses.flatMap((status) => status ?? []) }),
    ...(query.unit === undefined ? {} : { unit: query.unit }),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
    ...(cursor ? { cursor: { receivedAt: Number(cursor[1]), number: cursor[2] ?? '' } } : {}),
  });
}
