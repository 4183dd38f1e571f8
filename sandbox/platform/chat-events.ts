import { userIds } from './message-view';
import type { Platform } from './platform';
import type { Chat } from './state';

/** Who changed a chat: a person, or the bot through the open API. */
function operator(platform: Platform, by: string | undefined): Record<string, unknown> {
  return userIds(by ?? platform.settings.botOpenId);
}

/** Tells the bot about a change of a group; direct chats tell nothing. @returns whether the bot took it at once */
export function pushChatEvent(
  platform: Platform,
  chat: Chat,
  change: { readonly type: string; readonly by?: string | undefined; readonly users?: readonly string[] },
): Promise<boolean> {
  const { tenantKey } = platform.settings;
  const event = {
    chat_id: chat.chat_id,
    operator_id: operator(platform, change.by),
    external: false,
    operator_tenant_key: tenantKey,
    name: chat.name,
    i18n_names: { zh_cn: chat.name, en_us: chat.name, ja_jp: chat.name },
    ...(change.users === undefined
      ? {}
      : {
          users: change.users.map((id) => ({
            name: platform.state.users.get(id)?.name ?? id,
            tenant_key: tenantKey,
            user_id: userIds(id),
          })),
        }),
  };
  return platform.push.event(change.type, event, chat.chat_id);
}

/** Adds people to a group, or takes them out, and tells the bot when it is there. @returns delivered, true when nothing had to be told */
export async function changeMembers(
  platform: Platform,
  chat: Chat,
  change: { readonly add?: readonly string[]; readonly remove?: readonly string[]; readonly by?: string | undefined },
): Promise<boolean> {
  const added = (change.add ?? []).filter((id) => !chat.members.has(id));
  const removed = (change.remove ?? []).filter((id) => chat.members.has(id));
  for (const id of added) chat.members.add(id);
  for (const id of removed) chat.members.delete(id);
  platform.state.saveChat(chat);
  if (added.length + removed.length === 0) return true;
  platform.journal.add('chat', { chat_id: chat.chat_id, change: 'members', added, removed, by: change.by });
  if (!chat.bot) return true;
  const told = await Promise.all([
    added.length === 0 ||
      pushChatEvent(platform, chat, { type: 'im.chat.member.user.added_v1', by: change.by, users: added }),
    removed.length === 0 ||
      pushChatEvent(platform, chat, { type: 'im.chat.member.user.deleted_v1', by: change.by, users: removed }),
  ]);
  return told.every(Boolean);
}
