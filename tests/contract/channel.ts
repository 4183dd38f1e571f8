import type { Card } from '../../cards/card';
import { ChannelError, type ChannelPort, type Person } from '../../server/ports/channel';
import { fullCard } from './full-card';

/** A prepared failure of the platform's next call of one kind. */
export type Trouble = 'rate-limit' | 'outage' | 'cut-before' | 'cut-after' | 'card-lock';

/** A platform the suite may steer, seen with people's eyes. */
export interface ChannelBench {
  readonly channel: ChannelPort;
  /** A group the bot is in, and its people (at least two). */
  readonly chat: { readonly id: string; readonly name: string; readonly people: readonly Person[] };
  /** A group the bot is not in. */
  readonly foreignChatId: string;
  /** Each message of a chat, oldest first, as one text of all words shown. */
  shown(chatId: string): Promise<readonly { readonly messageId: string; readonly words: string }[]>;
  /** People who were buzzed for a message. */
  buzzed(messageId: string): Promise<readonly string[]>;
  recall(messageId: string): Promise<void>;
  /** Lets a message grow older than the platform's time for changes. */
  outlive(messageId: string): Promise<void>;
  troubleNext(call: 'send' | 'patch', trouble: Trouble): Promise<void>;
  close(): Promise<void>;
}

const HOSTILE = '<at id=all></at> <at user_id="all"></at> [点我](javascript:alert(1)) **粗** :OK:';

function aCard(words: string, rows = 1): Card {
  return {
    summary: `LS-20260302-0001 ${words}`,
    header: { title: words, tone: 'blue', tags: [{ text: '投诉', tone: 'grey' }] },
    body: Array.from({ length: rows }, () => ({ kind: 'quote' as const, text: words })),
  };
}

async function failureOf(work: Promise<unknown>): Promise<ChannelError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ChannelError);
  return error as ChannelError;
}

/**
 * What every chat platform must do, whatever it calls it.
 * @param setup starts a fresh platform with its adapter; called once per test
 */
export function channelContract(name: string, setup: () => Promise<ChannelBench>): void {
  describe(`channel contract: ${name}`, () => {
    let bench: ChannelBench;
    const at = () => bench.chat.id;

    beforeEach(async () => {
      bench = await setup();
    });
    afterEach(() => bench.close());

    describeSending(() => bench, at);
    describeChanging(() => bench, at);
    describeFailures(() => bench, at);
    describeAsking(() => bench, at);
    describeCards(() => bench);
  });
}

function describeSending(bench: () => ChannelBench, at: () => string): void {
  describe('sending', () => {
    it('returns the ids of what people then see', async () => {
      const sent = await bench().channel.send({ chat: at() }, { card: aCard('路灯不亮') }, 'u-1');
      expect(sent.chatId).toBe(at());
      expect(await bench().shown(at())).toMatchObject([
        { messageId: sent.messageId, words: expect.stringContaining('路灯不亮') },
      ]);
    });

    it('sends once however often the same uuid is sent', async () => {
      const first = await bench().channel.send({ chat: at() }, { text: '一次' }, 'u-1');
      const again = await bench().channel.send({ chat: at() }, { text: '一次' }, 'u-1');
      expect(again.messageId).toBe(first.messageId);
      expect(await bench().shown(at())).toHaveLength(1);
    });

    it('reaches a person in a direct chat', async () => {
      const [person] = bench().chat.people;
      const sent = await bench().channel.send({ person: person?.openId ?? '' }, { text: '只给你' }, 'u-1');
      expect(sent.chatId).not.toBe(at());
      expect(await bench().shown(sent.chatId)).toMatchObject([{ messageId: sent.messageId }]);
    });

    it('replies under a message, mentioning a member', async () => {
      const { channel, chat } = bench();
      const root = await channel.send({ chat: at() }, { card: aCard('工单') }, 'u-1');
      const mentions = [chat.people[0]?.openId ?? ''];
      const reply = await channel.reply(root.messageId, { text: '请今天办结', mentions }, 'u-2');
      expect(reply.messageId).not.toBe(root.messageId);
      expect(reply.chatId).toBe(at());
    });

    it('shows hostile words as words, in cards and in texts', async () => {
      await bench().channel.send({ chat: at() }, { card: aCard(HOSTILE) }, 'u-1');
      await bench().channel.send({ chat: at() }, { text: HOSTILE }, 'u-2');
      expect(await bench().shown(at())).toHaveLength(2);
    });

    it('takes a card with every kind of node, whatever its words', async () => {
      const mention = bench().chat.people[0]?.openId ?? '';
      await bench().channel.send({ chat: at() }, { card: fullCard(HOSTILE, mention) }, 'u-1');
      expect(await bench().shown(at())).toHaveLength(1);
    });

    it('buzzes the people named', async () => {
      const sent = await bench().channel.send({ chat: at() }, { card: aCard('超期') }, 'u-1');
      const people = bench().chat.people.map((person) => person.openId);
      await bench().channel.buzz(sent.messageId, people);
      expect([...(await bench().buzzed(sent.messageId))].sort()).toEqual([...people].sort());
    });
  });
}

