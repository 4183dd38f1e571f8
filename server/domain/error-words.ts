/** Words for the codes that stand in refusals, so that nobody is shown a code where a word exists. */

type Pair = readonly [zh: string, en: string];

const STATUS: Readonly<Record<string, Pair>> = {
  registered: ['待派', 'waiting for assignment'],
  assigned: ['待签收', 'waiting to be claimed'],
  disputed: ['争议待裁定', 'under dispute'],
  claimed: ['在办', 'in hand'],
  'waiting-supplement': ['待补正', 'waiting for the appellant'],
  replied: ['已答复', 'replied'],
  resolved: ['已办结', 'resolved'],
  archived: ['已归档', 'archived'],
  declined: ['不予受理', 'declined'],
  merged: ['已并件', 'merged'],
};

const COMMAND: Readonly<Record<string, Pair>> = {
  'register-case': ['登记', 'be registered'],
  'take-case': ['锁定', 'be taken for dispatch'],
  'assign-case': ['派单', 'be assigned'],
  'recall-assignment': ['撤回派单', 'be recalled'],
  'resolve-on-spot': ['当场办结', 'be resolved on the spot'],
  'decline-case': ['不予受理', 'be declined'],
  'merge-case': ['并件', 'be merged'],
  'claim-case': ['签收', 'be claimed'],
  'dispute-case': ['提出派单争议', 'be disputed'],
  'request-supplement': ['一次告知', 'be sent back for supplement'],
  'record-supplement': ['登记补正', 'have a supplement recorded'],
  'request-extension': ['申请延期', 'have an extension requested'],
  'request-suspension': ['申请中止', 'have a suspension requested'],
  'report-progress': ['登记进展', 'have progress reported'],
  'hand-over': ['转交经办人', 'be handed over'],
  'add-co-unit': ['增加协办单位', 'have a co-unit added'],
  'reply-case': ['答复', 'be replied to'],
  'resolve-case': ['办结', 'be resolved'],
  'reveal-contact': ['查看联系方式', 'have its contact shown'],
  'record-follow-up': ['登记回访', 'have a follow-up recorded'],
  'add-call': ['登记催单', 'have another call recorded'],
  'archive-case': ['归档', 'be archived'],
  'remind-case': ['催办', 'be reminded of'],
};

/** What to do instead, by the status a case is in. */
const NEXT_BY_STATUS: Readonly<Record<string, Pair>> = {
  registered: ['请先由业务员派单', 'a dispatcher has to assign it first'],
  assigned: [
    '请先由承办单位签收；派错的，由业务员撤回派单',
    'the unit has to claim it first; a wrong assignment is recalled by the dispatcher',
  ],
  disputed: ['请等待争议裁定', 'wait for the ruling on the dispute'],
  claimed: ['请由承办单位按卡片上的按钮继续办理', 'the unit goes on with the buttons on its card'],
  'waiting-supplement': ['请先登记补正材料', 'record the supplement first'],
  replied: ['请由承办单位办结', 'the unit has to resolve it'],
  resolved: ['如仍有问题，请登记回访意见', 'if something is still open, record it as a follow-up'],
  archived: ['如仍有问题，请登记回访意见', 'if something is still open, record it as a follow-up'],
  declined: ['如情况有变，请重新登记', 'if things have changed, register it anew'],
  merged: ['请在并入的工单上办理', 'work on the case it was merged into'],
};

const ROLE: Readonly<Record<string, Pair>> = {
  admin: ['管理员', 'administrator'],
  dispatcher: ['业务员', 'dispatcher'],
  lead: ['牵头单位', 'lead unit'],
  head: ['单位负责人', 'head of unit'],
  handler: ['承办人', 'handler'],
  grid: ['网格员', 'grid member'],
  reviewer: ['专班', 'reviewer'],
  'follow-up': ['回访员', 'follow-up caller'],
  supervisor: ['督查', 'supervisor'],
  liaison: ['企业联络员', 'enterprise liaison'],
  duty: ['值班员', 'duty officer'],
  leader: ['领导', 'leader'],
};

const CASE_TYPE: Readonly<Record<string, Pair>> = {
  consultation: ['咨询', 'consultation'],
  suggestion: ['建议', 'suggestion'],
  report: ['举报', 'report'],
  complaint: ['投诉', 'complaint'],
  help: ['求助', 'help'],
};

const LIMIT_UNIT: Readonly<Record<string, Pair>> = {
  hour: ['小时', 'hours'],
  'working-day': ['个工作日', 'working days'],
  'calendar-day': ['个自然日', 'calendar days'],
  month: ['个月', 'months'],
};

export interface WordTable {
  readonly zh: (code: string) => string;
  readonly en: (code: string) => string;
}

/** A code without a word is shown as it is: better than nothing, and seen at once. */
function tableOf(pairs: Readonly<Record<string, Pair>>): WordTable {
  const find = (code: string): Pair => (Object.hasOwn(pairs, code) ? (pairs[code] ?? [code, code]) : [code, code]);
  return { zh: (code) => find(code)[0], en: (code) => find(code)[1] };
}

export const statusWords = tableOf(STATUS);
/** Chinese: the act itself (签收); English: what would happen to the case (be claimed). */
export const commandWords = tableOf(COMMAND);
export const nextByStatus = tableOf(NEXT_BY_STATUS);
export const roleWords = tableOf(ROLE);
export const caseTypeWords = tableOf(CASE_TYPE);
export const limitUnitWords = tableOf(LIMIT_UNIT);
