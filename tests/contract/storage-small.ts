import type { LogEntry } from '../../server/domain/case';
import type { Storage } from '../../server/ports/storage';
import { DuplicateError, type StorageTrial } from './storage-trial';

const entry = (seq: number, type: string, at: number): LogEntry => ({
  seq,
  at,
  type,
  by: { id: 'ou_1', via: 'card' },
  data: { 词: '值😀' },
});

/** Cards, timers, the roster, tickets, tokens and the logs. */
export function smallContract(open: () => Promise<StorageTrial>): void {
  describe('the other stores', () => {
    let trial: StorageTrial;
    let storage: Storage;
    beforeEach(async () => {
      trial = await open();
      storage = trial.storage;
    });
    afterEach(() => trial.close());

    it('keeps one live card per subject and chat', async () => {
      const card = (subject: string, chat: string, messageId: string) => ({
        subject,
        chat,
        messageId,
        postedAt: 5,
        shown: 1,
        replaces: null,
      });
      await storage.write(async ({ cards }) => {
        await cards.put(card('case:A-1', 'oc_1', 'om_1'));
        await cards.put(card('case:A-1', 'oc_2', 'om_2'));
        await cards.put(card('case:A-10', 'oc_1', 'om_3'));
        await cards.put(card('casex', 'oc_1', 'om_4'));
        await cards.put({ ...card('case:A-1', 'oc_1', 'om_5'), shown: 7, replaces: null });
      });
      const { cards } = storage.read;
      expect(await cards.find('case:A-1', 'oc_1')).toEqual({
        ...card('case:A-1', 'oc_1', 'om_5'),
        shown: 7,
        replaces: null,
      });
      expect((await cards.ofSubject('case:A-1')).map((one) => one.chat)).toEqual(['oc_1', 'oc_2']);
      expect(await cards.byMessage('om_1')).toBeUndefined();
      expect((await cards.byMessage('om_3'))?.subject).toBe('case:A-10');
      expect((await cards.withPrefix('case:', 'oc_1')).map((one) => one.subject)).toEqual(['case:A-1', 'case:A-10']);
      await storage.write((stores) => stores.cards.remove('case:A-1', 'oc_1'));
      expect(await cards.ofSubject('case:A-1')).toHaveLength(1);
    });

    it('fires a timer once however many try, and never arms what fired again', async () => {
      const timer = { key: 'A|remind|100', kind: 'remind', caseNumber: 'A', dueAt: 100 };
      const arm = () => storage.write((stores) => stores.timers.arm(timer));
      await arm();
      await arm();
      expect(await storage.read.timers.due(99, 10)).toEqual([]);
      expect(await storage.read.timers.due(100, 10)).toEqual([timer]);
      expect(await storage.read.timers.nextDue()).toBe(100);
      const fired = await Promise.all(
        Array.from({ length: 10 }, () => storage.write((stores) => stores.timers.fire(timer.key, 101))),
      );
      expect(fired.filter(Boolean)).toHaveLength(1);
      await arm();
      expect(await storage.read.timers.due(1000, 10)).toEqual([]);
      expect(await storage.read.timers.nextDue()).toBeUndefined();
    });

    it('gives timers in the order of their time, and disarms those of a case', async () => {
      await storage.write(async ({ timers }) => {
        await timers.arm({ key: 'b', kind: 'k', caseNumber: 'A', dueAt: 20 });
        await timers.arm({ key: 'a', kind: 'k', caseNumber: null, dueAt: 20 });
        await timers.arm({ key: 'c', kind: 'k', caseNumber: 'A', dueAt: 10 });
        await timers.arm({ key: 'fired', kind: 'k', caseNumber: 'A', dueAt: 1 });
        await timers.fire('fired', 2);
      });
      expect((await storage.read.timers.due(30, 10)).map((timer) => timer.key)).toEqual(['c', 'a', 'b']);
      expect((await storage.read.timers.due(30, 2)).map((timer) => timer.key)).toEqual(['c', 'a']);
      expect(await storage.read.timers.armedOf('A')).toHaveLength(2);
      await storage.write((stores) => stores.timers.disarmCase('A'));
      expect((await storage.read.timers.due(30, 10)).map((timer) => timer.key)).toEqual(['a']);
      expect(await storage.write((stores) => stores.timers.fire('b', 30))).toBe(false);
    });

    it('keeps grants in the order they were given, and counts every change', async () => {
      const version = () => storage.read.roster.version();
      const grant = (openId: string, role: 'head' | 'admin', unit: string | null) =>
        storage.write((stores) => stores.roster.grant({ openId, role, unit }));
      await grant('ou_z', 'head', 'housing');
      await grant('ou_a', 'head', 'housing');
      await grant('ou_a', 'admin', null);
      await grant('ou_z', 'head', 'housing');
      expect((await storage.read.roster.grants()).map((one) => [one.openId, one.role, one.unit])).toEqual([
        ['ou_z', 'head', 'housing'],
        ['ou_a', 'head', 'housing'],
        ['ou_a', 'admin', null],
      ]);
      const before = await version();
      expect(await storage.write((stores) => stores.roster.revoke({ openId: 'ou_a', role: 'admin', unit: null }))).toBe(
        true,
      );
      expect(await storage.write((stores) => stores.roster.revoke({ openId: 'ou_a', role: 'admin', unit: null }))).toBe(
        false,
      );
      await storage.write((stores) => stores.roster.bind('dispatch', 'oc_1'));
      await storage.write((stores) => stores.roster.bind('dispatch', 'oc_2'));
      await storage.write((stores) => stores.roster.putPerson({ openId: 'ou_a', name: '甲😀' }));
      expect(await storage.read.roster.bindings()).toEqual([{ purpose: 'dispatch', chat: 'oc_2' }]);
      expect(await storage.read.roster.people()).toEqual([{ openId: 'ou_a', name: '甲😀' }]);
      expect(await version()).toBeGreaterThanOrEqual(before + 4);
      await storage.write((stores) => stores.roster.unbind('dispatch'));
      expect(await storage.read.roster.bindings()).toEqual([]);
    });

    it('keeps who sits in a chat', async () => {
      await storage.write(async ({ roster }) => {
        await roster.addMember('oc_1', 'old');
        await roster.setMembers('oc_1', ['b', 'a', 'b']);
        await roster.addMember('oc_1', 'c');
        await roster.addMember('oc_1', 'c');
        await roster.removeMember('oc_1', 'a');
        await roster.addMember('oc_2', 'x');
      });
      expect(await storage.read.roster.members('oc_1')).toEqual(['b', 'c']);
    });

    it('gives a ticket to one taker only, and only of its kind', async () => {
      await storage.write((stores) =>
        stores.tickets.add({ hash: 'h', kind: 'reveal', payload: '{"n":1}', expiresAt: 50 }),
      );
      const take = (kind: string) => storage.write((stores) => stores.tickets.take('h', kind));
      expect(await take('token-page')).toBeUndefined();
      const taken = await Promise.all(Array.from({ length: 8 }, () => take('reveal')));
      expect(taken.filter((one) => one !== undefined)).toEqual([{ payload: '{"n":1}', expiresAt: 50 }]);
      await storage.write((stores) => stores.tickets.add({ hash: 'h2', kind: 'reveal', payload: '', expiresAt: 50 }));
      await storage.write((stores) => stores.tickets.prune(51));
      expect(await storage.write((stores) => stores.tickets.take('h2', 'reveal'))).toBeUndefined();
    });

    it('keeps tokens and settings words', async () => {
      await storage.write((stores) => stores.tokens.add({ hash: 'h', scope: 'read', createdAt: 1 }));
      expect(await storage.read.tokens.scopeOf('h')).toBe('read');
      expect(await storage.read.tokens.scopeOf('H')).toBeUndefined();
      await storage.write((stores) => stores.meta.set('k', 'a'));
      await storage.write((stores) => stores.meta.set('k', '😀'.repeat(5000)));
      expect(await storage.read.meta.get('k')).toBe('😀'.repeat(5000));
    });

    it('appends to the log in order, once per number, and reads it whole, by type and raw', async () => {
      const append = (number: string, one: LogEntry) =>
        storage.write((stores) => stores.log.append(number, one, JSON.stringify(one), `h-${number}-${one.seq}`));
      await append('A', entry(1, 'case.registered', 10));
      await append('B', entry(1, 'case.registered', 20));
      await append('A', entry(2, 'case.assigned', 30));
      await expect(append('A', entry(2, 'case.assigned', 40))).rejects.toBeInstanceOf(DuplicateError);
      const { log } = storage.read;
      expect(await log.of('A')).toEqual([entry(1, 'case.registered', 10), entry(2, 'case.assigned', 30)]);
      expect((await log.byType('case.registered', 10, 20)).map((one) => one.caseNumber)).toEqual(['A']);
      expect((await log.byType('case.registered', 0, 21)).map((one) => one.caseNumber)).toEqual(['A', 'B']);
      const raw = await log.rawAfter(0, 2);
      expect(raw.map((row) => [row.caseNumber, row.seq, row.hash])).toEqual([
        ['A', 1, 'h-A-1'],
        ['B', 1, 'h-B-1'],
      ]);
      expect((await log.rawAfter(raw.at(-1)?.id ?? 0, 5)).map((row) => row.body)).toEqual([
        JSON.stringify(entry(2, 'case.assigned', 30)),
      ]);
    });

    it('keeps seals and the settings log in order', async () => {
      expect(await storage.read.log.lastSeal()).toBeUndefined();
      expect(await storage.read.settingsLog.last()).toBeUndefined();
      await storage.write(async ({ log, settingsLog }) => {
        await log.addSeal({ uptoLogId: 1, at: 5, digest: 'd1' });
        await log.addSeal({ uptoLogId: 2, at: 6, digest: 'd2' });
        await settingsLog.append('one', 'h1');
        await settingsLog.append('two', 'h2');
      });
      expect((await storage.read.log.seals()).map((seal) => seal.digest)).toEqual(['d1', 'd2']);
      expect(await storage.read.log.lastSeal()).toMatchObject({ uptoLogId: 2, at: 6, digest: 'd2' });
      const [first] = await storage.read.settingsLog.after(0, 1);
      expect(first).toMatchObject({ body: 'one', hash: 'h1' });
      expect(await storage.read.settingsLog.after(first?.id ?? 0, 9)).toMatchObject([{ body: 'two', hash: 'h2' }]);
      expect((await storage.read.settingsLog.last())?.hash).toBe('h2');
    });

    it('counts cases and second calls', async () => {
      expect(await storage.read.cases.totals()).toEqual({ cases: 0, calls: 0 });
      await storage.write((stores) => stores.log.append('A', entry(1, 'case.called-again', 1), '{}', 'h'));
      expect(await storage.read.cases.totals()).toEqual({ cases: 0, calls: 1 });
    });
  });
}
