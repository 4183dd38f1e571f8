import { newId } from './ids';
import type { StoredRecord, StoreFile } from './store-file';

/** A person of the tenant. `available` false means outside the app's availability (230013). */
export interface User {
  readonly open_id: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly available: boolean;
}

/** A group, or the direct chat of one person with the bot. */
export interface Chat {
  readonly chat_id: string;
  readonly mode: 'group' | 'p2p';
  name: string;
  owner: string;
  members: Set<string>;
  bot: boolean;
  status: 'normal' | 'dissolved';
}

/** Somebody named in a user's text; the text itself holds only `key`. */
export interface Mention {
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly type: 'user' | 'bot';
}

/** One message as it stands now; a card is replaced, never changed in place. */
export interface Message {
  readonly message_id: string;
  readonly chat_id: string;
  readonly msg_type: string;
  readonly sender: { readonly id: string; readonly type: 'app' | 'user' };
  readonly create_time: number;
  readonly parent_id?: string | undefined;
  readonly root_id?: string | undefined;
  readonly mentions: readonly Mention[];
  readonly uuid?: { readonly key: string; readonly at: number } | undefined;
  thread_id?: string | undefined;
  /** Where its 14 days begin when that is later than its stamp: it was posted while the clock was on its way. */
  aged_from?: number | undefined;
  content: unknown;
  update_time: number;
  updated: boolean;
  deleted: boolean;
  versions: number;
  pings: readonly string[];
  urgent: readonly string[];
}

/** An uploaded image or file. */
export interface Media {
  readonly key: string;
  readonly type: 'image' | 'file';
  readonly name: string;
  readonly base64: string;
}

/** People, chats, messages and uploads, with the lookups every call needs; each change goes to the store. */
export class State {
  readonly users = new Map<string, User>();
  readonly chats = new Map<string, Chat>();
  readonly messages = new Map<string, Message>();
  readonly media = new Map<string, Media>();
  readonly byChat = new Map<string, Message[]>();
  readonly byThread = new Map<string, Message[]>();
  readonly uuids = new Map<string, { readonly message: Message; readonly at: number }>();
  private readonly directChats = new Map<string, Chat>();
  private readonly store: StoreFile;

  constructor(store: StoreFile) {
    this.store = store;
  }

  saveUser(user: User): void {
    this.users.set(user.open_id, user);
    this.store.put('users', user.open_id, user);
  }

  saveChat(chat: Chat): void {
    this.indexChat(chat);
    this.store.put('chats', chat.chat_id, chat);
  }

  saveMessage(message: Message): void {
    if (!this.messages.has(message.message_id)) this.indexMessage(message);
    this.store.put('messages', message.message_id, message);
  }

  saveMedia(media: Media): void {
    this.media.set(media.key, media);
    this.store.put('media', media.key, media);
  }

  /** Moves a message into a thread it has just opened. */
  openThread(message: Message): string {
    if (message.thread_id !== undefined) return message.thread_id;
    message.thread_id = newId('omt_');
    push(this.byThread, message.thread_id, message);
    this.saveMessage(message);
    return message.thread_id;
  }

  /** The direct chat of a person with the bot, made on first use. */
  directChat(openId: string): Chat {
    const known = this.directChats.get(openId);
    if (known !== undefined) return known;
    const chat: Chat = {
      chat_id: newId('oc_'),
      mode: 'p2p',
      name: this.users.get(openId)?.name ?? openId,
      owner: openId,
      members: new Set([openId]),
      bot: true,
      status: 'normal',
    };
    this.saveChat(chat);
    return chat;
  }

  /** Takes in one record of the state file. */
  restore(record: StoredRecord): void {
    // The file is the platform's own writing; its records have the shapes above, sets written as lists.
    if (record.t === 'users') this.users.set(record.k, record.v as User);
    if (record.t === 'media') this.media.set(record.k, record.v as Media);
    if (record.t === 'messages') this.indexMessage(record.v as Message);
    if (record.t === 'chats') {
      const stored = record.v as Omit<Chat, 'members'> & { members: string[] };
      this.indexChat({ ...stored, members: new Set(stored.members) });
    }
  }

  private indexChat(chat: Chat): void {
    this.chats.set(chat.chat_id, chat);
    if (chat.mode === 'p2p') this.directChats.set(chat.owner, chat);
  }

  private indexMessage(message: Message): void {
    this.messages.set(message.message_id, message);
    push(this.byChat, message.chat_id, message);
    if (message.thread_id !== undefined) push(this.byThread, message.thread_id, message);
    if (message.uuid !== undefined) this.uuids.set(message.uuid.key, { message, at: message.uuid.at });
  }
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
