import { findPlace } from './find-place';
import { buildKeywordIndex, findKeywords } from './keyword-index';
import type { CatalogueItem, Policy, Unit } from './policy';
import { buildSuggester, rankUnits, suggestUnit } from './suggest-unit';

const unit = (code: string, short: string, level: Unit['level']): Unit => ({
  code,
  name: { zh: `${short}办事处`, en: code },
  short,
  level,
  handles: true,
  aliases: [],
});
const item = (code: string, owner: string, keywords: string[]): CatalogueItem => ({
  code,
  name: { zh: code, en: code },
  unit: owner,
  co: [],
  keywords,
  basis: '《依据》',
});
const village = ['村务公开', '村干部'];
const policy = {
  units: [
    unit('housing', '区住建局', 'department'),
    unit('street-a', '初家街道', 'street'),
    unit('street-b', '莱山街道', 'street'),
  ],
  catalogue: [
    item('housing.property', 'housing', ['物业', '物业费', '小区']),
    item('education.enrolment', 'education', ['学区', '入学']),
    item('housing.sale', 'housing', ['学区房', '购房']),
    item('street-a.village', 'street-a', village),
    item('street-b.village', 'street-b', village),
  ],
  communities: [
    { code: '1', name: '凤凰社区', street: 'street-a' },
    { code: '2', name: '西村', street: 'street-b' },
    { code: '3', name: '黄海明珠社区', street: 'street-a' },
    { code: '4', name: '黄海明珠山庄社区', street: 'street-b' },
  ],
  gridPosts: [
    { code: 'G-A-01', street: 'street-a', communities: ['1', '3'] },
    { code: 'G-B-01', street: 'street-b', communities: ['2', '4'] },
  ],
} as unknown as Policy;

describe('keyword index', () => {
  it('reports the longest word only, in any width, case or spacing', () => {
    const index = buildKeywordIndex([
      ['学区', 1],
      ['学区房', 2],
      ['KTV', 3],
    ]);
    expect(findKeywords(index, 'ktv在学区房边').map((hit) => hit.word)).toEqual(['ktv', '学区房']);
  });
});

describe('suggestUnit', () => {
  const suggester = buildSuggester(policy);

  it('finds the item whose words occur, with the words as the reason', () => {
    const found = suggestUnit(suggester, '小区物业费上涨，物业不管事');
    expect([found?.item.code, found?.matched]).toEqual(['housing.property', ['小区', '物业费', '物业']]);
  });

  it('lets the title decide against a passing word of the letter', () => {
    expect(suggestUnit(suggester, '我们小区的孩子', '咨询入学')?.item.code).toBe('education.enrolment');
  });

  it('does not take a word out of a longer one', () => {
    expect(suggestUnit(suggester, '学区房')?.item.code).toBe('housing.sale');
  });

  it('offers a street item only to the street the text or address names', () => {
    expect(suggestUnit(suggester, '村务公开不及时')).toBeUndefined();
    expect(suggestUnit(suggester, '莱山街道西村村务公开不及时')?.item.code).toBe('street-b.village');
    expect(suggestUnit(suggester, '村务公开不及时', '', '初家街道')?.item.code).toBe('street-a.village');
  });

  it('says nothing when no word of the catalogue occurs', () => {
    expect(suggestUnit(policy, '今天天气很好')).toBeUndefined();
    expect(rankUnits(policy, '')).toEqual([]);
  });
});

describe('findPlace', () => {
  it('finds community, street and grid post from a name', () => {
    const place = findPlace(policy, '凤凰社区北门路灯不亮');
    expect([place.community?.code, place.street, place.gridPost?.code]).toEqual(['1', 'street-a', 'G-A-01']);
  });

  it('prefers the longer of two names that begin alike', () => {
    expect(findPlace(policy, '黄海明珠山庄停水').community?.code).toBe('4');
  });

  it('takes a short village name only beside its street', () => {
    expect(findPlace(policy, '城西村民反映')).toEqual({});
    expect(findPlace(policy, '莱山街道西村路坏了').community?.code).toBe('2');
    expect(findPlace(policy, '西村村委会不公开账目').community?.code).toBe('2');
  });

  it('believes the address before the text', () => {
    expect(findPlace(policy, '路过凤凰社区时看到', '莱山街道').street).toBe('street-b');
    expect(findPlace(policy, '路灯不亮', '凤凰社区3号楼').community?.code).toBe('1');
  });
});
