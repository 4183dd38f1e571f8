import { dayWords } from '../../cards/words';
import type { ChannelPort, MessageContent, Sent } from '../ports/channel';
import { ChannelError } from '../ports/channel';
import type { LiveCard, OutboxRow } from '../ports/storage';
import { Budget, LONGEST_WINDOW_MS, patchLimits, Stopping, sendLimits } from './budget';
import { chatLost } from './chat-lost';
import type { App } from './context';
import { CHANGEABLE_MS, continued, type LiveFace, movedCard, renderLive } from './live';
import { withoutMentions } from './mentions';
import { tellOperators } from './operators';
import { maskOutgoing } from './outgoing-mask';
import { type Parcel, Posting } from './posting';

const LEASE_MS = 60_000;
const IN_FLIGHT_MAX = 48;
/** The platform lets a card be changed for 14 days; a day is left for the new one to settle. */
const REISSUE_AFTER_MS = 13 * 86_400_000;
/** The platform forgets a `uuid` after an hour; before that, repeating a send is harmless. */
const UUID_WINDOW_MS = 55 * 60_000;
const GIVE_UP_MS = 24 * 3_600_000;

function backOffMs(attempts: number): number {
  return Math.min(60_000, 500 * 2 ** Math.min(attempts, 8));
}

/**
 * Empties the outbox into the channel: one row of a lane at a time, within the platform's budgets, each failure by
 * its class. Retries live here and nowhere else. A row ends as sent, skipped (nothing left to show) or dead (told
 * to the operators); it never just disappears.
 */
export class Sender {
  readonly #app: App;
  readonly #channel: ChannelPort;
  readonly #worker: string;
  readonly #budget = new Budget();
  readonly #inFlight = new Set<Promise<void>>();
  #stopped = false;

  constructor(app: App, channel: ChannelPort, worker: string) {
    this.#app = app;
    this.#channel = channel;
    this.#worker = worker;
  }

  /** Rows this worker held when it died are free again, and the calls of its last minute still count. */
  async start(): Promise<void> {
    await this.#release();
    const calls = await this.#app.storage.read.outbox.callsSince(Date.now() - LONGEST_WINDOW_MS);
    for (const { lane, chat, at } of calls) {
      this.#budget.prime(lane.startsWith('m:') ? patchLimits(lane.slice(2)) : sendLimits(chat), at);
    }
  }

