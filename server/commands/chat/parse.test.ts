import { caseNumberAtStart, wholeCaseNumber } from './case-number';
import { splitPage } from './list-page';
import { parseTyped } from './parse';
import { phonesIn } from './phone-digits';
import { CHAT_COMMANDS } from './registry';
import { readReply } from './reply';

describe('parseTyped', () => {
  it.each([
    ['帮助', 'help', ''],
    ['', 'help', ''],
    ['  \u3000', 'help', ''],
    ['/help bind', 'help', 'bind'],
    ['ＨＥＬＰ　绑定', 'help', '绑定'],
    ['Help', 'help', ''],
    ['查LS-20260304-0001', 'find', 'LS-20260304-0001'],
    ['查：路灯', 'find', '路灯'],
    ['查询 路灯', 'find', '路灯'],
    ['find 路灯 2', 'find', '路灯 2'],
    ['绑定派单', 'bind', '派单'],
    ['绑定　单位 住建局', 'bind', '单位 住建局'],
    ['我是谁', 'whoami', ''],
    ['我的', 'mine', ''],
    ['我的工单', 'mine', ''],
    ['待派 第2页', 'queue', '第2页'],
    ['认领管理员 AbC-1', 'claim-admin', 'AbC-1'],
    ['claim-admin AbC-1', 'claim-admin', 'AbC-1'],
    ['单位查住建局', 'unit', '查住建局'],
    ['1634', '1634', ''],
    ['答复 LS-20260304-0001 第一行\n第二行', 'reply', 'LS-20260304-0001 第一行\n第二行'],
    ['\u200b授权 @{ou_1} 承办 住建局', 'grant', '@{ou_1} 承办 住建局'],
  ])('reads %j as %s with %j', (text, name, rest) => {
    const parsed = parseTyped(text, CHAT_COMMANDS);
    expect(parsed).toMatchObject({ kind: 'command', rest, command: { name } });
  });

  it.each([
    ['绑订 派单', '绑定'],
    ['绑订派单', '绑定'],
    ['bnid dispatch', 'bind'],
    ['granted', 'grant'],
    ['授全 @王五', '授权'],
    ['hel', 'help'],
  ])('suggests for %j the word %s', (text, word) => {
    const parsed = parseTyped(text, CHAT_COMMANDS);
    expect(parsed.kind === 'unknown' && parsed.suggestions).toContain(word);
  });

  it('suggests nothing for plain talk and for longer words that merely begin alike', () => {
    expect(parseTyped('你好，今天忙吗', CHAT_COMMANDS)).toMatchObject({ kind: 'unknown', suggestions: [] });
    expect(parseTyped('myself', CHAT_COMMANDS)).toMatchObject({ kind: 'unknown' });
    expect(parseTyped('16345', CHAT_COMMANDS)).toMatchObject({ kind: 'unknown' });
  });

  it('gives no word to two commands', () => {
    const words = CHAT_COMMANDS.flatMap((command) => command.words);
    expect(new Set(words).size).toBe(words.length);
  });
});

describe('case numbers', () => {
  it.each([
    'LS-20260304-0001',
    'ls-20260304-0001',
    'ＬＳ－２０２６０３０４－０００１',
    'LS20260304-1',
    'LS—20260304—0001',
    '20260304-0001',
  ])('understands %s', (text) => expect(wholeCaseNumber(text, 'LS')).toBe('LS-20260304-0001'));

  it('leaves what follows the number and refuses what is none', () => {
    expect(caseNumberAtStart('LS-20260304-12345 已修复', 'LS')).toEqual({ number: 'LS-20260304-12345', length: 17 });
    expect(wholeCaseNumber('路灯', 'LS')).toBeUndefined();
    expect(wholeCaseNumber('13800000000', 'LS')).toBeUndefined();
  });
});

describe('phones and pages', () => {
  it('knows a phone in every way of writing it', () => {
    for (const text of ['13800001234', '138 0000 1234', '１３８-0000-1234', '+86 138 0000 1234'])
      expect(phonesIn(text)).toContain('13800001234');
    expect(phonesIn('0535-6890000')).toEqual(['05356890000']);
    expect(phonesIn('路灯 13800001234')).toEqual([]);
    expect(phonesIn('12345')).toEqual([]);
  });

  it.each([
    ['路灯 第2页', '路灯', 2],
    ['路灯第 2 页', '路灯', 2],
    ['路灯 3', '路灯', 3],
    ['light page 2', 'light', 2],
    ['2', '', 2],
    ['第2页', '', 2],
    ['路灯', '路灯', 1],
    ['3栋', '3栋', 1],
  ])('splits %j', (text, words, page) => expect(splitPage(text)).toEqual({ words, page }));
});

describe('readReply', () => {
  it.each([
    [' 电话 已修复', 'phone', '已修复'],
    ['：上门\n已说明\n\n谢谢', 'visit', '已说明\n\n谢谢'],
    [' 电话联系了诉求人', undefined, '电话联系了诉求人'],
    [' Online: done', 'online', 'done'],
    ['', undefined, ''],
  ])('reads %j', (after, toldBy, text) => expect(readReply(after)).toEqual({ toldBy, text }));
});
