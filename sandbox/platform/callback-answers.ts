import { z } from 'zod';
import { refuseCard } from './card-surroundings';
import type { Platform } from './platform';
import type { PushOutcome } from './push';
import { parseJson } from './sending';
import type { Chat } from './state';

/** What the client shows when a callback went wrong. */
export interface CallbackError {
  readonly code: number;
  readonly msg: string;
}

/** A good answer of the bot to a click; both parts may be missing. */
export interface CallbackAnswer {
  readonly toast?: unknown;
  readonly card?: unknown;
}

const answerBody = z.strictObject({
  toast: z
    .object({
      type: z.enum(['info', 'success', 'error', 'warning']).optional(),
      content: z.string().optional(),
      i18n: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  card: z.object({ type: z.enum(['raw', 'template']), data: z.record(z.string(), z.unknown()) }).optional(),
});

/** Judges what came back from the bot for a click. */
export function readCallbackAnswer(
  platform: Platform,
  chat: Chat,
  outcome: PushOutcome,
): CallbackAnswer | { error: CallbackError } {
  if (outcome.kind === 'no-webhook') return fault(200340, 'no callback address is configured');
  if (outcome.kind === 'timeout') return fault(200341, outcome.reason);
  if (outcome.kind === 'unreachable') return fault(200342, outcome.reason);
  if (outcome.status !== 200) return fault(200671, `HTTP ${outcome.status}, only 200 counts`);
  const parsed = answerBody.safeParse(parseJson(outcome.body));
  if (!parsed.success) return fault(200672, `malformed response: ${z.prettifyError(parsed.error)}`);
  const { toast, card } = parsed.data;
  const shown = toast === undefined ? {} : { toast };
  if (card === undefined) return shown;
  if (card.type === 'template') return fault(200673, 'bad card: no template is published here');
  if (card.data.schema !== '2.0') return fault(200830, 'a 2.0 card cannot be answered with an older schema');
  const refused = refuseCard(platform, chat, card.data, Buffer.byteLength(JSON.stringify(card.data)));
  if (refused !== undefined) return fault(200673, `bad card: ${refused.code} ${refused.msg}`);
  return { ...shown, card: card.data };
}

function fault(code: number, msg: string): { error: CallbackError } {
  return { error: { code, msg } };
}
