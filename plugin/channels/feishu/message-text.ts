import { z } from 'zod';
import type { Person } from '../../../server/ports/channel';
import { cleanText } from './literal';

const Mention = z.looseObject({
  key: z.string(),
  id: z.looseObject({ open_id: z.string().optional() }).optional(),
  name: z.string().optional(),
  mentioned_type: z.string().optional(),
});

export const Mentions = z.array(Mention);
export type MentionList = z.infer<typeof Mentions>;

export interface ReadText {
  readonly text: string;
  readonly mentions: readonly Person[];
  /** Whether the bot itself was mentioned. */
  readonly isAddressed: boolean;
}

const PostElement = z.looseObject({ tag: z.string(), text: z.string().optional(), user_id: z.string().optional() });
const Post = z.looseObject({ title: z.string().optional(), content: z.array(z.array(PostElement)) });
const TextContent = z.looseObject({ text: z.string() });
/** Zero-width characters around a command are invisible to its writer. */
const EDGES = /^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$/g;

/**
 * Words of a message of type text or post; other types have none.
 * @param content the platform's JSON string
 * @param selfId the bot's open_id; unknown → every mentioned bot counts as this one
 */
export function readText(
  message: { readonly type: string; readonly content: string; readonly mentions: MentionList },
  selfId: string | undefined,
): ReadText {
  const isSelf = selfTest(message.mentions, selfId);
  const people = message.mentions.flatMap((mention) => {
    const openId = mention.id?.open_id;
    return isSelf(mention) || !openId || mention.mentioned_type === 'bot' ? [] : [{ openId, name: mention.name ?? '' }];
  });
  const byKey = new Map(message.mentions.map((mention) => [mention.key, isSelf(mention) ? '' : word(mention)]));
  const raw = rawText(message.type, message.content);
  const text = cleanText(
    raw.replace(/@_(?:user_\d+|all)/g, (key) => byKey.get(key) ?? (key === '@_all' ? '@所有人' : key)),
  );
  return {
    text: text.replace(EDGES, ''),
    mentions: people.filter((person, index) => people.findIndex((other) => other.openId === person.openId) === index),
    isAddressed: message.mentions.some(isSelf),
  };
}

/** While the bot's own id is unknown: any mentioned bot, or, where the platform names no kinds, the first one mentioned. */
function selfTest(mentions: MentionList, selfId: string | undefined): (mention: MentionList[number]) => boolean {
  if (selfId !== undefined) return (mention) => mention.id?.open_id === selfId;
  const hasKinds = mentions.some((mention) => mention.mentioned_type !== undefined);
  return (mention) => (hasKinds ? mention.mentioned_type === 'bot' : mention === mentions[0]);
}

function word(mention: MentionList[number]): string {
  const openId = mention.id?.open_id;
  return openId && mention.mentioned_type !== 'bot' ? `@{${openId}}` : `@${mention.name ?? ''}`;
}

function rawText(type: string, content: string): string {
  if (type !== 'text' && type !== 'post') return '';
  const json = parseJson(content);
  if (type === 'text') return TextContent.safeParse(json).data?.text ?? '';
  // A post may stand under its language.
  const bodies = [json, ...(typeof json === 'object' && json !== null ? Object.values(json) : [])];
  for (const body of bodies) {
    const post = Post.safeParse(body);
    if (post.success)
      return [post.data.title ?? '', ...post.data.content.map(postLine)].filter((line) => line !== '').join('\n');
  }
  return '';
}

function postLine(elements: readonly z.infer<typeof PostElement>[]): string {
  return elements.map((element) => (element.tag === 'at' ? (element.user_id ?? '') : (element.text ?? ''))).join('');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
