import { z } from 'zod';
import { type Answer, isRefusal, type Refusal, refuse, success } from './answers';
import type { ApiGateway } from './api-gateway';
import { readBody } from './api-messages';
import { unionIdOf } from './ids';
import type { Platform } from './platform';
import type { User } from './state';

const batchBody = z.object({ user_ids: z.array(z.string()).min(1).max(10) });

/** Scopes the local app holds, as GET application/v6/scopes lists them. */
const GRANTED_SCOPES = [
  'im:message',
  'im:message:send_as_bot',
  'im:message:update',
  'im:message:recall',
  'im:message:readonly',
  'im:message.group_at_msg:readonly',
  'im:message.p2p_msg:readonly',
  'im:message.urgent',
  'im:chat',
  'im:chat:readonly',
  'im:chat.members:read',
  'im:chat.members:write_only',
  'im:chat.members:bot_access',
  'im:resource',
  'contact:contact.base:readonly',
  'contact:user.base:readonly',
  'contact:user.basic_profile:readonly',
  'contact:user.employee:readonly',
];

/** Registers people, the bot itself and the app's scopes. */
export function registerContacts(platform: Platform, gateway: ApiGateway): void {
  gateway.on({ method: 'GET', path: '/contact/v3/users/:user_id', api: 'contact.v3.user.get' }, (call) => {
    const user = platform.state.users.get(call.params.user_id ?? '');
    return user === undefined ? refuse(41050, 'no user authority error') : success({ user: userView(user) });
  });
  gateway.on(
    { method: 'POST', path: '/contact/v3/users/basic_batch', api: 'contact.v3.user.basicBatch', perSecond: 5 },
    (call) => basicBatch(platform, call.body),
  );
  gateway.on({ method: 'GET', path: '/bot/v3/info', api: 'bot.v3.info' }, () => botInfo(platform));
  gateway.on({ method: 'GET', path: '/application/v6/scopes', api: 'application.v6.scope.list' }, () =>
    success({ scopes: GRANTED_SCOPES.map((name) => ({ scope_name: name, grant_status: 1, scope_type: 'tenant' })) }),
  );
}

function userView(user: User): Record<string, unknown> {
  return {
    open_id: user.open_id,
    union_id: unionIdOf(user.open_id),
    name: user.name,
    en_name: '',
    nickname: '',
    avatar: { avatar_72: '', avatar_240: '', avatar_640: '', avatar_origin: '' },
    status: { is_frozen: false, is_resigned: false, is_activated: true, is_exited: false, is_unjoin: false },
    job_title: user.title ?? '',
    is_tenant_manager: false,
  };
}

function basicBatch(platform: Platform, given: unknown): Answer | Refusal {
  const body = readBody(batchBody, given);
  if (isRefusal(body)) return body;
  const users = body.user_ids.flatMap((id) => {
    const user = platform.state.users.get(id);
    return user === undefined
      ? []
      : [{ user_id: id, name: user.name, i18n_name: { zh_cn: user.name, en_us: user.name, ja_jp: user.name } }];
  });
  return success({ users });
}

/** This old call puts its answer beside code and msg, not under data. */
function botInfo(platform: Platform): Answer {
  const { botName, botOpenId } = platform.settings;
  const bot = { activate_status: 2, app_name: botName, avatar_url: '', ip_white_list: [], open_id: botOpenId };
  return { status: 200, body: { code: 0, msg: 'ok', bot } };
}
