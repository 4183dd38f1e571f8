import { findPersonalData, maskPhone, maskText } from './mask';
import { maskName } from './mask-name';

describe('personal data is masked however it is written', () => {
  it.each([
    ['电话13812345678。', '电话138****5678。'],
    ['+86 138 1234 5678', '+86 138****5678'],
    ['008613812345678', '0086138****5678'],
    ['138-1234-5678转', '138****5678转'],
    ['138.1234.5678', '138****5678'],
    ['（138）1234-5678', '（138****5678'],
    ['1 3 8 1 2 3 4 5 6 7 8', '138****5678'],
    ['１３８－１２３４－５６７８', '138****5678'],
    ['1\u200b3\u200b8\u206012345678', '138****5678'],
    ['一三八一二三四五六七八', '138****5678'],
    ['𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖', '138****5678'],
    ['1381234567813912345678', '138****5678139****5678'],
    ['1.13812345678 2.13912345678', '1.138****5678 2.139****5678'],
  ])('mobile %j → %j', (text, masked) => expect(maskText(text)).toBe(masked));

  it.each([
    ['370613199001011234', '[身份证号]'],
    ['37061319900101123X', '[身份证号]'],
    ['370613 19900101 1234', '[身份证号]'],
    ['130102 19900 1011234', '[身份证号]'],
    ['３７０６１３１９９００１０１１２３ｘ', '[身份证号]'],
    ['370613900101123', '[身份证号]'],
    ['身份证号是370613202001010012', '身份证号是[身份证号]'],
    ['6222 0212 3456 7890 123', '[银行卡号]'],
    ['6222-0212-3456-7890', '[银行卡号]'],
    ['4111111111111111', '[银行卡号]'],
    ['卡号：6222021234567890 5元', '卡号：[银行卡号] 5元'],
    ['鲁F12345', '[车牌]'],
    ['鲁FD12345', '[车牌]'],
    ['鲁F·1234挂车', '[车牌]车'],
    ['鲁 F 1 2 3 4 5', '[车牌]'],
    ['鲁ｆ１２３４５', '[车牌]'],
    ['zhang.san@qq.com', '[邮箱]'],
    ['zhang＠163．com，', '[邮箱]，'],
    ['zhang at qq dot com', '[邮箱]'],
    ['12345678@qq', '[邮箱]'],
    ['13812345678@163.com', '[邮箱]'],
  ])('%j → %j', (text, masked) => expect(maskText(text)).toBe(masked));

  it.each([
    ['我家住莱山区迎春大街128号3号楼2单元501室，楼下烧烤', '我家住莱山区迎春大街***，楼下烧烤'],
    ['我家住迎春大街128号海天小区3号楼2单元501', '我家住迎春大街***'],
    ['住址：烟台市莱山区，海天小区５号楼', '住址：烟台市莱山区，海天小区***'],
    ['家住海天小区3-2-501', '家住海天小区***'],
    ['现住清泉寨社区12号楼三单元402室', '现住清泉寨社区***'],
    ['家庭住址南大街9号内3号', '家庭住址南大街***'],
    ['地址：海天小区3号楼2单元501', '地址：海天小区***'],
  ])('home %j → %j', (text, masked) => expect(maskText(text)).toBe(masked));
});

describe('what a case needs to be read stays readable', () => {
  it.each([
    'LS-20260304-0012 与 LS-20260305-12345',
    '2026年3月4日 08:30，2019-03-05 08:30:00，2018.05.13-2018.12.31',
    '赔偿13800元，共计13,812,345,678元，3.14 2.718',
    '0535-6891234、6891234、010-12345678、400-123-4567、12345',
    '工单DH370613202603040012，编号370613202603040012',
    '15 16 17 18 19 2',
    '迎春大街128号门口路灯不亮，海天小区3号楼2单元电梯故障',
    '事发地址：海天小区3号楼2单元',
    '地址：迎春大街170号政务大厅3楼302室',
    '家住6楼，水压不足；家住18号线附近；家住一室一厅；家住海天小区，3月5号停水',
    '我住的2栋电梯坏了，住在哪一栋都一样',
    '统一社会信用代码91370613MA3C12345X',
    '新A区、云B座，川菜馆',
    '@住建局 请于 3 日内答复',
    '138****1234 [身份证号] [邮箱] ***',
  ])('%s', (text) => expect(maskText(text)).toBe(text));
});

