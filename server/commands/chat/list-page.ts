import { type CaseListRow, type CaseListView, caseList, ROWS_PER_CARD } from '../../../cards/case-list';
import { instantWords } from '../../../cards/words';
import { fail, ok, type Result } from '../../domain/result';
import type { ChatOutcome, Typed } from '../command';

export interface Paged {
  readonly words: string;
  /** From 1. */
  readonly page: number;
}

const PAGE = /(?:第\s*(\d{1,3})\s*页|(?:^|\s)(?:page|p)\s*(\d{1,3})|\s(\d{1,3}))$/i;

/** `路灯 第2页`, `路灯第2页`, `路灯 2`, `street light page 2`; a page alone (`2`) where there are no words. */
export function splitPage(rest: string): Paged {
  const text = rest.normalize('NFKC').trim();
  const alone = /^\d{1,3}$/.exec(text);
  if (alone) return { words: '', page: Math.max(1, Number(text)) };
  const found = PAGE.exec(text);
  if (!found) return { words: text, page: 1 };
  return {
    words: text.slice(0, found.index).trim(),
    page: Math.max(1, Number(found[1] ?? found[2] ?? found[3] ?? 1)),
  };
}

export interface ListGiven {
  readonly title: string;
  readonly tone: CaseListView['tone'];
  readonly lead: readonly string[];
  readonly now: number;
  readonly page: number;
  /** Everything found, in order; at least one more row than the page shows when there is a next page. */
  readonly rows: readonly CaseListRow[];
  /** What to type for a page, e.g. `查 路灯`. */
  readonly again: string;
  readonly note?: string;
}

/** The page of a list as a card. Refusal `find.no-such-page` when there are not as many. */
export function listPage(given: ListGiven): Result<ReturnType<typeof caseList.render>> {
  const from = (given.page - 1) * ROWS_PER_CARD;
  const rows = given.rows.slice(from, from + ROWS_PER_CARD);
  if (rows.length === 0 && given.page > 1) {
    return fail('find.no-such-page', {
      page: given.page,
      last: Math.max(1, Math.ceil(given.rows.length / ROWS_PER_CARD)),
    });
  }
  const hasMore = given.rows.length > from + ROWS_PER_CARD;
  const next = hasMore ? [`下一页请发：${given.again} 第${given.page + 1}页`] : [];
  const footer = [...next, ...(given.note === undefined ? [] : [given.note])].join('\n');
  const page = given.page > 1 || hasMore ? ` 第 ${given.page} 页` : '';
  return ok(
    caseList.render({
      title: given.title,
      subtitle: `${instantWords(given.now, given.now)}${page}`,
      tone: given.tone,
      lead: given.lead,
      rows,
      ...(footer === '' ? {} : { footer }),
    }),
  );
}

/** Lists go to the direct chat of the person who asked (contract §6). */
export function directly(typed: Typed): NonNullable<ChatOutcome['where']> {
  return typed.chatType === 'group' ? 'direct' : 'here';
}
