/** Made-up words of no real letter, matter or place; only their length and script are those of an appeal. */
const OPENINGS = ['您好，我是附近的居民', '反映一个问题', '我们小区多位住户', '本人多次致电', '上周起', '每天早晚'];
const MATTERS = [
  '楼下路灯连续多日不亮，夜间行走很不安全',
  '暖气温度一直不达标，室内只有十五度左右',
  '门前井盖松动，车辆经过时响声很大',
  '施工工地夜间仍在作业，影响老人和孩子休息',
  '垃圾桶满溢无人清运，气味很大',
  '自来水发黄并且压力不足，高层住户经常停水',
  '公交车班次减少，上班高峰等候时间过长',
  '商户占用人行道经营，行人只能走机动车道',
];
const DETAILS = [
  '此前已向物业反映，对方答复等待通知，至今没有结果',
  '曾经有人来看过一次，拍照以后再没有下文',
  '附近有学校，早晚接送时段车多人多，存在隐患',
  '冬季将至，希望在降温之前得到解决',
  '同楼的几户人家情况相同，可以一起核实',
  '如需现场查看，请提前联系，白天家中有人',
];
const ENDINGS = ['请有关部门尽快处理并答复，谢谢。', '盼望早日解决，并请告知处理时限。', '希望得到明确的书面答复。'];

function pick(list: readonly string[], turn: number): string {
  return list[turn % list.length] ?? '';
}

/** The nth letter: about 230 characters, no two alike. */
export function letter(n: number): string {
  const parts = [pick(OPENINGS, n), `编号${n}栋${(n * 7) % 31}单元`];
  for (let part = 0; part < 7; part += 1)
    parts.push(pick(part % 2 === 0 ? MATTERS : DETAILS, n * 3 + part * 5 + ((n >> part) & 7)));
  return `${parts.join('，')}。${pick(ENDINGS, n)}`;
}

/** A made-up mobile number of a range that no operator has given out. */
export function phone(n: number): string {
  return `199${String(10_000_000 + (n % 89_999_999)).padStart(8, '0')}`;
}
