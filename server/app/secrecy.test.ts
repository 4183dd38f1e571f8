import { aDistrict, CHATS, type District, STAFF, serve, told } from '../../tests/district';
import { tamper } from '../../tests/dump';
import { sealLog, verifyAudit } from './audit';
import { chainHash } from './vault';

let district: District;
beforeEach(async () => {
  district = await aDistrict();
});
afterEach(() => district.close());

const linkFor = async (who: keyof typeof STAFF) =>
  /http:\/\/127\.0\.0\.1:\d+\/reveal\/[\w-]+/.exec(await district.directWords(who))?.[0] ?? 'no link';
const page = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
};

describe('contact of an appellant', () => {
  const person = { name: '李建华', phone: '13805351234', address: '金海小区7号楼' };

  it('is shown once, by a link in the direct chat of the person at work', async () => {
    const number = await district.claimed(person);
    await district.do('handler', 'housing', 'reveal-contact', number);
    const link = await linkFor('handler');
    expect(JSON.stringify(await district.journal('message')).split('/reveal/')).toHaveLength(2);
    const head = await fetch(link, { method: 'HEAD' });
    expect(head.status).toBe(200);
    const first = await page(link);
    expect([first.status, first.text.includes('13805351234'), first.text.includes('李建华')]).toEqual([
      200,
      true,
      true,
    ]);
    const second = await page(link);
    expect([second.status, second.text.includes('13805351234')]).toEqual([410, false]);
    expect((await district.storage.read.log.of(number)).at(-1)).toMatchObject({
      type: 'case.contact-revealed',
      by: { id: STAFF.handler.id },
    });
  });

  it('is shown for five minutes and no longer', async () => {
    const number = await district.claimed(person);
    await district.do('handler', 'housing', 'reveal-contact', number);
    await district.clock({ advance: 'PT5M1S' });
    expect((await page(await linkFor('handler'))).status).toBe(410);
  });

  it('is shown to nobody else, not even of the same unit', async () => {
    const number = await district.claimed(person);
    for (const who of ['second', 'urban', 'stranger', 'dispatcher'] as const) {
      expect((await district.try(who, 'housing', 'reveal-contact', number)).done).toBe(false);
      expect(await linkFor(who)).toBe('no link');
    }
    expect((await page(`${district.server.url}/reveal/made-up-token-of-no-case`)).status).toBe(410);
  });
});

describe('a report against a unit', () => {
  const words = '举报住建局收费窗口刁难群众索要茶水';
  const hidden = ['刁难群众', '索要茶水'];

  it('stands in no group in words, through its whole life', async () => {
    const number = await district.register({
      type: 'report',
      against: 'housing',
      content: words,
      title: '刁难群众举报',
    });
    await district.do('dispatcher', 'dispatch', 'assign-case', number, { unit: 'urban', note: '请查刁难群众一事' });
    await district.do('urban', 'urban', 'claim-case', number);
    await district.do('urban', 'urban', 'report-progress', number, { note: '已核实索要茶水' });
    await district.do('urban', 'urban', 'reply-case', number, { reply: '已告知索要茶水核查情况', told_by: 'phone' });
    await district.do('urban', 'urban', 'resolve-case', number, {
      outcome: 'resolved',
      result: '索要茶水已退还',
      basis: '规定',
    });
    await district.hands.client.say(STAFF.dispatcher.id, `@suban 查 ${number}`, { chat_id: CHATS.dispatch });
    await district.settled();
    const groups: string[] = Object.values(CHATS);
    const sent = (
      await Promise.all(['message', 'reply', 'patch', 'card-response'].map((kind) => district.journal(kind)))
    ).flat();
    for (const entry of sent.filter((one) => groups.includes(one.chat_id ?? ''))) {
      const text = JSON.stringify(entry.card ?? entry.content);
      for (const secret of hidden)
        expect([secret, text.includes(secret) ? text : 'hidden']).toEqual([secret, 'hidden']);
    }
  });

  it('shows its words to the person at work on it, and to no one else who may see the case', async () => {
    const number = await district.register({ type: 'report', against: 'housing', content: words });
    await district.do('dispatcher', 'dispatch', 'assign-case', number, { unit: 'urban' });
    await district.do('urban', 'urban', 'claim-case', number);
    await district.do('urban', 'urban', 'report-progress', number, { note: '已核实索要茶水' });
    await district.do('urban', 'urban', 'show-case', number);
    expect(await district.directWords('urban')).toContain('刁难群众');
    await district.do('dispatcher', 'dispatch', 'show-case', number);
    const seen = await district.directWords('dispatcher');
    for (const secret of hidden) expect([secret, seen.includes(secret)]).toEqual([secret, false]);
  });

  it('is never assigned to that unit, alone or beside another', async () => {
    const number = await district.register({ type: 'report', against: '区住建局', content: words });
    const alone = await district.try('dispatcher', 'dispatch', 'assign-case', number, { unit: 'housing' });
    expect([alone.done, alone.error]).toEqual([false, expect.stringContaining('住建局')]);
    const beside = await district.try('dispatcher', 'dispatch', 'assign-case', number, {
      unit: 'urban',
      co_units: ['housing'],
    });
    expect(beside.done).toBe(false);
    expect((await district.storage.read.cases.load(number))?.state.status).toBe('registered');
  });
});

