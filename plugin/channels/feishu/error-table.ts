import type { ChannelError } from '../../../server/ports/channel';

/** `stuck` means this message can no longer be changed or replied to; what follows depends on the call. */
type Meaning = ChannelError['action'] | 'stuck';

export interface Entry {
  readonly action: Meaning;
  /** A short stable word, then the sentence in both languages. */
  readonly reason: string;
  readonly afterMs?: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const drop = (reason: string): Entry => ({ action: 'drop', reason });
const wait = (afterMs: number, reason: string): Entry => ({ action: 'wait', afterMs, reason });
const stuck = (reason: string): Entry => ({ action: 'stuck', reason });

const CHAT_GONE = drop('chat-gone: 机器人不在该群，或群已解散 / the bot is not in this chat, or the chat is gone');
const PERSON_GONE = drop('person-gone: 该人员不在应用可用范围或已离职 / this person cannot be reached by the app');
const BUSY = wait(SECOND, 'rate-limit: 发送过于频繁 / too many calls');
const LEGACY_BUSY = wait(5 * SECOND, 'rate-limit: 平台消息限流 / the platform limits messages');
const TOKEN = {
  action: 'retry',
  reason: 'token: 平台凭证失效，重新获取 / the platform token is no longer valid',
} as const;

/**
 * Codes of the message, chat and gateway APIs. Conditions an operator can lift (scope, IP list, quota) wait instead of
 * being dropped: what is queued goes out once they are lifted.
 */
export const ERROR_TABLE: Readonly<Record<number, Entry>> = {
  230001: drop('bad-request: 平台不接受请求参数 / the platform refuses a parameter'),
  230002: CHAT_GONE,
  230006: wait(10 * MINUTE, 'bot-off: 应用未启用机器人能力 / the app has no bot ability'),
  230011: stuck('recalled: 原消息已撤回 / the message was recalled'),
  230013: PERSON_GONE,
  230015: drop('direct-chat: 该内容不能在私聊中发送 / not allowed in a direct chat'),
  230017: stuck('not-owner: 该消息不是本应用发送的 / the message was sent by another app'),
  230018: drop('group-setting: 群设置不允许 / the group settings forbid it'),
  230019: stuck('topic-gone: 话题不存在 / the topic no longer exists'),
  230020: BUSY,
  230022: drop('sensitive: 内容被平台判为敏感 / the platform calls the content sensitive'),
  230025: drop('too-long: 内容超过平台上限 / the content is above the platform limit'),
  230027: drop('no-permission: 缺少权限，或外部群不允许 / no permission, or an external group'),
  230028: drop('dlp: 内容被数据防泄漏策略拦截 / stopped by data loss prevention'),
  230031: stuck('expired: 消息已超过可更新期限 / the message is too old to be changed'),
  230035: drop('muted: 机器人在该会话中被禁言或屏蔽 / the bot is muted or blocked there'),
  230038: drop('cross-tenant: 不能跨组织私聊 / no direct chat across tenants'),
  230045: CHAT_GONE,
  230046: drop('no-permission: 没有操作权限 / not permitted'),
  230049: wait(2 * SECOND, 'in-flight: 同一消息正在发送 / the same message is being sent'),
  230050: stuck('invisible: 消息对机器人不可见 / the message is not visible to the bot'),
  230054: drop('unsupported: 不支持的消息类型 / unsupported message type'),
  230055: drop('unsupported: 文件类型不符 / the file type does not match'),
  230071: drop('no-threads: 该群不支持话题回复 / the group has no threads'),
  230072: drop('no-threads: 聚合消息不能以话题回复 / no thread on an aggregated message'),
  230075: drop('secret-chat: 密聊中不可用 / not possible in a secret chat'),
  230110: stuck('deleted: 原消息已删除 / the message was deleted'),
  230111: stuck('self-destruct: 原消息已自动销毁 / the message destroyed itself'),
  232009: CHAT_GONE,
  232010: drop('cross-tenant: 群与应用不在同一组织 / the chat belongs to another tenant'),
  232011: CHAT_GONE,
  41050: drop('no-contact-range: 不在通讯录权限范围内 / outside the contact range of the app'),
  11230: LEGACY_BUSY,
  11232: LEGACY_BUSY,
  11233: LEGACY_BUSY,
  11247: LEGACY_BUSY,
  11235: drop('at-all: 群内不允许 @所有人 / mentioning everyone is forbidden'),
  11246: drop('bad-content: 消息内容有误 / the message content is wrong'),
  11248: drop('sensitive: 内容被平台判为敏感 / the platform calls the content sensitive'),
  99991400: BUSY,
  99991401: wait(10 * MINUTE, 'ip-list: 服务器地址不在应用白名单 / the server is not on the IP list of the app'),
  99991403: wait(60 * MINUTE, 'quota: 本月接口额度已用完 / the monthly quota is used up'),
  99991661: TOKEN,
  99991663: TOKEN,
  99991664: TOKEN,
  99991671: TOKEN,
  99991672: wait(10 * MINUTE, 'scope: 应用缺少所需权限 / the app lacks a scope'),
  99992351: PERSON_GONE,
  99992354: drop('bad-id: 消息标识无效 / the message id is not valid'),
};