/** Xorshift: the same texts every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const FILLER = ['路灯坏了', '请尽快处理', '，', '。', '联系我 ', '电话', '（', '）', '\n', '谢谢'];
const SPACERS = ['', '', ' ', '-', '.', '·', '\u200b', '\u00a0', '\u2060'];
const WIDE = '０１２３４５６７８９';

function disguised(digits: string, pick: (below: number) => number): string {
  const spacer = SPACERS[pick(SPACERS.length)] ?? '';
  const cuts = pick(2) === 0 ? [3, 7] : [...digits].map((_, i) => i).slice(1);
  const isWide = pick(3) === 0;
  return [...digits]
    .map((digit, i) => (cuts.includes(i) ? spacer : '') + (isWide ? WIDE[Number(digit)] : digit))
    .join('');
}

describe('adversarial texts', () => {
  it('never lets a mobile through, and masking twice changes nothing', () => {
    const pick = random(20260304);
    for (let round = 0; round < 500; round++) {
      const mobile = `1${3 + pick(7)}${String(100_000_000 + pick(900_000_000))}`;
      const filler = () => FILLER[pick(FILLER.length)] ?? '';
      const text = `${filler()}${filler()}${disguised(mobile, pick)}${filler()}${filler()}`;
      const masked = maskText(text);
      expect({ text, masked }).toMatchObject({
        masked: expect.stringContaining(`${mobile.slice(0, 3)}****${mobile.slice(-4)}`),
      });
      expect(maskText(masked)).toBe(masked);
      const [span] = findPersonalData(text);
      const found = text.slice(span?.start, span?.end).normalize('NFKC').replace(/\D/g, '');
      expect(found).toBe(mobile);
    }
  });

  it.each([
    ['one long number', '1'.repeat(10_000)],
    ['spaced digits', '6 '.repeat(5000)],
    ['half a mobile', '138 '.repeat(2500)],
    ['signs of e-mail', 'a@'.repeat(5000)],
    ['dots', `a@${'a.'.repeat(5000)}`],
    ['words of home', '家住'.repeat(5000)],
    ['house numbers', `住址：${'1号'.repeat(5000)}`],
    ['places and numbers', `住址：${'海天小区1号'.repeat(1500)}`],
    ['plates', '鲁F1 '.repeat(2500)],
    ['blank lines', '\n '.repeat(5000)],
    ['hidden characters', '1\u200b'.repeat(5000)],
    ['spelt digits', '一'.repeat(10_000)],
  ])('takes time in proportion to %s', (_, text) => {
    const started = performance.now();
    maskText(text);
    // A quadratic search takes seconds here; the wide margin is for busy machines.
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('reports kinds and places in the text as given', () => {
    expect(findPersonalData('甲\u200b１３８\u200b12345678，zhang@qq.com')).toEqual([
      { kind: 'mobile', start: 2, end: 14 },
      { kind: 'email', start: 15, end: 27 },
    ]);
  });
});

describe('names and telephone fields', () => {
  it.each([
    ['李小明', undefined, '李*'],
    ['李小明', 'male' as const, '李先生'],
    ['欧阳娜娜', 'female' as const, '欧阳女士'],
    ['司马光', undefined, '司马*'],
    ['欧阳', undefined, '欧*'],
    ['李小明先生', undefined, '李先生'],
    ['李女士', undefined, '李女士'],
    ['王行', undefined, '王*'],
    ['John Smith', 'male' as const, 'J*'],
    ['热心市民', undefined, '热心市民'],
    ['烟台海天装饰有限公司', undefined, '烟台海天装饰有限公司'],
    ['清泉超市（莱山店）', undefined, '清泉超市（莱山店）'],
    ['', undefined, ''],
  ])('%s (%s) → %s', (name, gender, masked) => {
    expect(gender === undefined ? maskName(name) : maskName(name, gender)).toBe(masked);
  });

  it.each([
    ['13812345678', '138****5678'],
    ['+86-138 1234 5678', '138****5678'],
    ['０５３５－６８９１２３４', '***1234'],
    ['12345', '***'],
    ['', '***'],
  ])('%s → %s', (phone, masked) => expect(maskPhone(phone)).toBe(masked));
});
