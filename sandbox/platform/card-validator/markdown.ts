import { type CardContext, cardCodes, type Path } from './context';

const MAX_TABLES = 4;

/**
 * Judges what markdown would do beyond showing text: mentions must name members of the chat (never everyone),
 * persons must exist, links must be http(s), images uploaded. Anything else fails the whole card.
 */
export function checkMarkdown(source: string, path: Path, ctx: CardContext): void {
  for (const [, attributes] of source.matchAll(/<at\b([^>]*)>/gi)) checkAt(attributes ?? '', path, ctx);
  for (const [, attributes] of source.matchAll(/<person\b([^>]*)>/gi)) checkPerson(attributes ?? '', path, ctx);
  for (const [, attributes] of source.matchAll(/<(?:a|link)\b([^>]*)>/gi)) {
    for (const url of attributeValues(attributes ?? '', /(?:href|url|pc_url|ios_url|android_url)/))
      checkLink(url, path, ctx);
  }
  for (const [, bang, target] of source.matchAll(/(!?)\[[^\]\n]*\]\(([^)\n]*)\)/g)) {
    if (bang === '!') checkImage(target ?? '', path, ctx);
    else checkLink(target ?? '', path, ctx);
  }
  const tables = source.split('\n').filter((line) => /^\s*\|?\s*:?-{2,}[\s|:-]*$/.test(line) && line.includes('|'));
  if (tables.length > MAX_TABLES)
    ctx.shape(path, `more than ${MAX_TABLES} tables in one markdown element`, tables.length);
}

/** Ids of everybody a markdown text mentions, in order. */
export function mentionedIds(source: string): string[] {
  return [...source.matchAll(/<at\b([^>]*)>/gi)].flatMap(([, attributes]) => idsOf(attributes ?? ''));
}

function idsOf(attributes: string): string[] {
  return attributeValues(attributes, /(?:id|ids|user_id)/).flatMap((value) => value.split(',').map((id) => id.trim()));
}

function attributeValues(attributes: string, names: RegExp): string[] {
  const pattern = new RegExp(`(?:^|\\s)${names.source}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'/>]+))`, 'gi');
  return [...attributes.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function checkAt(attributes: string, path: Path, ctx: CardContext): void {
  const ids = idsOf(attributes);
  if (ids.length === 0) {
    ctx.report(path, cardCodes.mention, 'invalid at: no user id', attributes.trim());
    return;
  }
  for (const id of ids) {
    if (id === 'all') ctx.report(path, cardCodes.mention, 'at all is not permitted in this chat', id);
    else if (!ctx.around.isMember(id))
      ctx.report(path, cardCodes.mention, 'invalid user id: not a member of the chat', id);
  }
}

function checkPerson(attributes: string, path: Path, ctx: CardContext): void {
  const ids = idsOf(attributes);
  if (ids.length > 0 && ids.every((id) => ctx.around.personExists(id))) return;
  ctx.report(path, cardCodes.mention, 'invalid person id', ids.join(','));
}

function checkLink(target: string, path: Path, ctx: CardContext): void {
  const url = target.trim().split(/\s/)[0] ?? '';
  if (!/^https?:\/\/\S+$/i.test(url)) ctx.shape(path, 'only http and https links are allowed', url);
}

function checkImage(target: string, path: Path, ctx: CardContext): void {
  const key = target.trim().split(/\s/)[0] ?? '';
  if (!ctx.around.imageExists(key)) ctx.report(path, cardCodes.image, 'image key is invalid', key);
}
