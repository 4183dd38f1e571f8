/**
 * Where an appellant says he or she lives, from the house number on. Only after words that mean a home: the place
 * of a matter must stay readable, it is what the case is about.
 */
export interface FoundAddress {
  readonly kind: 'home-address';
  readonly start: number;
  readonly end: number;
}

/** Words after which a home address comes. */
const HOME =
  /(?:家住|住在|住于|居住(?:在|于)|居住地址?|住址|家庭住?址|家庭地址|户籍地址?|常住地址?)|(?:我|我们|本人|现)住(?![的房户院宿址在于])|(?:^|[\s，。；;,、（(])(?:联系|通讯|邮寄|我的)?地址(?=\s?[:：是为])/g;
/** A bare 地址 may be an office's or a shop's: only with a room of a dwelling, and none of these words. */
const PUBLIC_PLACE = /大厅|办公|政府|[局厅院]|中心|委员会|大厦|窗口|派出所|学校|公司|广场|商场|酒店|写字楼|服务站/;
const DWELLING = /单元|[栋幢座]|室/;

const NUMBER = '(?:[0-9]{1,5}(?:[—~-][0-9]{1,4})*|[A-Za-z][0-9]{0,3}|[一二三四五六七八九十百]{1,4})';
const PART = '(?:号楼|号院|号|#楼?|楼|栋|幢|座|单元|室)';
/** Not a house: a date, a metro line, a document, a room count (一室一厅), a floor of buildings for sale (楼盘). */
const NOT_A_HOUSE = '(?!线|文|令|公告|地块|井|车|[一二两三0-9]厅|盘|市|楼房|房子)';
const FIRST = new RegExp(
  `(?<![月年哪每某这那同几0-9A-Za-z.第-])(?:${NUMBER} ?${PART}${NOT_A_HOUSE}|[0-9]{1,3}[—-][0-9]{1,2}[—-][0-9]{1,4}(?![0-9年月日-]))`,
  'g',
);
const FOLLOWING = new RegExp(
  `(?:[ ,，]?(?:东|西|南|北|附|内|第)?${NUMBER} ?(?:${PART}|户|门|层)${NOT_A_HOUSE})*(?:[ —-]?[0-9]{2,4}(?![0-9年月日.]))?`,
  'y',
);
/** How far after the words a house number is looked for: longer than any street and estate name. */
const REACH = 40;
/** How far behind one detail the next is looked for. */
const FURTHER = 24;
const CLAUSE_END = /[。；;！!？?\n]/;
/** A place name: after a comma or space, which letters also use to end a sentence, a number counts only behind one. */
const PLACE = /[区路街村镇苑园城庭府湾里庄巷道寓院]|家属|宿舍/;
const ENDS_IN_PLACE = new RegExp(`(?:${PLACE.source})$`);

/** How far the details go on: 128号海天小区3号楼2单元501 is one address, up to the next comma or space. */
function detailEnd(text: string, from: number): number {
  FOLLOWING.lastIndex = from;
  FOLLOWING.exec(text);
  const end = Math.max(FOLLOWING.lastIndex, from);
  const rest = /^[^，,。；;！!？?\s]*/.exec(text.slice(end, end + FURTHER))?.[0] ?? '';
  FIRST.lastIndex = 0;
  const next = FIRST.exec(rest);
  const goesOn = next !== null && PLACE.test(rest.slice(0, next.index));
  return goesOn ? detailEnd(text, end + next.index + next[0].length) : end;
}

function addressIn(text: string, from: number, isBare: boolean): FoundAddress | null {
  const reach = text.slice(from, from + REACH);
  const stop = CLAUSE_END.exec(reach)?.index ?? reach.length;
  const clause = reach.slice(0, stop);
  FIRST.lastIndex = 0;
  const first = FIRST.exec(clause);
  if (first === null) return null;
  const lead = clause.slice(0, first.index);
  const name = /[^，,\s]*$/.exec(lead)?.[0] ?? '';
  if (name !== lead.trimStart() && !PLACE.test(name)) return null;
  const start = from + first.index;
  const end = detailEnd(text, start + first[0].length);
  const detail = text.slice(start, end);
  // 家住 6 楼 alone tells a floor, which the matter may need and which finds nobody; behind an estate's name it is
  // a house.
  if (/^[0-9一二三四五六七八九十]{1,3} ?楼$/.test(detail) && !ENDS_IN_PLACE.test(lead)) return null;
  if (isBare && (PUBLIC_PLACE.test(lead) || !DWELLING.test(detail))) return null;
  return { kind: 'home-address', start, end };
}

/** Linear: each set of words is followed by one look at a bounded stretch. */
export function findHomeAddresses(text: string): FoundAddress[] {
  const found: FoundAddress[] = [];
  let last = 0;
  for (const words of text.matchAll(HOME)) {
    const from = words.index + words[0].length;
    if (from < last) continue;
    const address = addressIn(text, from, /(?<!家庭|户籍|居住|常住)地址$/.test(words[0]));
    if (address === null) continue;
    found.push(address);
    last = address.end;
  }
  return found;
}