  async #release(): Promise<void> {
    await this.#app.storage.write((stores) => stores.outbox.release(this.#worker));
  }

  /** Lets calls that are under way end, for at most `graceMs`; what waited for its turn stays in the outbox. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    this.#budget.stop();
    const patience = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref());
    await Promise.race([Promise.allSettled([...this.#inFlight]), patience]);
    await this.#release();
  }

  /** One look at the outbox. @returns system time of the next row that will be ready */
  async work(): Promise<number | undefined> {
    const free = IN_FLIGHT_MAX - this.#inFlight.size;
    if (this.#stopped || free <= 0) return undefined;
    const now = Date.now();
    // Rung at every commit: where no lane has anything ready, one read is all it may cost.
    const ready = await this.#app.storage.read.outbox.nextAt(now);
    if (ready === undefined || ready > now) return ready;
    const rows = await this.#app.storage.write((stores) =>
      stores.outbox.claim(this.#worker, now, now + LEASE_MS, free),
    );
    for (const row of rows) this.#launch(row);
    return this.#app.storage.read.outbox.nextAt(Date.now());
  }

  #launch(row: OutboxRow): void {
    const task = this.#deliver(row)
      .catch((error: unknown) => {
        if (error instanceof Stopping) return undefined;
        this.#app.logger.error({ row: row.id, error: String(error) }, 'outbox.failed');
        return this.#again(row, backOffMs(row.attempts), 'internal');
      })
      .catch((error: unknown) => this.#app.logger.error({ row: row.id, error: String(error) }, 'outbox.lost-lease'))
      .finally(() => {
        this.#inFlight.delete(task);
        if (!this.#stopped) this.#app.queue.ring('outbox');
      });
    this.#inFlight.add(task);
  }

  async #deliver(row: OutboxRow): Promise<void> {
    const started = process.hrtime.bigint();
    try {
      if (row.kind === 'live') await this.#live(row);
      else await this.#parcel(row);
      this.#app.metrics.count('outbox_sent_total', { kind: row.kind, result: 'sent' });
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      await this.#failed(row, error);
    } finally {
      this.#app.metrics.observe('send_seconds', Number(process.hrtime.bigint() - started) / 1e9);
    }
  }

  async #parcel(row: OutboxRow): Promise<void> {
    const parcel = JSON.parse(this.#app.vault.unseal(row.payload ?? '')) as Parcel;
    if (row.kind === 'moved') {
      if ('card' in parcel.content && parcel.replyTo !== undefined)
        await this.#patch(row, parcel.replyTo, parcel.content);
    } else {
      await this.#send(row, parcel.content, parcel.replyTo);
    }
    await this.#finish(row, 'sent');
  }

  async #live(row: OutboxRow): Promise<void> {
    const subject = row.subject ?? '';
    const { read } = this.#app.storage;
    const desk = await this.#app.desks.at(read);
    const face = await renderLive(read, desk, subject, row.chat);
    if (!face) return this.#finish(row, 'skipped');
    const known = await read.cards.find(subject, row.chat);
    const changeableMs = face.isWanted ? REISSUE_AFTER_MS : CHANGEABLE_MS;
    if (known && desk.now - known.postedAt < changeableMs) {
      try {
        const card = continued(face.card, known.replaces, desk.now);
        await this.#patch(row, known.messageId, { card }, face.shown);
        return await this.#shown(row, { ...known, shown: face.shown }, face);
      } catch (error) {
        if (!(error instanceof ChannelError) || error.action !== 'reissue') throw error;
      }
    }
    // A closed case makes no new noise: its last card stays as it was when it could still be changed.
    if (known && !face.isWanted) return this.#finish(row, 'skipped');
    const replaces = known?.postedAt ?? null;
    const sent = await this.#send(row, { card: continued(face.card, replaces, desk.now) }, undefined, face.shown);
    const live = {
      subject,
      chat: row.chat,
      messageId: sent.messageId,
      postedAt: desk.now,
      shown: face.shown,
      replaces,
    };
    await this.#shown(row, live, face, known);
  }

  async #patch(row: OutboxRow, messageId: string, content: MessageContent, shown: number | null = null): Promise<void> {
    const release = await this.#budget.acquire(patchLimits(messageId), row.priority);
    try {
      await this.#begin(row, shown);
      await calling(content, async (outgoing) => {
        if ('card' in outgoing) await this.#channel.patch(messageId, outgoing.card);
      });
    } finally {
      release();
    }
  }

  async #send(
    row: OutboxRow,
    content: MessageContent,
    replyTo: string | undefined,
    shown: number | null = null,
  ): Promise<Sent> {
    const target = row.chat.startsWith('p:') ? { person: row.chat.slice(2) } : { chat: row.chat };
    const release = await this.#budget.acquire(sendLimits(row.chat), row.priority);
    try {
      const stale = row.firstTryAt !== null && Date.now() - row.firstTryAt > UUID_WINDOW_MS;
      const found = stale ? await this.#findSent(row, content) : undefined;
      if (found) return found;
      await this.#begin(row, shown);
      const uuid = stale ? `${row.uuid.slice(0, 40)}-r` : row.uuid;
      return await calling(stale ? markResent(content) : content, (outgoing) =>
        replyTo === undefined
          ? this.#channel.send(target, outgoing, uuid)
          : this.#channel.reply(replyTo, outgoing, uuid),
      );
    } finally {
      release();
    }
  }

  /** A send of unknown outcome that is too old for its `uuid`: is it there already? */
  async #findSent(row: OutboxRow, content: MessageContent): Promise<Sent | undefined> {
    if (row.chat.startsWith('p:')) return undefined;
    const needle = 'card' in content ? content.card.summary : content.text;
    return this.#channel.findSent(row.chat, needle, row.firstTryAt ?? 0);
  }

  async #begin(row: OutboxRow, shown: number | null): Promise<void> {
    await this.#app.storage.write((stores) => stores.outbox.begin(row.id, Date.now(), shown));
  }

  async #finish(row: OutboxRow, status: 'sent' | 'skipped'): Promise<void> {
    await this.#app.storage.write((stores) => stores.outbox.finish(row.id, status, null, Date.now()));
  }

  /** Remembers the card, and asks for one more update when the case moved on while this one was under way. */
  async #shown(row: OutboxRow, card: LiveCard, face: LiveFace, replaced?: LiveCard): Promise<void> {
    await this.#app.storage.write(async (stores) => {
      await stores.outbox.finish(row.id, 'sent', null, Date.now());
      await stores.cards.put(card);
      const desk = await this.#app.desks.at(stores);
      const posting = new Posting(stores, desk);
      const pointable = replaced !== undefined && desk.now - replaced.postedAt < CHANGEABLE_MS;
      if (pointable) await posting.moved(replaced, movedCard(card.subject, dayWords(desk.now)));
      const [kind, number = ''] = card.subject.split(':');
      const current = kind === 'case' ? (await stores.cases.load(number))?.state.version : undefined;
      // A repeated send may have been suppressed by its uuid while the first one showed an older state.
      const behind =
        (current !== undefined && current !== face.shown) || (row.shown !== null && row.shown !== face.shown);
      if (behind) await posting.refresh(card.subject);
    });
  }

  async #failed(row: OutboxRow, error: ChannelError): Promise<void> {
    this.#app.metrics.count('outbox_sent_total', { kind: row.kind, result: error.action });
    this.#app.logger.warn(
      { row: row.id, kind: row.kind, action: error.action, code: error.code, reason: error.reason },
      'outbox.refused',
    );
    if (error.action === 'drop' && error.reason.startsWith('chat-gone') && !row.chat.startsWith('p:')) {
      return this.#gone(row, error.reason);
    }
    // An old card that can no longer be changed needs no pointer any more.
    if (row.kind === 'moved' && error.action === 'reissue') return this.#finish(row, 'skipped');
    const tooOld = Date.now() - row.createdAt > GIVE_UP_MS;
    if (error.action === 'drop' || tooOld || (error.action === 'reissue' && row.kind !== 'live'))
      return this.#dead(row, `${error.code} ${error.reason}`);
    await this.#again(row, error.afterMs ?? backOffMs(row.attempts), `${error.code} ${error.reason}`);
  }

  async #again(row: OutboxRow, afterMs: number, note: string): Promise<void> {
    await this.#app.storage.write((stores) => stores.outbox.retry(row.id, Date.now() + afterMs, note));
  }

  async #dead(row: OutboxRow, note: string): Promise<void> {
    this.#app.metrics.count('outbox_dead_total');
    await this.#app.storage.write(async (stores) => {
      await stores.outbox.finish(row.id, 'dead', note, Date.now());
      const desk = await this.#app.desks.at(stores);
      await tellOperators(stores, desk, {
        what: `第 ${row.id} 号消息未能送达（${row.subject ?? row.kind}）`,
        why: note,
        notTo: row.chat,
      });
    });
  }

  /** The group is gone or the bot was put out of it: what waited there climbs one level up (D17). */
  async #gone(row: OutboxRow, note: string): Promise<void> {
    await this.#app.storage.write(async (stores) => {
      await stores.outbox.finish(row.id, row.kind === 'live' ? 'skipped' : 'dead', note, Date.now());
      await chatLost(stores, await this.#app.desks.at(stores), row.chat, row.subject);
    });
  }
}

/** The platform's code for a mention of somebody it does not know in this chat. */
const BAD_MENTION = /\b100290\b/;

/** One call with the masked content; refused for a mention, once more without any. */
async function calling<T>(content: MessageContent, call: (outgoing: MessageContent) => Promise<T>): Promise<T> {
  try {
    return await call(maskOutgoing(content));
  } catch (error) {
    if (!(error instanceof ChannelError) || !BAD_MENTION.test(error.reason)) throw error;
    return call(maskOutgoing(withoutMentions(content)));
  }
}

function markResent(content: MessageContent): MessageContent {
  if ('text' in content) return { ...content, text: `【重发】${content.text}` };
  return { card: { ...content.card, summary: `【重发】${content.card.summary}` } };
}
