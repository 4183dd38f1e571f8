import { notice } from '../../cards/notice';
import { typedInEnglish } from '../commands/chat/parse';
import { CHAT_COMMANDS } from '../commands/chat/registry';
import { runTyped } from '../commands/chat/run-typed';
import type { Desk } from '../commands/command';
import { chatNameKey } from '../commands/views/people';
import { describe } from '../domain/errors';
import type { ChannelPort, ClickAnswer, Incoming, Receiver } from '../ports/channel';
import type { InboxRow, Stores } from '../ports/storage';
import { actorOf } from './actor';
import { Budget } from './budget';
import { chatLost } from './chat-lost';
import { Clicks } from './click';
import type { App } from './context';
import { tellOperators } from './operators';
import { answerText, applyOutcome, type Origin } from './outcome';
import { Posting } from './posting';

type Event = Exclude<Incoming, { kind: 'click' }>;

/** Under the platform's 50 a second for each call that reads. */
const READS = [{ key: 'reads', count: 40, windowMs: 1000 }];

const MAX_ATTEMPTS = 6;
const BATCH = 20;
/** Longer than the platform's last redelivery (6 h), and what the contract promises. */
const KEEP_MS = 24 * 3_600_000;
/** An act repeated on an old card is the same act as long as the card can be clicked. */
const CARD_LIFE_MS = 15 * KEEP_MS;
/** A sender may repeat a delivery long after: a year of keys is a few megabytes. */
const INTAKE_KEEP_MS = 400 * KEEP_MS;
const PRUNE_EVERY_MS = 3_600_000;

/** Words of the bot's menu in the direct chat. */
const MENU: Readonly<Record<string, string>> = {
  help: '帮助',
  mine: '我的',
  queue: '待派',
  register: '登记',
  whoami: '我是谁',
  ranking: '排名 day',
};

/**
 * The one way in. Events are stored (once by event id and once by message id) before they are acknowledged, and
 * worked on afterwards; clicks are answered at once.
 */
export class Inbox implements Receiver {
  readonly #app: App;
  readonly #channel: ChannelPort;
  readonly #clicks: Clicks;
  readonly #reads = new Budget();
  #prunedAt = 0;

  constructor(app: App, channel: ChannelPort) {
    this.#app = app;
    this.#channel = channel;
    this.#clicks = new Clicks(app);
  }

