import type { Result } from '../domain/result';

/** One thing wrong with an input, by field, in both languages, saying what is allowed. */
export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

export type RegisterAnswer =
  /** `body` is the contract's 201 body; `created` false on a repeat of the key or a known source id. */
  | { readonly kind: 'ok'; readonly created: boolean; readonly number: string; readonly body: unknown }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] };

export interface CaseListQuery {
  readonly status?: string;
  readonly unit?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cursor?: string;
}

export interface ContactView {
  readonly number: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly address: string | null;
}

/** What an appellant reads by the tracking code; nothing in it names or locates a person. */
export interface TrackView {
  readonly number: string;
  readonly sentence: string;
  readonly steps: readonly { readonly word: string; readonly isReached: boolean }[];
  /** `5月7日（周四）24:00 前`, or null where nothing is promised any more. */
  readonly promise: string | null;
  readonly reply: string | null;
  /** The lawful place to go, for a declined appeal. */
  readonly redirect: string | null;
}

/** What HTTP and the command line may ask of the product. All shapes are the contract's. */
export interface Doors {
  /** `read`, a channel code, or undefined for an unknown token. */
  scopeOf(token: string): Promise<string | undefined>;
  /** @param body untrusted JSON  @param key the Idempotency-Key */
  register(channel: string, key: string, body: unknown): Promise<RegisterAnswer>;
  readCase(number: string): Promise<unknown | undefined>;
  listCases(
    query: CaseListQuery,
  ): Promise<Result<{ readonly cases: readonly unknown[]; readonly cursor: string | null }>>;
  rankings(period: string, date: string | undefined): Promise<Result<unknown>>;
  /** One view: the second call refuses. */
  reveal(token: string): Promise<Result<ContactView>>;
  /** Undefined for an unknown code. */
  track(code: string): Promise<TrackView | undefined>;
  /** One view of a token an administrator made by `令牌`. */
  tokenPage(token: string): Promise<Result<{ readonly scope: string; readonly token: string }>>;
}

export interface ClockMove {
  readonly now: string;
  readonly fired: readonly { readonly kind: string; readonly case?: string; readonly at: string }[];
  readonly pending: number;
}

/** The controlled clock's door; present only with `SUBAN_CLOCK=controlled`. */
export interface ClockDoor {
  /** @param body untrusted JSON `{now}` or `{advance}`  */
  move(body: unknown): Promise<Result<ClockMove>>;
}

export interface Health {
  /** Name of each part and whether it works: database, queue, platform. */
  readiness(): Promise<readonly { readonly part: string; readonly ok: boolean; readonly detail?: string }[]>;
  /** Prometheus text. */
  metrics(): Promise<{ readonly type: string; readonly text: string }>;
}
