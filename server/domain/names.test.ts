import { loadPack } from '../../plugin/packs/load';
import { findChannel, findPurpose, findRole, findUnit, type Lookup } from './names';

const loaded = loadPack('laishan');
if (!loaded.ok) throw new Error('the laishan pack does not load');
const policy = loaded.value;
const code = (found: Lookup<{ code: string }>) => (found.kind === 'one' ? found.value.code : found.kind);
const value = <T>(found: Lookup<T>) => (found.kind === 'one' ? found.value : found.kind);

describe('findUnit', () => {
  it.each([
    ['housing', 'housing'],
    ['ＨＯＵＳＩＮＧ', 'housing'],
    ['莱山区住房和城乡建设局', 'housing'],
    ['区住建局', 'housing'],
    [' 住建局 ', 'housing'],
    ['城管', 'urban'],
    ['初家', 'street-chujia'],
    ['莱山街道', 'street-laishan'],
    ['解甲庄街道办', 'street-xiejiazhuang'],
    ['派出所', 'police'],
    ['政府办', 'gov-office'],
  ])('knows %s', (words, expected) => {
    expect(code(findUnit(policy, words))).toBe(expected);
  });

  it('lists candidates when a part fits several units', () => {
    const found = findUnit(policy, '街道办事处');
    expect(found.kind === 'many' ? found.candidates.map((unit) => unit.level) : []).toEqual(Array(6).fill('street'));
  });

  it('can be limited to a level and says when nothing fits', () => {
    expect(code(findUnit(policy, '住建局', ['street']))).toBe('none');
    expect(code(findUnit(policy, '  '))).toBe('none');
  });

  it('finds every unit by each of its own names', () => {
    for (const unit of policy.units) {
      for (const name of [unit.code, unit.name.zh, unit.short, ...unit.aliases]) {
        expect([name, code(findUnit(policy, name))]).toEqual([name, unit.code]);
      }
    }
  });
});

describe('findChannel', () => {
  it.each([
    ['12345', 'hotline-12345'],
    ['热线', 'hotline-12345'],
    ['网上民声', 'portal'],
    ['走访', 'enterprise-visit'],
    ['接诉即办', 'instant-response'],
    ['两会', 'proposals'],
  ])('knows %s', (words, expected) => {
    expect(code(findChannel(policy, words))).toBe(expected);
  });

  it('finds every channel by each of its own names', () => {
    for (const channel of policy.channels) {
      for (const name of [channel.code, channel.name.zh, ...channel.aliases]) {
        expect([name, code(findChannel(policy, name))]).toEqual([name, channel.code]);
      }
    }
  });
});

describe('findRole', () => {
  it.each([
    ['业务员', 'dispatcher'],
    ['牵头', 'lead'],
    ['单位负责人', 'head'],
    ['承办', 'handler'],
    ['承办人', 'handler'],
    ['网格员', 'grid'],
    ['专班', 'reviewer'],
    ['回访员', 'follow-up'],
    ['Follow-Up', 'follow-up'],
    ['督查', 'supervisor'],
    ['企业联络员', 'liaison'],
    ['值班', 'duty'],
    ['领导', 'leader'],
    ['管理员', 'admin'],
  ])('knows %s', (words, expected) => {
    expect(value(findRole(policy, words))).toBe(expected);
  });
});

describe('findPurpose', () => {
  it.each([
    ['派单', 'dispatch'],
    ['日调度', 'daily'],
    ['group:citizen', 'group:citizen'],
    ['企业服务组', 'group:enterprise'],
    ['单位 住建局', 'unit:housing'],
    ['单位 初家街道', 'unit:street-chujia'],
    ['unit:housing', 'unit:housing'],
    ['unit housing', 'unit:housing'],
    ['unit：urban', 'unit:urban'],
  ])('knows %s', (words, key) => {
    const found = findPurpose(policy, words);
    expect(found.kind === 'one' ? found.value.key : found.kind).toBe(key);
  });

  it('offers the units when the unit is ambiguous, and nothing when it is missing', () => {
    const found = findPurpose(policy, '单位 街道办事处');
    expect(found.kind === 'many' ? found.candidates.length : 0).toBe(6);
    expect(findPurpose(policy, '单位').kind).toBe('none');
  });
});
