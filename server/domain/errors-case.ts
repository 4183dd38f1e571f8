import { plain, type RefusalTable } from './error-entry';
import { caseTypeWords, commandWords, nextByStatus, roleWords, statusWords } from './error-words';

const roles = (codes: string, language: 'zh' | 'en') =>
  codes
    .split('|')
    .map(roleWords[language])
    .join(language === 'zh' ? '、' : ' or ');

/** Refusals of acts on a case: its state, who may act, what an act needs. */
export const CASE_REFUSALS = {
  'case.wrong-status': {
    zh: (p) =>
      `工单 ${p('number')} 当前为“${statusWords.zh(p('status'))}”，不能${commandWords.zh(p('command'))}。${nextByStatus.zh(p('status'))}。`,
    en: (p) =>
      `Case ${p('number')} is ${statusWords.en(p('status'))} and cannot ${commandWords.en(p('command'))}: ${nextByStatus.en(p('status'))}.`,
  },
  'case.locked': {
    zh: (p) => `另一位业务员正在处理工单 ${p('number')}，暂时不能操作。锁定最长 10 分钟，请稍后再试，或与其联系。`,
    en: (p) =>
      `Another dispatcher is working on case ${p('number')}. The lock lasts ten minutes at most: try again later, or talk to them.`,
  },
  'case.already-claimed': {
    zh: (p) =>
      `工单 ${p('number')} 已由他人签收，按首接负责制由首接单位负责到底，不必重复签收。如需参与，请与承办人联系。`,
    en: (p) =>
      `Case ${p('number')} has been claimed already, and the first unit to claim answers to the end. To take part, talk to its handler.`,
  },
  'case.unknown': {
    zh: (p) => `没有编号为“${p('number')}”的工单。请核对编号，形如 LS-20260302-0001；也可以用“查”加关键词查找。`,
    en: (p) =>
      `There is no case "${p('number')}". Check the number, such as LS-20260302-0001, or use "find" with a word.`,
  },
  'case.type-inactive': {
    zh: (p) => `诉求类型“${caseTypeWords.zh(p('type'))}”目前未启用。请改选其他类型；需要启用的，请联系管理员。`,
    en: (p) =>
      `The type "${caseTypeWords.en(p('type'))}" is not in use. Choose another, or ask an administrator to turn it on.`,
  },
  'unit.cannot-handle': {
    zh: (p) => `“${p('unit')}”不是可以承办诉求的单位，不能派给它。请从卡片的单位列表中选择，或用“单位”查看名单。`,
    en: (p) =>
      `"${p('unit')}" is not a unit that handles cases. Choose one from the list on the card, or see "unit" for all of them.`,
  },
  'assign.against-itself': {
    zh: (p) => `举报件不得交由被举报单位办理：${p('unit')}或所选协办单位是被举报对象。请改派其他单位，或派给牵头单位。`,
    en: (p) =>
      `A report is never handled by the unit it is against, and ${p('unit')} or a co-unit is that unit. Choose another unit, or the lead unit.`,
  },
  'catalogue.unknown': {
    zh: (p) => `诉求职责目录中没有“${p('item')}”这一事项。请用“目录 查 关键词”找到事项代码，或留空。`,
    en: (p) =>
      `The catalogue has no item "${p('item')}". Find its code with "catalogue find WORD", or leave the field empty.`,
  },
  'channel.unknown': {
    zh: (p) => `没有“${p('channel')}”这个渠道。请用“渠道”查看可用的渠道代码。`,
    en: (p) => `There is no channel "${p('channel')}". See "channel" for the codes.`,
  },
  'permission.role-needed': {
    zh: (p) =>
      `您不能进行此项操作：它由本件相关单位的${roles(p('roles'), 'zh')}办理。请转告其办理；需要授权的，请联系管理员。`,
    en: (p) =>
      `You cannot do this: it is for the ${roles(p('roles'), 'en')} of the units of this case. Ask them, or ask an administrator for the role.`,
  },
  'permission.not-yours': {
    zh: (p) => `工单 ${p('number')} 不由您所在的单位办理，您不能查看。确需了解的，请联系业务员或承办单位。`,
    en: (p) =>
      `Case ${p('number')} is not with your unit, so you cannot see it. If you need to, ask a dispatcher or the unit that handles it.`,
  },
  'reply.told-in-future': plain(
    '告知时间晚于现在，不能登记。请填写实际告知诉求人的时间，或留空按现在登记。',
    'The time of telling lies in the future. Enter when the appellant was really told, or leave it empty for now.',
  ),
  'reply.told-before-receipt': plain(
    '告知时间早于收到诉求的时间，不能登记。请填写实际告知诉求人的时间，或留空按现在登记。',
    'The time of telling lies before the appeal came in. Enter when the appellant was really told, or leave it empty for now.',
  ),
  'resolve.no-reply': {
    zh: (p) =>
      `工单 ${p('number')} 尚未答复诉求人，不能办结。请在办结表中同时填写“答复内容”和“告知方式”，或先点“答复”。`,
    en: (p) =>
      `Case ${p('number')} has no reply yet and cannot be resolved. Fill in the reply and how it was given on the same form, or reply first.`,
  },
  'follow-up.own-case': {
    zh: (p) => `工单 ${p('number')} 由您承办，不能由您本人回访。请由回访员或其他同事回访。`,
    en: (p) =>
      `You handled case ${p('number')}, so you cannot follow it up. Leave it to a follow-up caller or a colleague.`,
  },
  'follow-up.no-satisfaction': {
    zh: (p) =>
      `工单 ${p('number')} 的回访已联系上诉求人，但没有填写满意度。请选择满意度；未联系上的，请将“是否接通”选为“否”。`,
    en: (p) =>
      `The appellant of case ${p('number')} was reached, but satisfaction is missing. Choose it, or set "reached" to no.`,
  },
  'reveal.not-handler': {
    zh: (p) => `工单 ${p('number')} 的联系方式只对本件承办人开放。请由承办人查看；需要换人的，请先转交经办人。`,
    en: (p) =>
      `The contact of case ${p('number')} is shown only to its handler. Ask the handler, or have the case handed over first.`,
  },
  'reveal.anonymous': {
    zh: (p) => `工单 ${p('number')} 为匿名反映，没有留下联系方式。请按反映内容办理，答复以网上公布或原渠道为准。`,
    en: (p) =>
      `Case ${p('number')} is anonymous and has no contact. Work from what was written; answer through the channel it came by.`,
  },
  'link.spent': plain(
    '这个链接已经看过或已过期，只能看一次。要看联系方式，请回到工单卡片重新点“查看联系方式”；要取令牌，请管理员重新发“令牌”命令。',
    'This link was used or has expired; it opens once. For a contact, ask again on the case card; for a token, an administrator sends "token" again.',
  ),
  'form.unknown': {
    zh: (p) => `没有“${commandWords.zh(p('command'))}”对应的表单，可能是卡片已经过时。请刷新卡片后从按钮重新打开。`,
    en: () =>
      'There is no form for this act; the card may be out of date. Refresh the card and open it again from its button.',
  },
} as const satisfies RefusalTable;
