import { isNode } from '../people/card-reading';
import type { Entry } from '../people/platform-client';

/** An act that somebody did on a case, as the platform saw it: clicked or typed, and answered with success. */
export interface Happening {
  readonly at: number;
  readonly cmd: string;
  readonly caseNumber: string;
  /** Form fields by their short names. */
  readonly fields: Readonly<Record<string, unknown>>;
}

interface Waiting extends Happening {
  readonly by: string;
  readonly messageId: string;
}

/** Reads acts out of the journal, entry by entry: a click counts when its toast says success. */
export class Happenings {
  readonly all: Happening[] = [];
  #waiting: Waiting | undefined;
  #typed: Waiting | undefined;

  /** To be called with every entry, in order. */
  read(entry: Entry): void {
    if (entry.kind === 'click') this.#waiting = waitingOf(entry);
    if (entry.kind === 'toast') this.#settle(entry);
    if (entry.kind === 'user-message') this.#typed = typedOf(entry);
    // The bot's next words in the direct chat answer what was typed; a refusal does not name the case's progress.
    if (entry.kind === 'message' && this.#typed !== undefined && entry.chat_id === this.#typed.messageId) {
      const words = JSON.stringify(entry.content ?? entry.card);
      if (words.includes(this.#typed.caseNumber) && words.includes('已登记')) this.all.push(this.#typed);
      this.#typed = undefined;
    }
  }

  #settle(entry: Entry): void {
    const waiting = this.#waiting;
    if (waiting === undefined || waiting.messageId !== entry.message_id || waiting.by !== entry.by) return;
    this.#waiting = undefined;
    if (isNode(entry.toast) && entry.toast.type === 'success') this.all.push(waiting);
  }
}

function waitingOf(entry: Entry): Waiting | undefined {
  const action = isNode(entry.action) ? entry.action : {};
  const value = isNode(action.value) ? action.value : {};
  const cmd = typeof action.option === 'string' ? action.option : String(value.cmd ?? '');
  const form = isNode(action.form_value) ? action.form_value : undefined;
  // Choosing an act with fields in a menu only opens its form.
  const isOpening = form === undefined && WITH_FIELDS.has(cmd);
  if (isOpening || typeof value.case !== 'string') return undefined;
  const prefix = `${cmd.replaceAll('-', '_')}__`;
  const fields = Object.fromEntries(
    Object.entries(form ?? {}).flatMap(([name, held]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), held]] : [],
    ),
  );
  return {
    at: Date.parse(entry.at),
    cmd,
    caseNumber: value.case,
    fields,
    by: entry.by ?? '',
    messageId: entry.message_id ?? '',
  };
}

const WITH_FIELDS = new Set([
  'assign-case',
  'recall-assignment',
  'resolve-on-spot',
  'decline-case',
  'report-progress',
  'reply-case',
  'resolve-case',
  'record-follow-up',
  'add-call',
]);

/** `答复 LS-20260416-0001 …` in a direct chat; `messageId` then holds the chat, where the answer comes. */
function typedOf(entry: Entry): Waiting | undefined {
  const text = isNode(entry.content) ? String(entry.content.text ?? '') : '';
  const number = /^答复\s+(\S+)/.exec(text)?.[1];
  if (number === undefined) return undefined;
  const { by = '', chat_id: chat = '' } = entry;
  return { at: Date.parse(entry.at), cmd: 'reply-case', caseNumber: number, fields: {}, by, messageId: chat };
}
