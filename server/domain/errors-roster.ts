import { plain, type RefusalTable } from './error-entry';

/** Refusals about who is who: chats and their purposes, roles, administrators, tokens. */
export const ROSTER_REFUSALS = {
  'bind.group-only': plain(
    '绑定和解绑只能在群里进行，因为它说明的是这个群的用途。请到该群中 @机器人 再发一次。',
    'A purpose belongs to a group, so it is set there. Go to the group, mention the bot and send it again.',
  ),
  'bind.purpose-missing': {
    zh: (p) => `没有说明本群用作什么。请写“绑定 用途”，用途可以是：${p('candidates')}，或“单位 单位名称”。`,
    en: () =>
      'It is not said what this group is for. Write "bind PURPOSE", e.g. "bind dispatch" or "bind unit housing".',
  },
  'bind.purpose-ambiguous': {
    zh: (p) => `“${p('text')}”可能是几种用途：${p('candidates')}。请写得具体一些。`,
    en: (p) => `"${p('text')}" may be one of several purposes. Write more of it, or its code.`,
  },
  'bind.purpose-unknown': {
    zh: (p) => `没有“${p('text')}”这种用途。可用：${p('candidates')}。`,
    en: (p) => `There is no purpose "${p('text')}". Write its code, e.g. "bind dispatch" or "bind unit housing".`,
  },
  'bind.unit-not-handling': {
    zh: (p) => `${p('unit')}不直接承办诉求，不能绑定单位群。请绑定它自己的用途，或改绑承办单位。`,
    en: (p) =>
      `${p('unit')} handles no cases itself, so it has no unit group. Bind its own purpose, or a handling unit.`,
  },
  'bind.nothing-here': {
    zh: (p) => `本群（${p('chat')}）没有绑定任何用途，不需要解绑。要绑定，请发“绑定 用途”。`,
    en: (p) => `This group (${p('chat')}) has no purpose to end. To give it one, send "bind PURPOSE".`,
  },
  'bind.purpose-which': {
    zh: (p) => `本群绑定了几种用途：${p('candidates')}。请写明要解除哪一种，如“解绑 日调度”。`,
    en: () => 'This group has several purposes. Say which one ends, e.g. "unbind daily".',
  },
  'bind.not-here': {
    zh: (p) => `本群没有绑定“${p('purpose')}”，不能解绑。本群的用途是：${p('candidates')}。`,
    en: (p) =>
      `This group does not serve "${p('purposeEn')}", so that cannot end here. Send it in the group that does.`,
  },
  'grant.nobody': plain(
    '没有说明是谁。请 @ 到本人，如“授权 @王五 承办 住建局”“撤权 @王五 承办”。',
    'It is not said who is meant. Mention the person, e.g. "grant @Wang handler housing" or "revoke @Wang handler".',
  ),
  'grant.role-missing': {
    zh: (p) => `没有说明什么角色。可用：${p('candidates')}。请写成“授权 @人 角色 单位”。`,
    en: () => 'The role is missing. Write "grant @PERSON ROLE UNIT", e.g. "grant @Wang handler housing".',
  },
  'grant.role-ambiguous': {
    zh: (p) => `“${p('text')}”可能是几种角色：${p('candidates')}。请写得具体一些。`,
    en: (p) => `"${p('text')}" may be one of several roles. Write its whole name.`,
  },
  'grant.role-unknown': {
    zh: (p) => `没有“${p('text')}”这个角色。可用：${p('candidates')}。`,
    en: (p) =>
      `There is no role "${p('text')}". Write e.g. "grant @Wang handler housing"; "help grant" lists the roles.`,
  },
  'grant.unit-missing': {
    zh: (p) => `“${p('role')}”须属于一个单位。请写成“授权 @人 ${p('role')} 单位”，或在该单位的群里发。`,
    en: (p) =>
      `A ${p('roleEn')} belongs to a unit. Write "grant @PERSON ROLE UNIT", or send it in the group of that unit.`,
  },
  'grant.unit-not-for-role': {
    zh: (p) => `“${p('role')}”不分单位，不能加上“${p('unit')}”。请去掉单位再发一次。`,
    en: (p) => `The role ${p('roleEn')} has no unit. Leave the unit out and send it again.`,
  },
  'grant.unit-unknown': {
    zh: (p) => `没有找到单位“${p('text')}”，未作授权。请写全称、简称或代码；发“单位”查看名单。`,
    en: (p) =>
      `There is no unit "${p('text')}" and nothing was granted. Write its name or code; "unit" lists all of them.`,
  },
  'grant.unit-ambiguous': {
    zh: (p) => `“${p('text')}”可能是几个单位：${p('candidates')}，未作授权。请写得具体一些。`,
    en: (p) =>
      `"${p('text')}" may be one of several units and nothing was granted. Write more of its name, or its code.`,
  },
  'grant.unit-not-street': {
    zh: (p) =>
      `网格员属于街道，不能属于${p('unit') === '' ? '其他单位' : p('unit')}。请写明街道，如“授权 @人 网格员 初家街道”。`,
    en: () => 'A grid member belongs to a street. Name the street, e.g. "grant @PERSON grid street-chujia".',
  },
  'grant.unit-which': {
    zh: (p) => `${p('name')} 在几个单位有这个角色：${p('candidates')}。请写明撤销哪一个。`,
    en: (p) => `${p('name')} holds this role in several units: ${p('candidatesEn')}. Say which one ends.`,
  },
  'grant.not-held': {
    zh: (p) => `${p('name')} 没有“${p('role')}”角色，不需要撤销。现有角色：${p('held')}。`,
    en: (p) =>
      `${p('name')} does not hold the role ${p('roleEn')}, so there is nothing to end. Held now: ${p('heldEn')}.`,
  },
  'grant.last-admin': {
    zh: (p) => `${p('name')} 是最后一位管理员，不能撤销，否则无人能够授权。请先授权另一位管理员。`,
    en: (p) =>
      `Without ${p('name')} there would be no administrator left to grant roles. Make somebody else administrator first.`,
  },
  'admin.direct-only': plain(
    '一次性口令不能发到群里，以免被他人使用。请到与机器人的单聊中发“认领管理员 口令”。',
    'The one-time code must not be seen in a group. Send "claim-admin CODE" in your direct chat with the bot.',
  ),
  'admin.exists': {
    zh: (p) => `已经有管理员：${p('names')}，不能再认领。请由其发“授权 @您 管理员”。`,
    en: (p) => `There is an administrator already: ${p('names')}. Ask them to send "grant @YOU admin".`,
  },
  'admin.code-missing': plain(
    '缺少一次性口令。请写“认领管理员 口令”，口令在服务启动时打印在日志中。',
    'The one-time code is missing. Write "claim-admin CODE"; the server prints the code when it starts.',
  ),
  'admin.code-wrong': plain(
    '口令不正确或已失效。请使用服务最近一次启动时打印的口令；找不到的，请重启服务取得新的口令。',
    'The code is wrong or no longer valid. Use the one printed at the latest start, or restart the server for a new one.',
  ),
  'token.scope-missing': {
    zh: (p) => `没有说明令牌的用途。请写“令牌 用途”，可用：${p('candidates')}。`,
    en: () => 'It is not said what the token is for. Write "token CHANNEL" or "token read".',
  },
  'token.channel-unknown': {
    zh: (p) => `没有“${p('text')}”这个渠道，未生成令牌。可用：${p('candidates')}。`,
    en: (p) => `There is no channel "${p('text')}" and no token was made. Write a channel code or "read".`,
  },
  'token.channel-ambiguous': {
    zh: (p) => `“${p('text')}”可能是几个渠道：${p('candidates')}，未生成令牌。请写渠道代码。`,
    en: (p) => `"${p('text')}" may be one of several channels and no token was made. Write the channel code.`,
  },
} as const satisfies RefusalTable;