describe('the audit', () => {
  const verify = () => verifyAudit(district.storage);
  beforeEach(async () => {
    await district.claimed();
    await district.hands.client.say(STAFF.admin.id, '@suban 绑定 研判', { chat_id: CHATS.daily });
    await district.settled();
  });

  it('finds nothing wrong with what nobody touched, sealed or not', async () => {
    expect(await verify()).toEqual({ ok: true, entries: 4 });
    expect(await sealLog(district.storage, 1)).toBe(true);
    expect(await sealLog(district.storage, 2)).toBe(false);
    await district.register();
    expect(await sealLog(district.storage, 3)).toBe(true);
    expect(await verify()).toEqual({ ok: true, entries: 5 });
  });

  it.each([
    ['one byte of a case entry', "UPDATE case_log SET body = replace(body, 'housing', 'housinh') WHERE seq = 2"],
    ['a space', "UPDATE case_log SET body = body || ' ' WHERE seq = 1"],
    ['a hash', "UPDATE case_log SET hash = 'f' || substr(hash, 2) WHERE seq = 2"],
    ['a deleted entry in the middle', 'DELETE FROM case_log WHERE seq = 2'],
    ['a deleted last entry', 'DELETE FROM case_log WHERE seq = 3'],
    ['all entries of a case', 'DELETE FROM case_log'],
    ['a case taken away', 'DELETE FROM case_file'],
    ['a settings entry', "UPDATE settings_log SET body = replace(body, 'review', 'daily!')"],
    ['the last settings entry taken away', 'DELETE FROM settings_log WHERE id = (SELECT MAX(id) FROM settings_log)'],
    [
      'two entries that changed places',
      'UPDATE case_log SET seq = CASE seq WHEN 2 THEN 30 ELSE seq END; UPDATE case_log SET seq = 2 WHERE seq = 3; UPDATE case_log SET seq = 3 WHERE seq = 30',
    ],
  ])('finds %s', async (_what, sql) => {
    tamper(district.path, sql);
    const verdict = await verify();
    expect(verdict.ok).toBe(false);
    if (!verdict.ok)
      expect([verdict.zh, verdict.en]).toEqual([expect.stringMatching(/[\u4e00-\u9fa5]/), expect.any(String)]);
  });

  it('finds a last entry that was replaced by another with a fitting hash', async () => {
    const [, , last] = await district.storage.read.log.rawAfter(0, 9);
    const before = (await district.storage.read.log.rawAfter(0, 9))[1];
    const body = (last?.body ?? '').replace(STAFF.handler.id, STAFF.second.id);
    const hash = chainHash(before?.hash ?? '', body);
    tamper(district.path, `UPDATE case_log SET body = '${body}', hash = '${hash}' WHERE seq = 3`);
    expect(await verify()).toMatchObject({ ok: false });
  });

  it('finds by its seals a case whose entries and head were both rewritten', async () => {
    await sealLog(district.storage, 1);
    const [head] = (await district.storage.read.log.heads('', 9)).slice(-1);
    const rows = await district.storage.read.log.rawAfter(0, 9);
    tamper(
      district.path,
      `DELETE FROM case_log WHERE seq = 3; UPDATE case_file SET log_seq = 2, log_head = '${rows[1]?.hash}' WHERE number = '${head?.number}'`,
    );
    expect(await verify()).toMatchObject({ ok: false, zh: expect.stringContaining('封印') });
  });
});

it('prints a code while there is no administrator, which makes its sender one, once', async () => {
  await district.stop();
  await district.storage.write((stores) => stores.roster.revoke({ openId: STAFF.admin.id, role: 'admin', unit: null }));
  told.length = 0;
  await district.start();
  const code = /认领管理员 (\w+)/.exec(told.join('\n'))?.[1] ?? '';
  expect(code).not.toBe('');
  await district.hands.client.say(STAFF.stranger.id, '认领管理员 WRONGCODE', { p2p: true });
  await district.hands.client.say(STAFF.second.id, `认领管理员 ${code}`, { p2p: true });
  await district.hands.client.say(STAFF.urban.id, `认领管理员 ${code}`, { p2p: true });
  await district.settled();
  const admins = (await district.storage.read.roster.grants()).filter((grant) => grant.role === 'admin');
  expect(admins.map((grant) => grant.openId)).toEqual([STAFF.second.id]);
  await district.stop();
  told.length = 0;
  await district.start();
  expect(told).toEqual([]);
});

it('answers the doctor: what is fine, and what is not with what to do', async () => {
  await district.storage.write((stores) => stores.roster.unbind('unit:urban'));
  await district.hands.client.say(STAFF.admin.id, '自检', { p2p: true });
  await district.settled();
  const words = await district.directWords('admin');
  expect(words).toMatch(/自检/);
  expect(words).toContain('绑定');
});

it('refuses to start on bad settings and names every one of them', async () => {
  await expect(
    serve({ PORT: 'many', SUBAN_NO_SUCH: '1', SUBAN_PACK: 'nowhere', FEISHU_DOMAIN: 'http://127.0.0.1:1' }),
  ).rejects.toThrow(/PORT[\s\S]*|SUBAN_NO_SUCH[\s\S]*/);
});