  async accept(event: Event): Promise<void> {
    const altId = event.kind === 'message' ? { altId: `m:${event.messageId}` } : {};
    await this.#app.storage.write((stores) =>
      stores.inbox.add({
        id: `e:${event.eventId}`,
        ...altId,
        kind: event.kind,
        status: 'pending',
        payload: this.#app.vault.seal(JSON.stringify(event)),
        result: null,
        receivedAt: Date.now(),
      }),
    );
    this.#app.queue.ring('inbox');
  }

  click(click: Extract<Incoming, { kind: 'click' }>): Promise<ClickAnswer> {
    return this.#clicks.answer(click);
  }

  /** Works off what is pending, oldest first. @returns system time of the next deferred row */
  async work(): Promise<number | undefined> {
    for (;;) {
      const rows = await this.#app.storage.read.inbox.pending(Date.now(), BATCH);
      for (const row of rows) await this.#one(row);
      if (rows.length < BATCH) break;
    }
    await this.#prune();
    return this.#app.storage.read.inbox.nextPendingAt();
  }

  async #one(row: InboxRow): Promise<void> {
    try {
      if (row.kind === 'sync-chat') await this.#syncChat(row);
      else if (row.kind === 'sync-person') await this.#syncPerson(row);
      else await this.#app.storage.write((stores) => this.#event(stores, row));
      this.#app.queue.ring('outbox');
      this.#app.queue.ring('timers');
    } catch (error) {
      this.#app.logger.error(
        { row: row.id, kind: row.kind, attempts: row.attempts, error: String(error) },
        'inbox.failed',
      );
      await this.#defer(row);
    }
  }

  async #defer(row: InboxRow): Promise<void> {
    await this.#app.storage.write(async (stores) => {
      if (row.attempts + 1 < MAX_ATTEMPTS) return stores.inbox.defer(row.id, Date.now() + 1000 * 4 ** row.attempts);
      await stores.inbox.finish(row.id, 'failed', null, Date.now());
      await tellOperators(stores, await this.#app.desks.at(stores), {
        what: `一条 ${row.kind} 输入未能处理（${row.id.slice(0, 30)}）`,
        why: '多次重试仍失败，详见日志。',
      });
    });
  }

  async #event(stores: Stores, row: InboxRow): Promise<void> {
    // Sealed by this product before it was stored; the type is ours.
    const event = JSON.parse(this.#app.vault.unseal(row.payload ?? '')) as Event;
    const desk = await this.#app.desks.at(stores);
    await this.#handle(stores, desk, event);
    await stores.inbox.finish(row.id, 'done', null, Date.now());
  }

  async #handle(stores: Stores, desk: Desk, event: Event): Promise<void> {
    switch (event.kind) {
      case 'message':
        return this.#typed(stores, desk, { ...event, person: event.from });
      case 'menu': {
        const text = MENU[event.key];
        if (text !== undefined)
          await this.#typed(stores, desk, {
            text,
            mentions: [],
            chatId: `p:${event.from}`,
            chatType: 'direct',
            messageId: event.eventId,
            person: event.from,
          });
        return;
      }
      case 'bot-added':
        await stores.inbox.add({
          id: `sync-chat:${event.chatId}:${event.eventId}`,
          kind: 'sync-chat',
          status: 'pending',
          payload: event.chatId,
          result: null,
          receivedAt: Date.now(),
        });
        await stores.meta.set(chatNameKey(event.chatId), event.chatName);
        return new Posting(stores, desk).post(
          { kind: 'card', at: { chat: event.chatId }, card: greeting(event.chatName) },
          '',
          undefined,
        );
      case 'bot-removed':
      case 'chat-disbanded':
        return chatLost(stores, desk, event.chatId);
      case 'member-added':
        for (const person of event.people) {
          await stores.roster.addMember(event.chatId, person.openId);
          if (desk.roster.grantsOf(person.openId).length > 0) await stores.roster.putPerson(person);
        }
        return;
      case 'member-removed':
        for (const person of event.people) await stores.roster.removeMember(event.chatId, person.openId);
        return;
      case 'direct-opened':
        return;
    }
  }

  async #typed(
    stores: Stores,
    desk: Desk,
    typed: Pick<
      Extract<Event, { kind: 'message' }>,
      'text' | 'mentions' | 'chatId' | 'chatType' | 'messageId' | 'threadRootId'
    > & { person: string },
  ): Promise<void> {
    const actor = actorOf(desk.roster, typed.person, 'text');
    const origin: Origin = {
      chatId: typed.chatId,
      messageId: typed.messageId,
      person: typed.person,
      chatType: typed.chatType,
      english: typedInEnglish(typed.text),
    };
    const given = { stores, desk, vault: this.#app.vault, actor };
    const outcome = await runTyped({ typed, actor, desk, stores }, CHAT_COMMANDS);
    if (outcome.ok) return applyOutcome(given, outcome.value, origin);
    if (outcome.code.startsWith('permission.') || outcome.code === 'chat.role-needed') {
      this.#app.logger.warn({ person: actor.id, code: outcome.code, chat: typed.chatId }, 'security.refused');
    }
    await answerText(new Posting(stores, desk), origin, describe(outcome));
  }

  async #syncChat(row: InboxRow): Promise<void> {
    const chat = row.payload ?? '';
    const release = await this.#reads.acquire(READS, 0);
    const [members, known] = await this.#ask(chat).finally(release);
    await this.#app.storage.write(async (stores) => {
      const { roster } = await this.#app.desks.at(stores);
      if (known) await stores.meta.set(chatNameKey(chat), known.name);
      await stores.roster.setMembers(
        chat,
        members.map((member) => member.openId),
      );
      for (const member of members) {
        const held = roster.grantsOf(member.openId).length > 0;
        if (held && roster.nameOf(member.openId) !== member.name) await stores.roster.putPerson(member);
      }
      await stores.inbox.finish(row.id, 'done', null, Date.now());
    });
  }

  async #ask(
    chat: string,
  ): Promise<[Awaited<ReturnType<ChannelPort['members']>>, Awaited<ReturnType<ChannelPort['chat']>>]> {
    return [await this.#channel.members(chat), await this.#channel.chat(chat)];
  }

  async #syncPerson(row: InboxRow): Promise<void> {
    const person = await this.#channel.person(row.payload ?? '');
    await this.#app.storage.write(async (stores) => {
      if (person) await stores.roster.putPerson(person);
      await stores.inbox.finish(row.id, 'done', null, Date.now());
    });
  }

  async #prune(): Promise<void> {
    const now = Date.now();
    if (now - this.#prunedAt < PRUNE_EVERY_MS) return;
    this.#prunedAt = now;
    await this.#app.storage.write(async (stores) => {
      await stores.inbox.prune('event', now - KEEP_MS);
      await stores.inbox.prune('click', now - CARD_LIFE_MS);
      await stores.inbox.prune('intake', now - INTAKE_KEEP_MS);
      await stores.outbox.prune(now - 7 * KEEP_MS);
      await stores.tickets.prune((await this.#app.desks.at(stores)).now - KEEP_MS);
    });
  }
}

function greeting(name: string) {
  return notice.render({
    title: '诉办机器人已入群',
    subtitle: name,
    tone: 'wathet',
    paragraphs: [
      '本群还没有用途。管理员请在群里发送：@机器人 绑定 派单，或：@机器人 绑定 单位 住建局。发送“@机器人 帮助”查看全部用法。',
    ],
  });
}
