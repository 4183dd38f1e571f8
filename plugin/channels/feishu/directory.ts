import { z } from 'zod';
import { ChannelError, type Person } from '../../../server/ports/channel';
import type { ApiCall, FeishuApi } from './api';
import { assertChatId, assertOpenId } from './ids';

/** Outside the contact range (41050), or no contact scope: names may still be had from the basic profile. */
const PROFILE_ONLY: ReadonlySet<number | string> = new Set([41050, 99991672]);
/** People the platform does not know, or who belong to another app. */
const NO_SUCH_PERSON: ReadonlySet<number | string> = new Set([99992351, 230013]);
const PAGE_SIZE = 100;
/** 20,000 members: above every group the platform allows, so a server that never ends its pages cannot hold us. */
const PAGES_MAX = 200;

const User = z.object({ data: z.object({ user: z.object({ name: z.string().optional() }) }) });
const Profiles = z.object({
  data: z.object({ users: z.array(z.object({ user_id: z.string(), name: z.string().optional() })).optional() }),
});
const Chat = z.object({ data: z.object({ name: z.string().optional(), chat_status: z.string().optional() }) });
const Members = z.object({
  data: z.object({
    items: z.array(z.object({ member_id: z.string(), name: z.string().optional() })).optional(),
    page_token: z.string().optional(),
    has_more: z.boolean().optional(),
  }),
});
const BotInfo = z.object({ bot: z.object({ open_id: z.string() }) });
const Scopes = z.object({
  data: z.object({
    scopes: z
      .array(z.object({ scope_name: z.string(), grant_status: z.number(), scope_type: z.string().optional() }))
      .optional(),
  }),
});

/** People and chats as the platform knows them. Unknown ones are undefined, outages throw. */
export class FeishuDirectory {
  private readonly api: FeishuApi;
  private bot: Promise<{ readonly openId: string }> | undefined;

  constructor(api: FeishuApi) {
    this.api = api;
  }

  private read<T>(call: Pick<ApiCall, 'path' | 'params'>, shape: z.ZodType<T>): Promise<T> {
    return this.api.call({ operation: 'read', method: 'GET', ...call }, shape);
  }

  async person(openId: string): Promise<Person | undefined> {
    assertOpenId(openId);
    try {
      const path = `/open-apis/contact/v3/users/${openId}`;
      const body = await this.read({ path, params: { user_id_type: 'open_id' } }, User);
      const name = body.data.user.name;
      return name === undefined || name === '' ? await this.profile(openId) : { openId, name };
    } catch (error) {
      if (hasCode(error, NO_SUCH_PERSON)) return undefined;
      if (hasCode(error, PROFILE_ONLY)) return await this.profile(openId);
      throw error;
    }
  }

  /** The name alone, which needs no contact range. */
  private async profile(openId: string): Promise<Person | undefined> {
    try {
      const path = '/open-apis/contact/v3/users/basic_batch';
      const params = { user_id_type: 'open_id' };
      const call = { operation: 'read', method: 'POST', path, params, data: { user_ids: [openId] } } as const;
      const body = await this.api.call(call, Profiles);
      const found = body.data.users?.find((user) => user.user_id === openId);
      return found?.name ? { openId, name: found.name } : undefined;
    } catch (error) {
      if (error instanceof ChannelError && error.action === 'drop') return undefined;
      throw error;
    }
  }

  async chat(chatId: string): Promise<{ readonly name: string } | undefined> {
    assertChatId(chatId);
    try {
      const path = `/open-apis/im/v1/chats/${chatId}`;
      const { data } = await this.read({ path }, Chat);
      return data.chat_status?.startsWith('dissolved') ? undefined : { name: data.name ?? '' };
    } catch (error) {
      if (error instanceof ChannelError && error.reason.startsWith('chat-gone')) return undefined;
      throw error;
    }
  }

  /** People of a chat; bots are never listed by the platform. */
  async members(chatId: string): Promise<readonly Person[]> {
    assertChatId(chatId);
    const people: Person[] = [];
    let pageToken: string | undefined;
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const params = {
        member_id_type: 'open_id',
        page_size: PAGE_SIZE,
        ...(pageToken === undefined ? {} : { page_token: pageToken }),
      };
      const { data } = await this.read({ path: `/open-apis/im/v1/chats/${chatId}/members`, params }, Members);
      people.push(...(data.items ?? []).map((item) => ({ openId: item.member_id, name: item.name ?? '' })));
      pageToken = data.page_token;
      if (data.has_more !== true || !pageToken) break;
    }
    return people;
  }

  /** Asked once; a failed question is asked again by the next caller. */
  self(): Promise<{ readonly openId: string }> {
    this.bot ??= this.fetchSelf().catch((error: unknown) => {
      this.bot = undefined;
      throw error;
    });
    return this.bot;
  }

  private async fetchSelf(): Promise<{ readonly openId: string }> {
    const body = await this.read({ path: '/open-apis/bot/v3/info' }, BotInfo);
    return { openId: body.bot.open_id };
  }

  async scopes(): Promise<readonly string[] | undefined> {
    try {
      const body = await this.read({ path: '/open-apis/application/v6/scopes' }, Scopes);
      const scopes = body.data.scopes ?? [];
      const granted = scopes.filter((scope) => scope.grant_status === 1 && scope.scope_type !== 'user');
      return granted.map((scope) => scope.scope_name);
    } catch (error) {
      if (error instanceof ChannelError && error.action === 'drop') return undefined;
      throw error;
    }
  }
}

function hasCode(error: unknown, codes: ReadonlySet<number | string>): boolean {
  return error instanceof ChannelError && codes.has(error.code);
}
