/**
 * An expected outcome: a value, or a refusal a person can act on. Bugs and outages throw instead.
 * `Params` fill the bilingual sentence of the refusal (see errors.ts).
 */
export type Params = Readonly<Record<string, string | number>>;

export interface Refusal {
  readonly ok: false;
  readonly code: string;
  readonly params: Params;
}

export type Result<T> = { readonly ok: true; readonly value: T } | Refusal;

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(code: string, params: Params = {}): Refusal {
  return { ok: false, code, params };
}

/** Ends an exhaustive switch: the compiler proves it unreachable, a bug in untyped data throws. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
