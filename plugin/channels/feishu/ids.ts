import { refuseLocally } from './errors';

// The SDK puts ids into paths as they are: `om_x/../..` would reach another route.
const MESSAGE_ID = /^om_[0-9A-Za-z_-]{1,100}$/;
const CHAT_ID = /^oc_[0-9A-Za-z_-]{1,100}$/;
const OPEN_ID = /^ou_[0-9A-Za-z_-]{1,100}$/;

/** @throws ChannelError `drop` for anything that is not a message id of the platform */
export function assertMessageId(id: string): void {
  if (!MESSAGE_ID.test(id)) throw refuseLocally('bad-id', 'bad-id: 消息标识无效 / not a message id');
}

/** @throws ChannelError `drop` for anything that is not a chat id of the platform */
export function assertChatId(id: string): void {
  if (!CHAT_ID.test(id)) throw refuseLocally('bad-id', 'bad-id: 群标识无效 / not a chat id');
}

/** @throws ChannelError `drop` for anything that is not an open_id */
export function assertOpenId(id: string): void {
  if (!OPEN_ID.test(id)) throw refuseLocally('bad-id', 'bad-id: 人员标识无效 / not an open_id');
}
