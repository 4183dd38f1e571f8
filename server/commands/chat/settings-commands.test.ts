import { A_MORNING, aPerson, aPolicyDesk, aStorage, aTyped, aVault, seat } from '../../../tests/factories';
import type { Actor } from '../../domain/case';
import type { Storage } from '../../ports/storage';
import type { Typed } from '../command';
import { CHAT_COMMANDS } from './registry';
import { runTyped } from './run-typed';

const admin = aPerson('曲建国', ['admin']);
const handler = aPerson('王五', ['handler', 'housing']);
const stranger = aPerson('路人');
const at5 = { openId: 'ou_王五', name: '王五' };
const at6 = { openId: 'ou_赵六', name: '赵六' };

let storage: Storage;
beforeEach(async () => {
  storage = await aStorage();
});
afterEach(() => storage.close());

function say(actor: Actor, text: string, typed: Partial<Typed> = {}) {
  return storage.write(async (stores) =>
    runTyped({ typed: aTyped(text, typed), actor, desk: await aPolicyDesk().at(stores), stores }, CHAT_COMMANDS),
  );
}

const seated = (...people: Actor[]) => storage.write((stores) => seat(stores, ...people));
const bindings = () => storage.read.roster.bindings();
const grants = () => storage.read.roster.grants();

describe('permission', () => {
  it.each(['绑定 派单', '解绑', '授权 @x 业务员', '撤权 @x 业务员', '令牌 read', '自检'])(
    'keeps %s for administrators',
    async (text) => {
      expect(await say(handler, text)).toMatchObject({ ok: false, code: 'chat.role-needed' });
    },
  );

  it.each(['我的', '查 路灯', '单位', '排名'])('keeps %s for staff', async (text) => {
    expect(await say(stranger, text)).toMatchObject({ ok: false, code: 'chat.role-needed' });
  });

  it.each([
    [handler, '待派'],
    [handler, '登记'],
    [aPerson('李四', ['dispatcher']), '答复 LS-20260304-0001 好'],
  ])('keeps work for its posts', async (actor, text) => {
    expect(await say(actor, text)).toMatchObject({ ok: false, code: 'chat.role-needed' });
  });

  it.each(['帮助', 'whoami', '1634', '我是谁'])('lets everybody ask %s', async (text) => {
    expect(await say(stranger, text)).toMatchObject({ ok: true });
  });
});

describe('unknown words', () => {
  it('offers the nearest commands, and answers plain talk in the direct chat kindly', async () => {
    expect(await say(admin, '绑订 派单')).toMatchObject({
      code: 'chat.unknown-did-you-mean',
      params: { candidates: '绑定' },
    });
    expect(await say(admin, '你好')).toMatchObject({ code: 'chat.unknown' });
    expect(await say(admin, '你好', { chatType: 'direct' })).toMatchObject({ ok: true });
    expect(JSON.stringify(await say(admin, '13800001234'))).not.toContain('13800001234');
  });
});

describe('bind and unbind', () => {
  it('binds a chat to several purposes and says in canonical form what it understood', async () => {
    const done = await say(admin, '绑定单位 住建局');
    expect(done).toMatchObject({
      ok: true,
      value: {
        settings: { type: 'chat.bound', data: { purpose: 'unit:housing', chat: 'oc_here' } },
        follow: [{ task: 'sync-chat', id: 'oc_here' }],
      },
    });
    expect(JSON.stringify(done)).toContain('单位 区住建局');
    await say(admin, '绑定 派单');
    expect(await bindings()).toEqual([
      { purpose: 'dispatch', chat: 'oc_here' },
      { purpose: 'unit:housing', chat: 'oc_here' },
    ]);
    expect(await say(admin, '绑定 dispatch')).toMatchObject({ ok: true, value: { answer: {} } });
  });

  it('says which chat a purpose left', async () => {
    await say(admin, '绑定 研判', { chatId: 'oc_old' });
    await storage.write((stores) => stores.meta.set('chat-name:oc_old', '旧研判群'));
    const done = await say(admin, '绑定 研判');
    expect(JSON.stringify(done)).toContain('旧研判群');
    expect(done).toMatchObject({ value: { settings: { data: { left: 'oc_old' } } } });
    expect(await bindings()).toEqual([{ purpose: 'review', chat: 'oc_here' }]);
  });

  it.each([
    ['绑定', 'bind.purpose-missing'],
    ['绑定 火星', 'bind.purpose-unknown'],
    ['绑定 单位 街道', 'bind.purpose-ambiguous'],
    ['绑定 单位 业务推进组', 'bind.unit-not-handling'],
  ])('refuses %s and changes nothing', async (text, code) => {
    expect(await say(admin, text)).toMatchObject({ ok: false, code });
    expect(await bindings()).toEqual([]);
  });

  it('binds only in a group', async () => {
    expect(await say(admin, '绑定 派单', { chatType: 'direct' })).toMatchObject({ code: 'bind.group-only' });
  });

  it('unbinds the only purpose, and asks which of several', async () => {
    expect(await say(admin, '解绑')).toMatchObject({ code: 'bind.nothing-here' });
    await say(admin, '绑定 派单');
    await say(admin, '绑定 日调度');
    expect(await say(admin, '解绑')).toMatchObject({
      code: 'bind.purpose-which',
      params: { candidates: '日调度、派单' },
    });
    expect(await say(admin, '解绑 研判')).toMatchObject({ code: 'bind.not-here' });
    expect(await say(admin, '解绑 日调度')).toMatchObject({ value: { settings: { type: 'chat.unbound' } } });
    expect(await say(admin, '解绑')).toMatchObject({ ok: true });
    expect(await bindings()).toEqual([]);
  });
});

