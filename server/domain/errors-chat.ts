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
} as const satisfies RefusalTable;
