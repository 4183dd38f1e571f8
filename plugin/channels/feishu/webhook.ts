import type { EventDispatcher } from '@larksuiteoapi/node-sdk';
import type {
  ClickAnswer,
  Incoming,
  Receiver,
  WebhookPort,
  WebhookRequest,
  WebhookResponse,
} from '../../../server/ports/channel';
import { CLICK_FAILED, CLICK_PENDING, type FeishuClickAnswer, renderClickAnswer } from './click-answer';
import { type ChannelLogger, sdkLogger } from './log';
import { BadPayload, CARD_ACTION, EVENT_TYPES, MESSAGE, normalise } from './normalise';
import { createSeenIds, type SeenIds } from './seen-ids';
import { type VerifyOptions, verifyRequest } from './verify';

export interface WebhookOptions extends VerifyOptions {
  readonly receiver: Receiver;
  readonly logger: ChannelLogger;
  /** Ids of card callbacks already answered; default: this process's memory. Events are told apart by the receiver. */
  readonly seen?: SeenIds;
  /** The bot's own id, to know a mention of it (`ChannelPort.self`). */
  readonly self?: () => Promise<{ readonly openId: string }>;
  /** After this the clicker gets "in progress"; the platform gives up at 3 s. */
  readonly clickBudgetMs?: number;
}

const WEBHOOK_PATH = '/feishu/webhook';
const SEEN_MS = 24 * 3_600_000;
const CLICK_BUDGET_MS = 2_500;
/** An outage of the platform's API must not hold up its events. */
const SELF_BUDGET_MS = 500;

/**
 * The webhook front: checks raw bytes itself, then lets the SDK's dispatcher route. Every answer has a small JSON body;
 * 5xx only when an event could not be stored, so that the platform sends it again.
 */
export function createWebhook(options: WebhookOptions): WebhookPort {
  const seen = options.seen ?? createSeenIds(options.now);
  let dispatcher: Promise<EventDispatcher> | undefined;
  if (options.encryptKey === undefined && options.verificationToken === undefined) {
    options.logger.error({}, 'webhook refuses everything: neither encrypt key nor verification token is configured');
  }
  return {
    path: WEBHOOK_PATH,
    handle: async (request: WebhookRequest): Promise<WebhookResponse> => {
      const verified = verifyRequest(request, options);
      if (verified.kind === 'refused') {
        options.logger.warn({ why: verified.why }, 'webhook request refused');
        return { status: verified.status, body: { error: verified.why } };
      }
      if (verified.kind === 'challenge') return { status: 200, body: { challenge: verified.challenge } };
      if (verified.kind === 'other' || !EVENT_TYPES.includes(verified.type)) return { status: 200, body: {} };
      const { type, eventId, envelope } = verified;
      dispatcher ??= createDispatcher(options);
      const isNew = async () => type !== CARD_ACTION || (await seen.remember(eventId, SEEN_MS));
      return dispatch(dispatcher, { envelope, type, eventId, isNew, logger: options.logger });
    },
  };
}

interface Dispatch {
  readonly envelope: object;
  readonly type: string;
  readonly eventId: string;
  readonly isNew: () => Promise<boolean>;
  readonly logger: ChannelLogger;
}

async function dispatch(dispatcher: Promise<EventDispatcher>, input: Dispatch): Promise<WebhookResponse> {
  const { envelope, type, eventId, logger } = input;
  try {
    if (!(await input.isNew())) return { status: 200, body: {} };
    const body: unknown = await (await dispatcher).invoke(envelope, { needCheck: false });
    return { status: 200, body: body ?? {} };
  } catch (error) {
    if (error instanceof BadPayload) {
      logger.warn({ type, eventId, paths: error.paths }, 'webhook payload has another shape');
      return { status: 400, body: { error: 'bad-shape' } };
    }
    logger.error({ type, eventId, err: error }, 'event not stored; the platform will send it again');
    return { status: 503, body: { error: 'not-stored' } };
  }
}

/** The SDK costs 0.3 s to load, so it is loaded by the first event. */
async function createDispatcher(options: WebhookOptions): Promise<EventDispatcher> {
  const { EventDispatcher, LoggerLevel } = await import('@larksuiteoapi/node-sdk');
  const handles = EVENT_TYPES.map((type) => [type, (payload: unknown) => handleEvent(type, payload, options)] as const);
  const logger = sdkLogger(options.logger);
  return new EventDispatcher({ logger, loggerLevel: LoggerLevel.warn }).register(Object.fromEntries(handles));
}

/** What a dispatched payload is answered with; also what a long connection sends back. */
export async function handleEvent(
  type: string,
  payload: unknown,
  options: Pick<WebhookOptions, 'receiver' | 'logger' | 'self' | 'clickBudgetMs'>,
): Promise<FeishuClickAnswer | Record<string, never>> {
  const incoming = normalise(type, payload, type === MESSAGE ? await selfId(options) : undefined);
  if (incoming === null) return {};
  if (incoming.kind === 'click') return answerClick(incoming, options);
  await options.receiver.accept(incoming);
  return {};
}

async function answerClick(
  click: Extract<Incoming, { kind: 'click' }>,
  options: Pick<WebhookOptions, 'receiver' | 'logger' | 'clickBudgetMs'>,
): Promise<FeishuClickAnswer> {
  const { eventId } = click;
  const fail = (error: unknown): ClickAnswer => {
    options.logger.error({ eventId, err: error }, 'click failed');
    return CLICK_FAILED;
  };
  const work = Promise.resolve()
    .then(() => options.receiver.click(click))
    .catch(fail);
  const answer = await within(work, options.clickBudgetMs ?? CLICK_BUDGET_MS, CLICK_PENDING);
  try {
    return renderClickAnswer(answer);
  } catch (error) {
    // The act is done and stored; a card that cannot be shown must not turn it into a failure.
    options.logger.error({ eventId, err: error }, 'card of a click cannot be rendered');
    return renderClickAnswer({ toast: answer.toast });
  }
}

async function selfId(options: Pick<WebhookOptions, 'self'>): Promise<string | undefined> {
  if (options.self === undefined) return undefined;
  const known = options.self().then(
    (self) => self.openId,
    () => undefined,
  );
  return within(known, SELF_BUDGET_MS, undefined);
}

async function within<T>(work: Promise<T>, budgetMs: number, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), budgetMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