describe('grant and revoke', () => {
  it('gives several people a post in a unit and keeps their names', async () => {
    const done = await say(admin, '授权 @{ou_王五} @{ou_赵六} 承办人 住建局', { mentions: [at5, at6] });
    expect(JSON.stringify(done)).toContain('王五、赵六 → 承办（区住建局）');
    expect(await grants()).toEqual([
      { openId: 'ou_王五', role: 'handler', unit: 'housing' },
      { openId: 'ou_赵六', role: 'handler', unit: 'housing' },
    ]);
    expect(await storage.read.roster.people()).toContainEqual(at5);
  });

  it('takes the unit of the chat when it is left out', async () => {
    expect(await say(admin, '授权 @{ou_王五} 承办', { mentions: [at5] })).toMatchObject({ code: 'grant.unit-missing' });
    await say(admin, '绑定 单位 住建局');
    await say(admin, '授权 @{ou_王五} 承办', { mentions: [at5] });
    expect(await grants()).toEqual([{ openId: 'ou_王五', role: 'handler', unit: 'housing' }]);
  });

  it.each([
    ['授权 @{ou_王五} 业务员', { role: 'dispatcher', unit: null }],
    ['grant @{ou_王五} follow-up livelihood', { role: 'follow-up', unit: 'livelihood' }],
    ['授权 @{ou_王五} 住建局 单位负责人', { role: 'head', unit: 'housing' }],
    ['授权@{ou_王五}网格员 初家街道', { role: 'grid', unit: 'street-chujia' }],
    ['授权 @{ou_王五} 管理员', { role: 'admin', unit: null }],
  ])('understands %s', async (text, expected) => {
    await say(admin, text, { mentions: [at5] });
    expect(await grants()).toEqual([{ openId: 'ou_王五', ...expected }]);
  });

  it.each([
    ['授权 承办 住建局', 'grant.nobody', []],
    ['授权 @{ou_王五}', 'grant.role-missing', [at5]],
    ['授权 @{ou_王五} 皇帝', 'grant.role-unknown', [at5]],
    ['授权 @{ou_王五} 承办 火星局', 'grant.unit-unknown', [at5]],
    ['授权 @{ou_王五} 承办 街道', 'grant.unit-ambiguous', [at5]],
    ['授权 @{ou_王五} 专班 住建局', 'grant.unit-not-for-role', [at5]],
    ['授权 @{ou_王五} 网格员 住建局', 'grant.unit-not-street', [at5]],
  ])('refuses %s', async (text, code, mentions) => {
    expect(await say(admin, text, { mentions })).toMatchObject({ ok: false, code });
    expect(await grants()).toEqual([]);
  });

  it('takes a post away, the unit left out where it is clear', async () => {
    await seated(handler, aPerson('赵六', ['handler', 'water'], ['handler', 'housing']));
    expect(await say(admin, '撤权 @{ou_赵六} 承办', { mentions: [at6] })).toMatchObject({ code: 'grant.unit-which' });
    expect(await say(admin, '撤权 @{ou_王五} 网格员 初家', { mentions: [at5] })).toMatchObject({
      code: 'grant.not-held',
      params: { held: '承办（区住建局）' },
    });
    expect(await say(admin, '撤权 @{ou_王五} 承办', { mentions: [at5] })).toMatchObject({
      value: { settings: { type: 'role.revoked' } },
    });
    expect((await grants()).map((grant) => grant.openId)).toEqual(['ou_赵六', 'ou_赵六']);
  });

  it('never takes the last administrator away, nor all of them together', async () => {
    const second = aPerson('赵六', ['admin']);
    await seated(admin, second);
    const first = { openId: admin.id, name: admin.name };
    expect(await say(admin, '撤权 @{ou_曲建国} @{ou_赵六} 管理员', { mentions: [first, at6] })).toMatchObject({
      code: 'grant.last-admin',
    });
    expect(await say(admin, '撤权 @{ou_赵六} 管理员', { mentions: [at6] })).toMatchObject({ ok: true });
    expect(await say(admin, '撤权 @{ou_曲建国} 管理员', { mentions: [first] })).toMatchObject({
      code: 'grant.last-admin',
    });
    expect(await grants()).toHaveLength(1);
  });
});

