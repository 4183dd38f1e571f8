import { aCase, aPerson, aPolicyDesk, aStorage, aTyped, at, file, seat } from '../../../tests/factories';
import type { Actor } from '../../domain/case';
import type { Storage } from '../../ports/storage';
import type { Typed } from '../command';
import { CHAT_COMMANDS } from './registry';
import { runTyped } from './run-typed';

const dispatcher = aPerson('姜敏', ['dispatcher']);
const handler = aPerson('王五', ['handler', 'housing']);
const outsider = aPerson('赵六', ['handler', 'water']);

let storage: Storage;
beforeEach(async () => {
  storage = await aStorage();
  await storage.write((stores) => seat(stores, dispatcher, handler, outsider));
});
afterEach(() => storage.close());

function say(actor: Actor, text: string, typed: Partial<Typed> = {}) {
  return storage.write(async (stores) =>
    runTyped({ typed: aTyped(text, typed), actor, desk: await aPolicyDesk().at(stores), stores }, CHAT_COMMANDS),
  );
}

const put = (state: ReturnType<typeof aCase>, given: Parameters<typeof file>[2] = {}) =>
  storage.write((stores) => file(stores, state, given));

async function rows(actor: Actor, text: string): Promise<string[]> {
  const done = await say(actor, text);
  if (!done.ok) return [done.code];
  const { answer } = done.value;
  if (answer === undefined || !('card' in answer)) return [];
  return answer.card.body.flatMap((node) => (node.kind === 'row' && node.menu ? [String(node.menu.value.case)] : []));
}

describe('find', () => {
  it('finds by number in every way of writing it, for those who may see it, in the direct chat', async () => {
    const state = await put(aCase({ status: 'claimed', unit: 'housing', assignee: handler.id }));
    const done = await say(handler, `查${state.number.toLowerCase()}`);
    expect(done).toMatchObject({ ok: true, value: { where: 'direct' } });
    expect(JSON.stringify(done)).toContain(state.number);
    expect(await say(dispatcher, `查 ${state.number}`, { chatType: 'direct' })).toMatchObject({
      ok: true,
      value: { where: 'here' },
    });
  });

  it('answers what may not be seen like what does not exist', async () => {
    const state = await put(aCase({ status: 'claimed', unit: 'housing' }));
    const hidden = await say(outsider, `查 ${state.number}`);
    expect(hidden).toMatchObject({ ok: false, code: 'find.no-case' });
    expect(await say(dispatcher, '查 LS-20260304-9999')).toMatchObject({ code: 'find.no-case' });
    expect(await say(outsider, '查 路灯')).toMatchObject({ code: 'find.nothing' });
  });

  it('finds by phone and shows the number masked only', async () => {
    const state = await put(aCase({ unit: 'housing', status: 'assigned' }), {
      secret: { phone: '13800001234', name: '李某' },
    });
    await put(aCase(), { secret: { phone: '13900001234' } });
    for (const text of ['查 13800001234', '查 138 0000 1234', '查 ＋８６ 13800001234', '查 13800001234 第1页'])
      expect(await rows(dispatcher, text)).toEqual([state.number]);
    const shown = JSON.stringify(await say(dispatcher, '查 13800001234'));
    expect(shown).toContain('138****1234');
    expect(shown).not.toContain('13800001234');
    expect(await rows(handler, '查 13800001234')).toEqual([state.number]);
    expect(await rows(outsider, '查 13800001234')).toEqual(['find.nothing']);
  });

  it('finds by words, unit and status, newest first, page by page', async () => {
    const old = await put(aCase({ status: 'assigned', unit: 'housing', receivedAt: at('2026-03-02T09:00:00') }), {
      subject: '幸福小区路灯不亮',
    });
    const fresh = await put(aCase({ status: 'claimed', unit: 'housing' }), { subject: '滨海路路灯不亮' });
    const water = await put(aCase({ status: 'assigned', unit: 'water' }), { subject: '停水' });
    expect(await rows(dispatcher, '查 路灯')).toEqual([fresh.number, old.number]);
    expect(await rows(dispatcher, '查 路灯 小区')).toEqual([old.number]);
    expect(await rows(dispatcher, '查 住建局')).toEqual([fresh.number, old.number]);
    expect(await rows(dispatcher, '查 待签收')).toEqual([water.number, old.number]);
    expect(await rows(dispatcher, '查 民生中心')).toEqual([water.number, fresh.number, old.number]);
    expect(await rows(dispatcher, '查 住建局 待签收')).toEqual([old.number]);
    expect(await rows(outsider, '查 停水')).toEqual([water.number]);
    expect(await rows(dispatcher, '查')).toEqual(['find.empty']);
    expect(await rows(dispatcher, '查 路灯 第9页')).toEqual(['find.no-such-page']);
  });

  it('pages through more than a card holds', async () => {
    for (let count = 0; count < 17; count += 1) await put(aCase());
    const first = await rows(dispatcher, '查 路灯');
    const second = await rows(dispatcher, '查 路灯 第2页');
    expect([first.length, second.length]).toEqual([15, 2]);
    expect(new Set([...first, ...second]).size).toBe(17);
    expect(JSON.stringify(await say(dispatcher, '查 路灯'))).toContain('查 路灯 第2页');
  });

  it('says nothing of what a report is about', async () => {
    await put(aCase({ type: 'report', unit: 'housing', status: 'assigned' }), { subject: '某公司偷排' });
    expect(JSON.stringify(await say(handler, '查 住建局'))).not.toContain('偷排');
  });
});

