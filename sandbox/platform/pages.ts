import { type Refusal, refuse } from './answers';

/** One page of a list. `page_token` is the number of items already given. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly page_token: string;
  readonly has_more: boolean;
}

/** Cuts the page a query asks for, or 230001 when it asks for something impossible. */
export function pageOf<T>(
  list: readonly T[],
  query: URLSearchParams,
  sizes: { usual: number; max: number },
): Page<T> | Refusal {
  const size = Number(query.get('page_size') || sizes.usual);
  const from = Number(query.get('page_token') || 0);
  if (!Number.isInteger(size) || size < 1 || size > sizes.max || !Number.isInteger(from) || from < 0) {
    return refuse(
      230001,
      `Your request contains an invalid request parameter, ext=page_size 1..${sizes.max}, page_token as given.`,
    );
  }
  const hasMore = list.length > from + size;
  return { items: list.slice(from, from + size), page_token: hasMore ? String(from + size) : '', has_more: hasMore };
}
