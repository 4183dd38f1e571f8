import { createHash } from 'node:crypto';
import { z } from 'zod';
import { notice } from '../../cards/notice';
import type { ChatOutcome, Desk } from '../commands/command';
import { valuesOf } from '../commands/form';
import { findCaseCommand, findOpenCommand } from '../commands/registry';
import { describe } from '../domain/errors';
import { maskText } from '../domain/mask';
import type { Words } from '../domain/policy';
import { fail, ok, type Refusal, type Result } from '../domain/result';
import type { ClickAnswer, Incoming } from '../ports/channel';
import type { Stores } from '../ports/storage';
import { actorOf } from './actor';
import type { App } from './context';
import { continued, doneCard, renderLive } from './live';
import { applyOutcome } from './outcome';
import { maskCard } from './outgoing-mask';
import { perform } from './perform';
import { registerFromForm } from './register-form';

type Click = Extract<Incoming, { kind: 'click' }>;

const ClickValue = z
  .object({ cmd: z.string().max(60), case: z.string().max(60).nullable().catch(null), v: z.number().int().catch(0) })
  .loose();

/** The same act by the same person with the same values on the same version is one act (contract §6). */
function actId(
  person: string,
  click: { cmd: string; case: string | null; v: number; form: Readonly<Record<string, unknown>> },
): string {
  const form = Object.fromEntries(Object.entries(click.form).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `click:${createHash('sha256')
    .update(JSON.stringify([person, click.cmd, click.case, click.v, form]))
    .digest('base64url')}`;
}

interface Settled {
  readonly toast: Words;
  /** Set when a case changed; the form card that brought it is then closed. */
  readonly closes?: string;
}

/** Answers a click: one unit of work, then a toast and the card as it now is. */
export class Clicks {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async answer(click: Click): Promise<ClickAnswer> {
    const started = process.hrtime.bigint();
    const value = ClickValue.safeParse(click.value);
    const wanted = value.success ? (click.option ?? value.data.cmd) : 'unknown';
    const result = value.success ? await this.#settle(click, value.data) : fail('click.malformed');
    const known = findCaseCommand(wanted) || findOpenCommand(wanted) || wanted === 'register-case';
    this.#app.metrics.count('clicks_total', {
      command: known ? wanted : 'unknown',
      result: result.ok ? 'done' : result.code,
    });
    this.#app.metrics.observe('click_seconds', Number(process.hrtime.bigint() - started) / 1e9);
    this.#app.queue.ring('outbox');
    if (!result.ok) return this.#refusal(click, result);
    this.#app.logger.info({ command: wanted, case: result.value.closes ?? null, person: click.from }, 'click.done');
    this.#app.queue.ring('timers');
    const card = await this.#cardAfter(click, result.value);
    const toast = { kind: 'success' as const, ...result.value.toast };
    return card === undefined ? { toast } : { toast, card: maskCard(card) };
  }

  async #settle(click: Click, value: z.infer<typeof ClickValue>): Promise<Result<Settled>> {
    return this.#app.storage.write(async (stores): Promise<Result<Settled>> => {
      const desk = await this.#app.desks.at(stores);
      const name = click.option ?? value.cmd;
      const command = findCaseCommand(name);
      const performs =
        (command !== undefined && (click.option === undefined || command.form === undefined)) ||
        name === 'register-case';
      if (!performs) return this.#open(stores, desk, click, value.case);
      const form = valuesOf(name, click.form);
      const id = actId(click.from, { cmd: name, case: value.case, v: value.v, form });
      const before = await stores.inbox.find(id);
      if (before?.result) return ok(JSON.parse(before.result) as Settled);
      const settled =
        name === 'register-case'
          ? await this.#register(stores, desk, click, form)
          : await this.#act(stores, desk, { click, name, caseNumber: value.case, form });
      if (settled.ok) {
        await stores.inbox.add({
          id,
          kind: 'click',
          status: 'done',
          payload: null,
          result: JSON.stringify(settled.value),
          receivedAt: Date.now(),
        });
        return settled;
      }
      await this.#giveBack(stores, desk, click, form);
      return settled;
    });
  }

  async #act(
    stores: Stores,
    desk: Desk,
    act: { click: Click; name: string; caseNumber: string | null; form: Readonly<Record<string, unknown>> },
  ): Promise<Result<Settled>> {
    if (act.caseNumber === null) return fail('click.malformed');
    const actor = actorOf(desk.roster, act.click.from, 'card');
    const done = await perform(
      { stores, desk, vault: this.#app.vault },
      { command: act.name, caseNumber: act.caseNumber, form: act.form, actor },
    );
    if (!done.ok) return done;
    return ok({ toast: done.value.done, closes: act.caseNumber });
  }

  async #register(
    stores: Stores,
    desk: Desk,
    click: Click,
    form: Readonly<Record<string, unknown>>,
  ): Promise<Result<Settled>> {
    const actor = actorOf(desk.roster, click.from, 'card');
    const registered = await registerFromForm({ stores, desk, vault: this.#app.vault, actor }, form, click.eventId);
    if (!registered.ok) return registered;
    const number = registered.value;
    return ok({ toast: { zh: `已登记，编号 ${number}。`, en: `Registered as ${number}.` }, closes: number });
  }

  async #open(stores: Stores, desk: Desk, click: Click, caseNumber: string | null): Promise<Result<Settled>> {
    const name = click.option ?? String(click.value.cmd);
    const command = findOpenCommand(name) ?? findOpenCommand('open-form');
    if (!command) return fail('command.unknown', { command: name });
    // A retried delivery of one click opens nothing twice; a second click opens again.
    const fresh = await stores.inbox.add({
      id: `open:${click.eventId}`,
      kind: 'click',
      status: 'done',
      payload: null,
      result: null,
      receivedAt: Date.now(),
    });
    if (!fresh) return ok({ toast: { zh: '已处理。', en: 'Done.' } });
    const { value, form, chatId, messageId } = click;
    const actor = actorOf(desk.roster, click.from, 'card');
    const given = { caseNumber, value, form, chatId, messageId, actor, desk, stores };
    const outcome = await command.run(click.option === undefined ? given : { ...given, option: click.option });
    if (!outcome.ok) return outcome;
    await applyOutcome({ stores, desk, vault: this.#app.vault, actor }, outcome.value, {
      chatId,
      messageId,
      person: click.from,
    });
    return ok({ toast: openedToast(outcome.value) });
  }

  /** What was typed into a refused form comes back in the direct chat, so that nothing has to be typed twice. */
  async #giveBack(stores: Stores, desk: Desk, click: Click, form: Readonly<Record<string, unknown>>): Promise<void> {
    const typed = Object.values(form).filter((text): text is string => typeof text === 'string' && text.length > 15);
    if (typed.length === 0) return;
    const card = notice.render({
      title: '您刚才填写的内容',
      tone: 'grey',
      summary: `未能提交的内容 ${new Date(desk.now + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')}`,
      paragraphs: ['刚才的操作没有成功，内容没有丢失，可以复制后重新提交。'],
      quote: maskText(typed.join('\n')).slice(0, 3000),
    });
    const actor = actorOf(desk.roster, click.from, 'card');
    await applyOutcome(
      { stores, desk, vault: this.#app.vault, actor },
      { post: [{ kind: 'card', at: { person: click.from }, card }] },
      { chatId: click.chatId, messageId: click.messageId, person: click.from },
    );
  }

  #refusal(click: Click, refusal: Refusal): ClickAnswer {
    const words = describe(refusal);
    if (refusal.code.startsWith('permission.')) {
      this.#app.logger.warn({ person: click.from, code: refusal.code, chat: click.chatId }, 'security.refused');
    }
    return { toast: { kind: 'warning', ...words } };
  }

  /** The clicked message as it should now look: the live card anew, or the handed-in form closed. */
  async #cardAfter(click: Click, settled: Settled): Promise<ClickAnswer['card']> {
    const stores = this.#app.storage.read;
    const live = await stores.cards.byMessage(click.messageId);
    if (live) {
      const desk = await this.#app.desks.at(stores);
      const face = await renderLive(stores, desk, live.subject, live.chat);
      return face && continued(face.card, live.replaces, desk.now);
    }
    if (settled.closes === undefined || Object.keys(click.form).length === 0) return undefined;
    return doneCard('已提交', settled.closes, settled.toast.zh);
  }
}

function openedToast(outcome: ChatOutcome): Words {
  if (outcome.where === 'direct')
    return { zh: '已发到您与机器人的单聊。', en: 'Sent to your direct chat with the bot.' };
  return { zh: '表单已发到本卡片的话题中。', en: 'The form is in the thread of this card.' };
}
