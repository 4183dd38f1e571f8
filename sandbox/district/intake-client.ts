import { z } from 'zod';

const clock = z.object({
  kind: z.enum(['respond', 'resolve']),
  rule: z.string(),
  due: z.string().nullable(),
});
const created = z.object({
  number: z.string(),
  status: z.string(),
  tracking_url: z.string(),
  clocks: z.array(clock),
  duplicates: z.array(z.string()),
});
const timeline = z.object({
  status: z.string(),
  unit: z.string().nullable().optional(),
  lead_unit: z.string().nullable().optional(),
  timeline: z.array(z.looseObject({ at: z.string(), type: z.string() })),
});

export type Created = z.output<typeof created>;
export type CaseAnswer = z.output<typeof timeline>;

/** What came of one delivery: the case, or the reason there is none. */
export type Delivery =
  | { readonly kind: 'taken'; readonly answer: Created }
  | { readonly kind: 'refused'; readonly status: number; readonly body: string }
  | { readonly kind: 'lost' };

/** A channel's own system: delivers appeals to the product with its token, and reads cases. */
export class Intake {
  readonly #url: string;
  readonly #tokens: ReadonlyMap<string, string>;

  constructor(url: string, tokens: ReadonlyMap<string, string>) {
    this.#url = url;
    this.#tokens = tokens;
  }

  /** Delivers one appeal, waiting where it is told to. `lost` when the connection broke before an answer came. */
  async deliver(channel: string, key: string, body: unknown): Promise<Delivery> {
    for (;;) {
      const response = await this.#send(channel, key, body);
      if (response === undefined) return { kind: 'lost' };
      if (response.status === 429) {
        const seconds = Number(response.headers.get('retry-after') ?? 1);
        await new Promise((resolve) => setTimeout(resolve, Math.max(1, seconds) * 1000));
        continue;
      }
      const text = await response.text().catch(() => undefined);
      if (text === undefined) return { kind: 'lost' };
      if (response.status !== 201 && response.status !== 200)
        return { kind: 'refused', status: response.status, body: text };
      return { kind: 'taken', answer: created.parse(JSON.parse(text)) };
    }
  }

  /** @throws when the product does not take it */
  async post(channel: string, key: string, body: unknown): Promise<Created> {
    const delivery = await this.deliver(channel, key, body);
    if (delivery.kind === 'taken') return delivery.answer;
    throw new Error(
      `${channel} ${key}: ${delivery.kind === 'lost' ? 'no answer' : `${delivery.status} ${delivery.body}`}`,
    );
  }

  /** The case as the product tells it; undefined while it cannot be asked. */
  async readCase(number: string): Promise<CaseAnswer | undefined> {
    const headers = { authorization: `Bearer ${this.#tokens.get('read') ?? ''}` };
    const response = await fetch(`${this.#url}/api/v1/cases/${number}`, { headers }).catch(() => undefined);
    if (response?.status !== 200) return undefined;
    const body: unknown = await response.json().catch(() => undefined);
    return body === undefined ? undefined : timeline.parse(body);
  }

  #send(channel: string, key: string, body: unknown): Promise<Response | undefined> {
    const token = this.#tokens.get(channel);
    if (token === undefined) throw new Error(`there is no token of ${channel}`);
    return fetch(`${this.#url}/api/v1/cases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch(() => undefined);
  }
}