function describeChanging(bench: () => ChannelBench, at: () => string): void {
  describe('changing', () => {
    it('replaces a card in place', async () => {
      const sent = await bench().channel.send({ chat: at() }, { card: aCard('新派') }, 'u-1');
      await bench().channel.patch(sent.messageId, aCard('在办'));
      expect(await bench().shown(at())).toMatchObject([
        { messageId: sent.messageId, words: expect.stringContaining('在办') },
      ]);
    });

    it('finds what it sent by words of its summary', async () => {
      const { channel } = bench();
      const since = Date.now() - 60_000;
      const sent = await channel.send({ chat: at() }, { card: aCard('井盖') }, 'u-1');
      expect(await channel.findSent(at(), 'LS-20260302-0001', since)).toMatchObject({
        messageId: sent.messageId,
        chatId: at(),
      });
      expect(await channel.findSent(at(), 'LS-20260302-9999', since)).toBeUndefined();
    });

    it('asks for a new card where the old one can no longer be changed', async () => {
      const recalled = await bench().channel.send({ chat: at() }, { card: aCard('一') }, 'u-1');
      await bench().recall(recalled.messageId);
      expect((await failureOf(bench().channel.patch(recalled.messageId, aCard('二')))).action).toBe('reissue');
      const old = await bench().channel.send({ chat: at() }, { card: aCard('三') }, 'u-2');
      await bench().outlive(old.messageId);
      expect((await failureOf(bench().channel.patch(old.messageId, aCard('四')))).action).toBe('reissue');
    });
  });
}

function describeFailures(bench: () => ChannelBench, at: () => string): void {
  describe('failures', () => {
    const send = () => bench().channel.send({ chat: at() }, { card: aCard('工单') }, 'u-1');

    it.each<[Trouble, ChannelError['action']]>([
      ['rate-limit', 'wait'],
      ['outage', 'retry'],
      ['cut-before', 'unknown'],
      ['cut-after', 'unknown'],
    ])('%s on a send means %s', async (trouble, action) => {
      await bench().troubleNext('send', trouble);
      const error = await failureOf(send());
      expect(error.action).toBe(action);
      if (action === 'wait') expect(error.afterMs).toBeGreaterThan(0);
      await send();
      expect(await bench().shown(at())).toHaveLength(1);
    });

    it('a card in use means retry', async () => {
      const sent = await send();
      await bench().troubleNext('patch', 'card-lock');
      expect((await failureOf(bench().channel.patch(sent.messageId, aCard('在办')))).action).toBe('retry');
    });

    it('a chat without the bot means drop, and says so', async () => {
      const error = await failureOf(bench().channel.send({ chat: bench().foreignChatId }, { text: '在吗' }, 'u-1'));
      expect(error).toMatchObject({ action: 'drop', reason: expect.stringMatching(/^chat-gone/) });
    });

    it('ids that are none, and cards too large, are dropped before they leave', async () => {
      const { channel } = bench();
      expect((await failureOf(channel.patch('../../x', aCard('x')))).action).toBe('drop');
      expect((await failureOf(channel.send({ chat: at() }, { card: aCard('大'.repeat(20_000)) }, 'u-1'))).action).toBe(
        'drop',
      );
      expect(await bench().shown(at())).toEqual([]);
    });
  });
}

function describeAsking(bench: () => ChannelBench, at: () => string): void {
  describe('asking', () => {
    it('knows people, chats and itself', async () => {
      const { channel, chat } = bench();
      const [person] = chat.people;
      expect(await channel.person(person?.openId ?? '')).toEqual(person);
      expect(await channel.chat(at())).toEqual({ name: chat.name });
      const byId = (one: Person, other: Person) => one.openId.localeCompare(other.openId);
      expect([...(await channel.members(at()))].sort(byId)).toEqual([...chat.people].sort(byId));
      const self = await channel.self();
      expect(self.openId).not.toBe('');
      expect(chat.people.map((one) => one.openId)).not.toContain(self.openId);
    });

    it('answers undefined for a person it does not know', async () => {
      expect(await bench().channel.person('ou_0000000000000000')).toBeUndefined();
    });
  });
}

function describeCards(bench: () => ChannelBench): void {
  describe('cards', () => {
    it('grow in measure with what they hold', () => {
      const { channel } = bench();
      const [small, large] = [channel.measureCard(aCard('x')), channel.measureCard(aCard('x', 50))];
      expect(large.elements).toBeGreaterThan(small.elements);
      expect(large.bytes).toBeGreaterThan(small.bytes);
    });

    it('above the limits are refused by name', () => {
      expect(() => bench().channel.renderCard(aCard('x', 300))).toThrow(/LS-20260302-0001/);
      expect(() => bench().channel.renderCard(aCard('大'.repeat(20_000)))).toThrow(RangeError);
    });
  });
}
