import type { DayDigestRow, DayDigestView } from '../../../cards/day-digest';
import { dayWords } from '../../../cards/words';
import { type MetOfDue, type ProcessLeague, type ProcessRow, rankProcess } from '../../domain/ranking';
import { atTime, dayOf } from '../../domain/shanghai';
import type { Stores } from '../../ports/storage';
import type { Desk } from '../command';
import { unitShort } from './case-view';
import { digestWindow, nextDay } from './lists';

const LEAGUE_ZH = { lead: '牵头单位', department: '部门', street: '街道' } as const;
/** Open cases are read to be counted; a district has some hundreds. */
const OPEN_LIMIT = 20_000;

export interface DayFigures {
  readonly from: number;
  readonly to: number;
  readonly leagues: readonly ProcessLeague[];
  readonly received: number;
  readonly resolved: number;
  readonly open: number;
  readonly overdue: number;
  readonly dueToday: number;
  readonly dueTomorrow: number;
  readonly unclaimed: number;
  readonly cases: number;
  readonly calls: number;
}

/** All figures of one day's digest, as they stood at `at` (08:30 of the day). */
export async function dayFigures(stores: Stores, desk: Desk, at: number): Promise<DayFigures> {
  const { from, to } = digestWindow(desk, at);
  const facts = (await stores.cases.clocksDue(from, to)).map((row) => ({ ...row, kind: row.kind }));
  const open = await stores.cases.list({
    status: ['registered', 'assigned', 'disputed', 'claimed', 'waiting-supplement', 'replied'],
    limit: OPEN_LIMIT,
  });
  const late = new Set(
    (await stores.cases.clocksRunning(at, OPEN_LIMIT))
      .filter((row) => row.kind !== 'claim')
      .map((row) => row.caseNumber),
  );
  const count = (numbers: readonly { unit: string }[]) => {
    const units = new Map<string, number>();
    for (const { unit } of numbers) units.set(unit, (units.get(unit) ?? 0) + 1);
    return units;
  };
  const openUnits = open.map((stored) => ({
    number: stored.state.number,
    unit: stored.state.unit ?? stored.state.leadUnit,
  }));
  const running = (await stores.cases.clocksRunning(nextDay(nextDay(at)) - 1, OPEN_LIMIT)).filter(
    (row) => row.kind !== 'claim' && row.dueAt > at,
  );
  const dueBefore = (end: number, start: number) =>
    new Set(running.filter((row) => row.dueAt >= start && row.dueAt < end).map((row) => row.caseNumber)).size;
  const totals = await stores.cases.totals();
  return {
    from,
    to,
    leagues: rankProcess(desk.policy, facts, {
      overdue: count(openUnits.filter((entry) => late.has(entry.number))),
      open: count(openUnits),
    }),
    received: (await stores.log.byType('case.registered', from, to)).length,
    resolved: (await stores.log.byType('case.resolved', from, to)).length,
    open: open.length,
    overdue: openUnits.filter((entry) => late.has(entry.number)).length,
    dueToday: dueBefore(nextDay(at), at),
    dueTomorrow: dueBefore(nextDay(nextDay(at)), nextDay(at)),
    unclaimed: open.filter((stored) => stored.state.status === 'assigned').length,
    cases: totals.cases,
    calls: totals.calls,
  };
}

function share(value: MetOfDue): string {
  return value.due === 0 ? '—' : `${value.met}/${value.due}`;
}

function toRow(row: ProcessRow, desk: Desk): DayDigestRow {
  return {
    unit: unitShort(desk.policy, row.unit),
    rank: row.rank === null ? '—' : row.tied ? `并列 ${row.rank}` : String(row.rank),
    claimed: share(row.claimed),
    replied: share(row.replied),
    onTime: row.onTime ?? '—',
    overdue: row.overdue,
    open: row.open,
  };
}

const isQuiet = (row: ProcessRow) => row.rank === null && row.open === 0 && row.overdue === 0;

/** @param dayMs any instant of the day; the figures are those of its posting time  @param audience whose group reads it */
export async function loadDayRanking(
  stores: Stores,
  desk: Desk,
  dayMs: number,
  audience = '全区',
): Promise<DayDigestView> {
  const at = atTime(dayOf(dayMs), desk.policy.digest.dayAt);
  const figures = await dayFigures(stores, desk, at);
  const start = dayWords(figures.from);
  return {
    day: dayWords(at),
    audience,
    lead: [
      `自 ${start} ${desk.policy.digest.dayAt} 起：新收 ${figures.received} 件，办结 ${figures.resolved} 件。`,
      `当前在办 ${figures.open} 件，待签收 ${figures.unclaimed} 件，今日到期 ${figures.dueToday} 件，明日到期 ${figures.dueTomorrow} 件，超期 ${figures.overdue} 件。`,
    ],
    leagues: figures.leagues.map((league) => ({
      title: LEAGUE_ZH[league.league],
      rows: league.units.filter((row) => !isQuiet(row)).map((row) => toRow(row, desk)),
      quiet: league.units.filter(isQuiet).length,
    })),
    footer: `按时率 = 期内到期的签收、答复中按时完成的比例；相同者名次并列。累计 ${figures.cases} 件、${figures.cases + figures.calls} 件次。`,
  };
}