describe('the first administrator', () => {
  const direct = { chatType: 'direct' as const };
  const withCode = (code: string, expiresAt = A_MORNING + 1000) =>
    storage.write((stores) =>
      stores.tickets.add({ hash: aVault().fingerprint('ticket', code), kind: 'claim-admin', payload: '', expiresAt }),
    );

  it('claims once, by the code, in the direct chat', async () => {
    await withCode('AbC-123');
    expect(await say(stranger, '认领管理员 AbC-123')).toMatchObject({ code: 'admin.direct-only' });
    expect(await say(stranger, '认领管理员', direct)).toMatchObject({ code: 'admin.code-missing' });
    expect(await say(stranger, '认领管理员 abc-123', direct)).toMatchObject({ code: 'admin.code-wrong' });
    expect(await say(stranger, '认领管理员 AbC-123', direct)).toMatchObject({
      value: { settings: { type: 'admin.claimed' } },
    });
    expect(await grants()).toEqual([{ openId: stranger.id, role: 'admin', unit: null }]);
    expect(await say(handler, '认领管理员 AbC-123', direct)).toMatchObject({ code: 'admin.exists' });
  });

  it('refuses a code that is too old', async () => {
    await withCode('old', A_MORNING - 1);
    expect(await say(stranger, '认领管理员 old', direct)).toMatchObject({ code: 'admin.code-wrong' });
  });
});

describe('token', () => {
  it('stores only the fingerprint and sends the link to the direct chat of the administrator', async () => {
    const done = await say(admin, '令牌 热线12345');
    expect(done).toMatchObject({ code: 'token.channel-unknown' });
    const made = await say(admin, '令牌 12345热线');
    if (!made.ok) throw new Error(made.code);
    const link = /\/token\/([\w-]+)/.exec(JSON.stringify(made.value.post))?.[1] ?? '';
    expect(JSON.stringify(made.value.answer)).not.toContain(link);
    expect(made.value.post).toMatchObject([{ at: { person: admin.id } }]);
    const ticket = await storage.write((stores) =>
      stores.tickets.take(aVault().fingerprint('ticket', link), 'token-page'),
    );
    const page = JSON.parse(aVault().unseal(ticket?.payload ?? '')) as { scope: string; token: string };
    expect(page.scope).toBe('hotline-12345');
    expect(JSON.stringify(made)).not.toContain(page.token);
    expect(await storage.read.tokens.scopeOf(aVault().fingerprint('token', page.token))).toBe('hotline-12345');
    expect(await say(admin, 'token read')).toMatchObject({ value: { settings: { data: { scope: 'read' } } } });
  });
});

describe('help, self-check and overviews', () => {
  it('shows what the person may do, in the language asked', async () => {
    const mine = JSON.stringify(await say(handler, '帮助'));
    expect(mine).toContain('答复 <编号>');
    expect(mine).not.toContain('授权 @人 <角色>');
    expect(JSON.stringify(await say(admin, 'help'))).toContain('grant @person');
    expect(JSON.stringify(await say(admin, '帮助 绑定'))).toContain('绑定 单位 住建局');
    expect(await say(admin, '帮助 绑订')).toMatchObject({ code: 'chat.help-unknown', params: { candidates: '绑定' } });
  });

  it('names what is missing and stays within a card', async () => {
    await seated(admin, handler);
    await say(admin, '绑定 单位 住建局');
    await storage.write((stores) => stores.roster.setMembers('oc_here', ['ou_曲建国']));
    const report = JSON.stringify(await say(admin, '自检'));
    expect(report).toContain('王五（区住建局）');
    expect(report).toContain('63 个网格岗位');
    for (const text of ['单位', '单位 查 住建局', '1634', 'unit show housing'])
      expect(await say(handler, text)).toMatchObject({ ok: true });
    expect(await say(handler, '单位 设 住建局 short X')).toMatchObject({ code: 'chat.unit-read-only' });
    expect(await say(handler, '单位 新增 X')).toMatchObject({ code: 'chat.unit-read-only' });
  });

  it('shows the daily table and refuses the longer ones', async () => {
    for (const text of ['排名', '排名 日 2026-03-04', 'ranking day 2026-03-03', '排名 3月3日', '排名 昨天'])
      expect(await say(handler, text)).toMatchObject({ ok: true });
    expect(await say(handler, '排名 周')).toMatchObject({ code: 'chat.ranking-not-yet' });
    expect(await say(handler, '排名 2026-13-01')).toMatchObject({ code: 'chat.ranking-date' });
    expect(await say(handler, '排名 2027-03-01')).toMatchObject({ code: 'chat.ranking-future' });
  });
});
