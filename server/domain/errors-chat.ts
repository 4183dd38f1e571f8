import { plain, type RefusalTable } from './error-entry';

/** Refusals of what people type and click before it reaches a case. */
export const CHAT_REFUSALS = {
  'chat.unknown': {
    zh: (p) => `没有“${p('word')}”这个命令。发“帮助”可以查看全部命令。`,
    en: (p) => `There is no command "${p('word')}". "help" shows all of them.`,
  },
  'chat.unknown-did-you-mean': {
    zh: (p) => `没有“${p('word')}”这个命令。是否想用：${p('candidates')}？发“帮助”可以查看全部命令。`,
    en: (p) => `There is no command "${p('word')}". Did you mean: ${p('candidates')}? "help" shows all of them.`,
  },
  'chat.role-needed': {
    zh: (p) => `您不能使用“${p('command')}”：它只对${p('roles')}开放。需要授权的，请联系管理员。`,
    en: (p) => `You cannot use "${p('command')}": it is for ${p('rolesEn')}. Ask an administrator for the role.`,
  },
  'click.malformed': plain(
    '卡片内容不完整，未作任何改动。卡片可能已经过时，请用“查”加工单编号打开最新卡片后再操作。',
    'The card is incomplete and nothing was changed. It may be out of date: open the newest with "find" and the case number.',
  ),
  'command.unknown': plain(
    '没有这项操作，未作任何改动。卡片可能已经过时，请用“查”加工单编号打开最新卡片后再操作。',
    'There is no such act and nothing was changed. The card may be out of date: open the newest with "find" and the case number.',
  ),
  'input.invalid': {
    zh: (p) => `填写的内容有误，尚未提交：${p('fields')} 请改正后重新提交。`,
    en: (p) => `Some fields are not right and nothing was submitted: ${p('fieldsEn')} Correct them and submit again.`,
  },
  'find.no-such-page': {
    zh: (p) => `没有第 ${p('page')} 页，结果共 ${p('last')} 页。请输入 1 到 ${p('last')} 之间的页码。`,
    en: (p) => `There is no page ${p('page')}; the result has ${p('last')}. Give a page from 1 to ${p('last')}.`,
  },
  'find.empty': plain(
    '没有说明要查什么。请在“查”后面写工单编号、手机号或关键词，如“查 路灯”。',
    'It is not said what to find. Write a case number, a phone number or words after it, such as "find street light".',
  ),
  'find.no-case': {
    zh: (p) => `没有找到工单 ${p('number')}，或它不由您所在的单位办理。请核对编号；确需了解的，请联系业务员。`,
    en: (p) => `Case ${p('number')} was not found, or is not with your unit. Check the number, or ask a dispatcher.`,
  },
  'find.nothing': {
    zh: (p) => `没有找到与“${p('words')}”有关的工单。请换个关键词，或写完整的工单编号。`,
    en: (p) => `No case was found for "${p('words')}". Try other words, or the whole case number.`,
  },
  'chat.help-unknown': {
    zh: (p) => `没有“${p('word')}”这个命令，无法显示它的用法。可用：${p('candidates')}。`,
    en: (p) => `There is no command "${p('word')}" to explain. "help" alone lists all commands.`,
  },
  'chat.reply-number-missing': {
    zh: (p) => `没有说明答复哪一件。请写“答复 ${p('prefix')}-日期-序号 内容”，或在该工单卡片的话题中发“答复 内容”。`,
    en: (p) =>
      `It is not said which case is replied to. Write "reply ${p('prefix')}-DATE-N TEXT", or "reply TEXT" in the thread of its card.`,
  },
  'chat.reply-empty': {
    zh: (p) => `工单 ${p('number')} 的答复没有内容，尚未登记。请写“答复 ${p('number')} 内容”。`,
    en: (p) => `The reply to case ${p('number')} has no text and was not recorded. Write "reply ${p('number')} TEXT".`,
  },
  'chat.unit-read-only': {
    zh: (p) => `单位名单不能用“${p('verb')}”在聊天中修改，它由规则包维护。请修改 ${p('file')} 后重启服务。`,
    en: (p) =>
      `The list of units belongs to the rule pack and is not changed by chat. Edit ${p('file')} and restart the server.`,
  },
  'chat.unit-unknown': {
    zh: (p) => `没有找到单位“${p('text')}”。请写全称、简称或代码；发“单位”查看名单。`,
    en: (p) => `There is no unit "${p('text')}". Write its name, short form or code; "unit" lists all of them.`,
  },
  'chat.unit-ambiguous': {
    zh: (p) => `“${p('text')}”可能是几个单位：${p('candidates')}。请写得具体一些。`,
    en: (p) =>
      `"${p('text')}" may be one of several units. Write more of its name, or its code; "unit" lists all of them.`,
  },
  'chat.ranking-not-yet': {
    zh: (p) => `目前只能在聊天中查看日排名，还不能查看“${p('period')}”的排名。请写“排名 日 日期”。`,
    en: () => 'For now only the ranking of a day can be seen in chat. Write "ranking day DATE".',
  },
  'chat.ranking-date': {
    zh: (p) => `“${p('text')}”不是有效日期。请写成“排名 日 2026-03-04”或“排名 日 昨天”。`,
    en: (p) => `"${p('text')}" is not a date. Write "ranking day 2026-03-04" or "ranking day yesterday".`,
  },
  'chat.ranking-future': {
    zh: (p) => `${p('date')} 还没有到，没有排名。请选择今天或更早的日期。`,
    en: (p) => `${p('date')} has not come yet and has no ranking. Choose today or an earlier date.`,
  },
} as const satisfies RefusalTable;
