/** A person's name as it may be shown: 李先生, 李女士 or 李* (D32). */
import { maskText } from './mask';
import { cleanText } from './text-clean';

const COMPOUND_SURNAMES = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 ' +
    '公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 ' +
    '拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 ' +
    '西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师 纳兰 完颜 叶赫 那拉'
  ).split(' '),
);
/** What a name ends with when it is an enterprise's or an office's: public, shown in full. */
const ORGANISATION =
  /(?:公司|集团|企业|工厂|[厂店行社院局所站铺馆场]|中心|合作社|事务所|工作室|经营部|门市部|服务部|营业部|分部|商会|协会|学校|委员会|超市|酒店|饭店|餐厅|农场|网点|个体户|物业)(?:[（(].{1,20}[）)])?$/;
const TITLE = /^(.{1,2})(?:某某?|.{0,3}(先生|女士|小姐|师傅|阿姨|大爷|大妈|同志|老师))$/;
const ANONYMOUS = /^(?:匿名.*|热心市民|市民|群众|某某?|网友|业主|村民|居民|无名氏)$/;

function surnameOf(name: string): string {
  const two = name.slice(0, 2);
  return name.length > 2 && COMPOUND_SURNAMES.has(two) ? two : ([...name][0] ?? '');
}

/**
 * Surname and 先生 or 女士 where the gender is known, else surname and `*`. Enterprises' names and words for nobody in
 * particular stay as they are; a name without Chinese characters keeps its first letter. Empty stays empty.
 */
export function maskName(name: string, gender?: 'male' | 'female'): string {
  const clean = cleanText(name).trim();
  if (clean === '' || ANONYMOUS.test(clean)) return clean;
  // Short names may end in one of these characters by chance (李社, 王行): a person until proven otherwise.
  if (clean.length >= 4 && ORGANISATION.test(clean)) return maskText(clean);
  const surname = surnameOf(clean);
  const title = TITLE.exec(clean)?.[2];
  if (title !== undefined) return `${surname}${title}`;
  if (!/^\p{Script=Han}/u.test(surname) || gender === undefined) return `${surname}*`;
  return `${surname}${gender === 'male' ? '先生' : '女士'}`;
}
