import { z } from 'zod';
import { type Answer, badRequest, type Call, json } from './answers';
import { type CallbackError, readCallbackAnswer } from './callback-answers';
import { isCardTooOld, replaceCard } from './card-updates';
import { type Clickable, callbackValue, findClickable } from './clickables';
import { fieldProblem, formValue } from './form-values';
import { unionIdOf } from './ids';
import type { Platform } from './platform';
import type { PushOutcome } from './push';
import type { Chat, Message } from './state';

const clickBody = z.object({
  as: z.string(),
  message_id: z.string(),
  action: z.object({
    tag: z.string(),
    name: z.string().optional(),
    value: z.unknown().optional(),
    form_value: z.record(z.string(), z.unknown()).optional(),
    option: z.string().optional(),
    options: z.union([z.string(), z.array(z.string())]).optional(),
    checked: z.boolean().optional(),
    input_value: z.string().optional(),
  }),
});
type ClickBody = z.infer<typeof clickBody>;

/** A person uses a component of a card; answers what the client would show them. */
export async function clickAsPerson(platform: Platform, call: Call): Promise<Answer> {
  const parsed = clickBody.safeParse(call.body);
  if (!parsed.success) return badRequest(z.prettifyError(parsed.error));
  const click = parsed.data;
  const place = placeOf(platform, click);
  if (typeof place === 'string') return badRequest(place);
  const { message, chat } = place;
  const target = findClickable(message.content, click.action);
  if (typeof target === 'string') return badRequest(target);
  const action = actionOf(target, click.action, chat.members);
  if (typeof action === 'string') return badRequest(action);
  const where = { chat_id: chat.chat_id, message_id: message.message_id, by: click.as };
  platform.journal.add('click', { ...where, action });
  const token = platform.cardTokens.issue(message.message_id);
  const outcome = await platform.push.callback(callbackEvent(platform, { click, message, token, action }));
  platform.cardTokens.answered(token);
  return finish(platform, { message, chat, where, outcome });
}

function placeOf(platform: Platform, click: ClickBody): { message: Message; chat: Chat } | string {
  const message = platform.state.messages.get(click.message_id);
  const chat = platform.state.chats.get(message?.chat_id ?? '');
  if (message === undefined || chat === undefined) return `there is no message ${click.message_id}`;
  if (!chat.members.has(click.as)) return `${click.as} is not in the chat of this message`;
  if (message.deleted) return 'the message was recalled';
  if (message.msg_type !== 'interactive') return 'the message is no card';
  if (isCardTooOld(platform, message)) return 'the card is older than 14 days and no longer clickable';
  return { message, chat };
}

type Given = ClickBody['action'];

/** The `action` of the callback as the client would send it, or why it would not. */
function actionOf(target: Clickable, given: Given, members: ReadonlySet<string>): Record<string, unknown> | string {
  const { node, form } = target;
  const value = callbackValue(node);
  const base = {
    ...(value === undefined ? {} : { value: value.value }),
    tag: given.tag,
    timezone: 'Asia/Shanghai',
    ...(typeof node.name === 'string' ? { name: node.name } : {}),
  };
  if (node.tag === 'button' && node.form_action_type === 'reset')
    return 'a reset button only empties the form on the client';
  if (node.tag === 'button' && node.form_action_type === 'submit' && form !== undefined) {
    const values = formValue(form, given.form_value ?? {}, members);
    return typeof values === 'string' ? values : { ...base, form_value: values };
  }
  if (given.form_value !== undefined) return `this ${given.tag} does not submit a form`;
  if (form !== undefined && node.tag !== 'button') return 'a field of a form is sent with its submit button';
  if (value === undefined && node.tag !== 'overflow') return `this ${given.tag} has no callback behavior`;
  const detail = detailOf(target, given, members);
  return typeof detail === 'string' ? detail : { ...base, ...detail };
}

/** What a component outside a form sends beside its value. */
function detailOf({ node }: Clickable, given: Given, members: ReadonlySet<string>): Record<string, unknown> | string {
  switch (node.tag) {
    case 'button':
    case 'interactive_container':
      return {};
    case 'input':
      return fieldProblem(node, given.input_value ?? '', members) ?? { input_value: given.input_value ?? '' };
    case 'checker':
      return given.checked === undefined ? 'checked is missing' : { checked: given.checked };
    case 'select_img': {
      const chosen = given.options ?? given.option;
      if (chosen === undefined) return 'options is missing';
      return fieldProblem(node, chosen, members) ?? { options: chosen };
    }
    default: {
      if (given.option === undefined) return 'option is missing';
      return fieldProblem(node, given.option, members) ?? { option: given.option };
    }
  }
}

interface Callback {
  readonly click: ClickBody;
  readonly message: Message;
  readonly token: string;
  readonly action: Readonly<Record<string, unknown>>;
}

function callbackEvent(platform: Platform, { click, message, token, action }: Callback): unknown {
  return {
    operator: { tenant_key: platform.settings.tenantKey, open_id: click.as, union_id: unionIdOf(click.as) },
    token,
    action,
    host: 'im_message',
    context: { open_message_id: message.message_id, open_chat_id: message.chat_id },
  };
}

interface Finished {
  readonly message: Message;
  readonly chat: Chat;
  readonly where: Readonly<Record<string, unknown>>;
  readonly outcome: PushOutcome;
}

function finish(platform: Platform, { message, chat, where, outcome }: Finished): Answer {
  const answer = readCallbackAnswer(platform, chat, outcome);
  if ('error' in answer) return failed(platform, where, answer.error);
  if (answer.toast !== undefined) platform.journal.add('toast', { ...where, toast: answer.toast });
  if (answer.card !== undefined) replaceCard(platform, message, answer.card, 'callback');
  return json({
    ok: true,
    ...(answer.toast === undefined ? {} : { toast: answer.toast }),
    card: answer.card !== undefined,
  });
}

function failed(platform: Platform, where: Readonly<Record<string, unknown>>, error: CallbackError): Answer {
  platform.journal.add('callback-error', { ...where, code: error.code, msg: error.msg });
  return json({ ok: false, error });
}