describe('mine', () => {
  it('lists my unit and what I answer for, soonest due first, open ones only', async () => {
    const late = await put(aCase({ status: 'claimed', unit: 'housing', receivedAt: at('2026-02-02T09:00:00') }));
    const now = await put(aCase({ status: 'claimed', unit: 'housing', assignee: handler.id }));
    await put(aCase({ status: 'resolved', unit: 'housing', resolvedAt: at('2026-03-04T09:30:00') }));
    await put(aCase({ status: 'claimed', unit: 'water' }));
    expect(await rows(handler, '我的')).toEqual([late.number, now.number]);
    const card = JSON.stringify(await say(handler, '我的'));
    expect(card).toContain('其中超期 1 件');
    expect(card).toContain('reply-case');
  });

  it('gives the duty dispatcher what nobody has yet', async () => {
    const waiting = await put(aCase());
    expect(await rows(dispatcher, '我的')).toEqual([waiting.number]);
    expect(await rows(aPerson('丛浩然', ['dispatcher']), '我的')).toEqual([]);
  });
});

describe('queue', () => {
  it('puts urgent cases first, then the oldest, with the acts of dispatch', async () => {
    const first = await put(aCase());
    const second = await put(aCase());
    const urgent = await put(aCase({ urgent: true, lock: { by: handler.id, until: at('2026-03-04T10:05:00') } }));
    await put(aCase({ status: 'assigned', unit: 'housing' }));
    expect(await rows(dispatcher, '待派')).toEqual([urgent.number, first.number, second.number]);
    const card = JSON.stringify(await say(dispatcher, '待派'));
    for (const act of ['take-case', 'assign-case', 'show-case', '王五正在处理']) expect(card).toContain(act);
  });

  it('answers in the dispatch chat itself, elsewhere in the direct chat', async () => {
    expect(await say(dispatcher, '待派')).toMatchObject({ value: { where: 'direct' } });
    await storage.write((stores) => stores.roster.bind('dispatch', 'oc_here'));
    expect(await say(dispatcher, '待派')).toMatchObject({ value: { where: 'here' } });
  });
});

describe('reply', () => {
  it('hands a long text of many lines to the case command', async () => {
    const state = await put(aCase({ status: 'claimed', unit: 'housing', assignee: handler.id }));
    const text = Array.from({ length: 200 }, (_, line) => `第 ${line} 行：已按规定办理。`).join('\n');
    expect(await say(handler, `答复 ${state.number.toLowerCase()} 上门\n${text}`)).toMatchObject({
      value: { perform: { command: 'reply-case', caseNumber: state.number, form: { reply: text, told_by: 'visit' } } },
    });
    expect(await say(handler, `答复${state.number}：${text}`)).toMatchObject({
      value: { perform: { form: { reply: text, told_by: 'phone' } } },
    });
  });

  it('tells portal cases online unless said otherwise', async () => {
    const state = await put(aCase({ status: 'claimed', unit: 'housing', channel: 'portal' }));
    expect(await say(handler, `reply ${state.number} done`)).toMatchObject({
      value: { perform: { form: { told_by: 'online' } } },
    });
  });

  it('knows the case of the thread it is typed in', async () => {
    const state = await put(aCase({ status: 'claimed', unit: 'housing' }));
    await storage.write((stores) =>
      stores.cards.put({
        subject: `case:${state.number}`,
        chat: 'oc_here',
        messageId: 'om_card',
        postedAt: 0,
        shown: 1,
        replaces: null,
      }),
    );
    expect(await say(handler, '答复 已修复', { threadRootId: 'om_card' })).toMatchObject({
      value: { perform: { caseNumber: state.number, form: { reply: '已修复' } } },
    });
  });

  it('refuses what is incomplete or not theirs', async () => {
    const state = await put(aCase({ status: 'claimed', unit: 'housing' }));
    expect(await say(handler, '答复 已修复')).toMatchObject({ code: 'chat.reply-number-missing' });
    expect(await say(handler, `答复 ${state.number}`)).toMatchObject({ code: 'chat.reply-empty' });
    expect(await say(outsider, `答复 ${state.number} 好`)).toMatchObject({ code: 'find.no-case' });
  });
});
