import { BadPayload, normalise } from './normalise';

const head = { schema: '2.0', event_id: 'e1', create_time: '1772413200000', app_id: 'cli_1' };
const person = (open_id: string) => ({ open_id, union_id: 'on_1', user_id: '' });
const SELF = 'ou_bot';

function aMessage(over: Record<string, unknown> = {}, sender: Record<string, unknown> = {}) {
  return {
    ...head,
    sender: { sender_id: person('ou_li'), sender_type: 'user', tenant_key: 't', ...sender },
    message: {
      message_id: 'om_1',
      create_time: '1772413200123',
      chat_id: 'oc_1',
      chat_type: 'group',
      message_type: 'text',
      content: JSON.stringify({ text: '@_user_1　授权 @_user_10 handler @_user_2 ' }),
      mentions: [
        { key: '@_user_1', id: person(SELF), mentioned_type: 'bot', name: '诉办' },
        { key: '@_user_10', id: person('ou_wang'), mentioned_type: 'user', name: '王' },
        { key: '@_user_2', id: person('ou_zhao'), mentioned_type: 'user', name: '赵' },
      ],
      ...over,
    },
  };
}

const read = (payload: unknown, self = SELF) => normalise('im.message.receive_v1', payload, self);

describe('messages', () => {
  it('takes the mention of the bot out and keeps those of people by id', () => {
    expect(read(aMessage({ root_id: 'om_0' }))).toEqual({
      kind: 'message',
      eventId: 'e1',
      messageId: 'om_1',
      chatId: 'oc_1',
      chatType: 'group',
      from: 'ou_li',
      text: '授权 @{ou_wang} handler @{ou_zhao}',
      mentions: [
        { openId: 'ou_wang', name: '王' },
        { openId: 'ou_zhao', name: '赵' },
      ],
      threadRootId: 'om_0',
      sentAtMs: 1772413200123,
    });
  });

  it('ignores bots and group talk that does not address the bot', () => {
    expect(read(aMessage({}, { sender_type: 'bot' }))).toBeNull();
    expect(read(aMessage({}, { sender_id: person(SELF) }))).toBeNull();
    expect(read(aMessage({ mentions: [] }))).toBeNull();
    expect(read(aMessage(), 'ou_another_bot')).toBeNull();
  });

  it('knows the bot by its kind while its id is unknown', () => {
    expect(normalise('im.message.receive_v1', aMessage())).toMatchObject({
      text: '授权 @{ou_wang} handler @{ou_zhao}',
    });
  });

  it('reads a direct message as it is', () => {
    const content = JSON.stringify({ text: '\u3000我是谁\u200b' });
    expect(read(aMessage({ chat_type: 'p2p', content, mentions: undefined }))).toMatchObject({
      chatType: 'direct',
      text: '我是谁',
      mentions: [],
    });
  });

  it('reads a post line by line', () => {
    const content = JSON.stringify({
      title: '',
      content: [
        [
          { tag: 'at', user_id: '@_user_1' },
          { tag: 'text', text: ' 答复 LS-1 ' },
          { tag: 'a', text: '链接', href: 'https://e' },
        ],
        [{ tag: 'text', text: '第二行' }],
      ],
    });
    expect(read(aMessage({ message_type: 'post', content }))).toMatchObject({ text: '答复 LS-1 链接\n第二行' });
  });

  it('has no words for other types', () => {
    const over = { message_type: 'image', content: '{"image_key":"img_1"}', chat_type: 'p2p' };
    expect(read(aMessage(over))).toMatchObject({ kind: 'message', text: '' });
  });

  it('refuses a message without its ids', () => {
    expect(() => read(aMessage({ message_id: undefined }))).toThrow(BadPayload);
  });
});

describe('clicks', () => {
  const click = (over: Record<string, unknown>) =>
    normalise('card.action.trigger', {
      ...head,
      create_time: '1772413200000000',
      operator: { open_id: 'ou_li', tenant_key: 't' },
      token: 'c-1',
      action: { tag: 'button', value: { cmd: 'claim-case', case: 'LS-1', v: 2 } },
      context: { open_message_id: 'om_1', open_chat_id: 'oc_1' },
      ...over,
    });

  it('reads value, option and form', () => {
    const action = {
      tag: 'button',
      value: { cmd: 'x' },
      option: 'assign-case',
      form_value: { reply_case__reply: '好' },
    };
    expect(click({ action })).toEqual({
      kind: 'click',
      eventId: 'e1',
      messageId: 'om_1',
      chatId: 'oc_1',
      from: 'ou_li',
      value: { cmd: 'x' },
      option: 'assign-case',
      form: { reply_case__reply: '好' },
    });
  });

  it('takes the place beside the context too, and no value but an object', () => {
    const place = {
      context: undefined,
      open_message_id: 'om_2',
      open_chat_id: 'oc_2',
      action: { tag: 'button', value: 'claim' },
    };
    expect(click(place)).toMatchObject({ messageId: 'om_2', chatId: 'oc_2', value: {}, form: {} });
  });
});

describe('chats and menu', () => {
  const chat = { ...head, chat_id: 'oc_1', name: '派单群', operator_id: person('ou_li'), external: false };

  it.each([
    ['im.chat.member.bot.added_v1', 'bot-added'],
    ['im.chat.member.bot.deleted_v1', 'bot-removed'],
    ['im.chat.disbanded_v1', 'chat-disbanded'],
  ])('%s', (type, kind) => {
    expect(normalise(type, chat)).toEqual({ kind, eventId: 'e1', chatId: 'oc_1', chatName: '派单群', by: 'ou_li' });
  });

  it.each([
    ['im.chat.member.user.added_v1', 'member-added'],
    ['im.chat.member.user.deleted_v1', 'member-removed'],
    ['im.chat.member.user.withdrawn_v1', 'member-removed'],
  ])('%s', (type, kind) => {
    const users = [{ name: '王', tenant_key: 't', user_id: person('ou_wang') }];
    expect(normalise(type, { ...chat, users })).toEqual({
      kind,
      eventId: 'e1',
      chatId: 'oc_1',
      people: [{ openId: 'ou_wang', name: '王' }],
    });
  });

  it('reads the menu and an opened direct chat', () => {
    const menu = { ...head, operator: { operator_id: person('ou_li') }, event_key: 'help', timestamp: 1669364458 };
    expect(normalise('application.bot.menu_v6', menu)).toEqual({
      kind: 'menu',
      eventId: 'e1',
      from: 'ou_li',
      key: 'help',
    });
    expect(normalise('im.chat.access_event.bot_p2p_chat_entered_v1', chat)).toEqual({
      kind: 'direct-opened',
      eventId: 'e1',
      chatId: 'oc_1',
      from: 'ou_li',
    });
  });

  it('has nothing to say to other types', () => {
    expect(normalise('im.chat.updated_v1', chat)).toBeNull();
    expect(normalise('toString', chat)).toBeNull();
  });
});
