import { randomBytes } from 'node:crypto';
import { encryptPush, signPush } from '../sandbox/platform/crypto';
import { defaultOptions } from '../sandbox/platform/options';
import { DISPATCHER, handlerOf, messageIdOf, WORK_UNIT } from './district';
import { letter, phone } from './letters';

export type LoadKind = 'limit' | 'intake' | 'click';

/** One phase of load, as given to the generator's process. */
export interface LoadOrder {
  readonly kind: LoadKind;
  readonly url: string;
  readonly seconds: number;
  /** Good answers before counting begins. */
  readonly warmAnswers: number;
  readonly connections: number;
  /** Most requests to prepare (clicks: as many as the cases give). */
  readonly most: number;
  /** The first letter's number: letters of two phases on one database must differ. */
  readonly from: number;
  readonly token: string;
  /** Cases that wait to be assigned; for clicks. */
  readonly cases: readonly string[];
}

/** Requests that follow one another on one connection. */
export type Script = readonly Buffer[];

/** Everything is prepared before the clock starts: signing and encrypting must not share the core with the server. */
export function buildScripts(order: LoadOrder): readonly Script[] {
  switch (order.kind) {
    case 'limit':
      return Array.from({ length: order.most }, (_, n) => [push(order.url, '/', limitEvent(order.from + n))]);
    case 'intake':
      return Array.from({ length: order.most }, (_, n) => [intake(order, order.from + n)]);
    case 'click':
      return order.cases.map((number, n) => clicksOn(order.url, number, n));
  }
}

function request(url: string, path: string, headers: Readonly<Record<string, string>>, body: string): Buffer {
  const bytes = Buffer.from(body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST ${path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nContent-Type: application/json\r\nContent-Length: ${bytes.length}\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
}

function intake({ url, token }: LoadOrder, n: number): Buffer {
  const body = { source_id: `bench-${n}`, content: letter(n), name: '测试人', phone: phone(n) };
  return request(
    url,
    '/api/v1/cases',
    { Authorization: `Bearer ${token}`, 'Idempotency-Key': `key-${n}` },
    JSON.stringify(body),
  );
}

/** A request as the platform pushes it: encrypted, and signed over its raw bytes. */
function push(url: string, path: string, event: unknown): Buffer {
  const { encryptKey } = defaultOptions;
  const raw = JSON.stringify({ encrypt: encryptPush(encryptKey, JSON.stringify(event)) });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(8).toString('hex');
  const headers = {
    'X-Lark-Request-Timestamp': timestamp,
    'X-Lark-Request-Nonce': nonce,
    'X-Lark-Signature': signPush(timestamp, nonce, encryptKey, raw),
  };
  return request(url, path, headers, raw);
}

interface Click {
  readonly from: string;
  readonly message: string;
  readonly chat: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly form?: Readonly<Record<string, unknown>>;
}

function clickEvent({ from, message, chat, value, form }: Click): unknown {
  const { appId, verificationToken, tenantKey } = defaultOptions;
  return {
    schema: '2.0',
    header: {
      event_id: randomBytes(16).toString('hex'),
      token: verificationToken,
      create_time: `${Date.now()}000`,
      event_type: 'card.action.trigger',
      tenant_key: tenantKey,
      app_id: appId,
    },
    event: {
      operator: { open_id: from, tenant_key: tenantKey },
      token: `c-${randomBytes(12).toString('hex')}`,
      action: { tag: 'button', value, ...(form === undefined ? {} : { form_value: form }) },
      host: 'im_message',
      context: { open_message_id: message, open_chat_id: chat },
    },
  };
}

function limitEvent(n: number): unknown {
  return clickEvent({
    from: DISPATCHER,
    message: `om_${n}`,
    chat: 'oc_bench',
    value: { cmd: 'measure', case: null, v: n },
    form: { content: letter(n) },
  });
}

/** Every tenth case is clicked once more with the same values, as people do when the network is slow. */
const REPEATED = 10;

/** A dispatcher assigns the case from its card, then a member of the unit claims it from the unit's card. */
function clicksOn(url: string, number: string, n: number): Script {
  const dispatch = 'dispatch';
  const unit = `unit:${WORK_UNIT}`;
  const assign: Click = {
    from: DISPATCHER,
    message: messageIdOf(dispatch, number),
    chat: dispatch,
    value: { cmd: 'assign-case', case: number, v: 1 },
    form: { assign_case__unit: WORK_UNIT, assign_case__note: `请于两日内联系诉求人，核实第${n}栋情况后答复。` },
  };
  const claim: Click = {
    from: handlerOf(WORK_UNIT, n),
    message: messageIdOf(unit, number),
    chat: unit,
    value: { cmd: 'claim-case', case: number, v: 2 },
  };
  const clicks = n % REPEATED === 0 ? [assign, claim, claim] : [assign, claim];
  return clicks.map((click) => push(url, '/feishu/webhook', clickEvent(click)));
}
