import { headerOf, isNode, summaryOf } from './people/card-reading';
import type { Entry } from './people/platform-client';

/** Names of people and groups, by id. */
export interface Names {
  readonly people: ReadonlyMap<string, string>;
  readonly chats: ReadonlyMap<string, string>;
}

const TEXT_MAX = 60;

/** One journal entry as a plain line for the terminal; undefined for what nobody needs to read along. */
export function wordsFor(entry: Entry, names: Names): string | undefined {
  const said = sentence(entry, names);
  if (said === undefined) return undefined;
  const time = new Date(Date.parse(entry.at) + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
  return `${time}  ${said}`;
}

function sentence(entry: Entry, names: Names): string | undefined {
  const who = names.people.get(entry.by ?? '') ?? '有人';
  const where = names.chats.get(entry.chat_id ?? '') ?? '单聊';
  switch (entry.kind) {
    case 'message':
      return `诉办 → 【${where}】${contentWords(entry)}`;
    case 'reply':
      return `诉办 ↳ 【${where}】${contentWords(entry)}`;
    case 'user-message':
      return `${who} 在【${where}】说：${contentWords(entry)}`;
    case 'click':
      return `${who} 在【${where}】点了 ${actionWords(entry.action)}`;
    case 'toast':
      return `    ${isNode(entry.toast) ? String(entry.toast.content ?? '') : ''}`;
    case 'urgent':
      return `诉办 在【${where}】加急提醒了 ${Array.isArray(entry.users) ? entry.users.length : 0} 人`;
    case 'clock':
      return '── 时间调到这里 / the clock moved ──';
    case 'refused':
      return `平台拒绝 / refused: ${String(entry.code)} ${clip(String(entry.msg))}`;
    case 'callback-error':
    case 'event-failed':
      return `没有送达 / not delivered: ${clip(String(entry.msg ?? entry.reason))}`;
    default:
      return undefined;
  }
}

function contentWords(entry: Entry): string {
  if (entry.card !== undefined) {
    const { title, subtitle } = headerOf(entry.card);
    return clip([title || summaryOf(entry.card), subtitle].filter((part) => part !== '').join(' · '));
  }
  const text = isNode(entry.content) ? String(entry.content.text ?? '') : '';
  return clip(text.replace(/\s+/g, ' '));
}

function actionWords(action: unknown): string {
  if (!isNode(action)) return '卡片';
  const value = isNode(action.value) ? action.value : {};
  const act = typeof action.option === 'string' ? action.option : String(value.cmd ?? action.tag);
  return typeof value.case === 'string' ? `${act}（${value.case}）` : act;
}

function clip(text: string): string {
  return [...text].length > TEXT_MAX ? `${[...text].slice(0, TEXT_MAX).join('')}…` : text;
}
