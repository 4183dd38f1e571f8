import type { Context } from 'koa';
import type { CaseListQuery, Doors } from '../app/doors';
import { describe } from '../domain/errors';
import type { Refusal } from '../domain/result';
import { sendError, sendJson, sendProblems } from './answers';
import { mayRead } from './bearer';
import type { Route } from './router';

const FILTERS = ['status', 'unit', 'from', 'to', 'cursor'] as const;

/** What read tokens may ask: one case, a page of cases, the rankings. */
export function readingRoutes(doors: Doors): readonly Route[] {
  const guarded =
    (handle: Route['handle']): Route['handle'] =>
    async (ctx, param) => {
      if (await mayRead(ctx, doors)) await handle(ctx, param);
    };
  const readCase = async (ctx: Context, number: string) => {
    const found = await doors.readCase(number);
    if (found === undefined) {
      const { zh, en } = describe({ code: 'case.unknown', params: { number } });
      sendError(ctx, 404, { code: 'case.unknown', zh, en });
    } else sendJson(ctx, 200, found);
  };
  const listCases = async (ctx: Context) => {
    const found = await doors.listCases(filtersOf(ctx));
    if (found.ok) sendJson(ctx, 200, found.value);
    else sendRefusal(ctx, found);
  };
  const rankings = async (ctx: Context) => {
    const found = await doors.rankings(queryText(ctx, 'period') ?? '', queryText(ctx, 'date'));
    if (found.ok) sendJson(ctx, 200, found.value);
    else sendRefusal(ctx, found);
  };
  return [
    { method: 'GET', path: '/api/v1/cases', handle: guarded(listCases) },
    { method: 'GET', path: '/api/v1/cases/:number', handle: guarded(readCase) },
    { method: 'GET', path: '/api/v1/rankings', handle: guarded(rankings) },
  ];
}

/** A filter given twice counts once, the first; unknown ones are ignored. */
function queryText(ctx: Context, name: string): string | undefined {
  const value = ctx.query[name];
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined || text === '' ? undefined : text;
}

function filtersOf(ctx: Context): CaseListQuery {
  const given = FILTERS.map((name) => [name, queryText(ctx, name)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function sendRefusal(ctx: Context, refusal: Refusal): void {
  const field = refusal.params.field;
  const words = describe(refusal);
  sendProblems(ctx, [{ field: typeof field === 'string' ? field : 'query', code: refusal.code, ...words }]);
}
