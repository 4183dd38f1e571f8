import type { LeafNode, Span, Tone } from '../../../cards/card';
import { assertNever } from '../../../server/domain/result';
import type { CardElement } from './card-json';
import { cleanText, escapeMarkdown, isOpenId, plainText } from './literal';

type TextNode = Extract<LeafNode, { kind: 'text' }>;
type Facts = Extract<LeafNode, { kind: 'facts' }>;

const EDGE_MARK = /[\p{P}\p{S}]/u;

/** Elements of a node that may stand anywhere: at the root, in a panel, in a row. Nothing in it is read as markup. */
export function renderLeaf(node: LeafNode): readonly CardElement[] {
  switch (node.kind) {
    case 'text':
      return [renderText(node)];
    case 'quote':
      return node.text.trim() === '' ? [] : [renderQuote(node.text, node.lines)];
    case 'facts':
      return renderFacts(node);
    case 'divider':
      return [{ tag: 'hr' }];
    default:
      return assertNever(node);
  }
}

/** A literal line; the cheapest way to say something (two elements). */
export function renderLine(text: string, size?: 'normal' | 'small'): CardElement {
  const small = size === 'small' ? { text_size: 'notation', text_color: 'grey' } : {};
  return { tag: 'div', text: { ...plainText(text), ...small } };
}

function renderQuote(text: string, lines: number | undefined): CardElement {
  return { tag: 'div', text: { ...plainText(text), ...(lines === undefined ? {} : { lines }) } };
}

function renderText(node: TextNode): CardElement {
  const [only, ...rest] = node.spans;
  if (only === undefined) return renderLine('', node.size);
  const isPlain = rest.length === 0 && 'text' in only && !only.bold && only.tone === undefined;
  if (isPlain) return renderLine(only.text, node.size);
  const size = node.size === 'small' ? { text_size: 'notation' } : {};
  return { tag: 'markdown', content: node.spans.map(renderSpan).join(''), ...size };
}

function renderSpan(span: Span, index: number, spans: readonly Span[]): string {
  if ('mention' in span) {
    return isOpenId(span.mention) ? `<at id=${span.mention}></at>` : `@${escapeMarkdown(span.mention)}`;
  }
  const words = span.bold ? bold(span.text, index > 0, index < spans.length - 1) : escapeMarkdown(span.text);
  return colour(words, span.tone);
}

function colour(markdown: string, tone: Tone | undefined): string {
  return tone === undefined || markdown === '' ? markdown : `<font color='${tone}'>${markdown}</font>`;
}

/**
 * `**` opens and closes only beside letters or blanks, so words that begin or end in punctuation get a blank towards
 * their neighbour, and blanks at the edges move outside.
 */
function bold(text: string, hasBefore: boolean, hasAfter: boolean): string {
  const clean = cleanText(text);
  const core = clean.trim();
  if (core === '') return escapeMarkdown(clean);
  const lead = clean.slice(0, clean.indexOf(core));
  const tail = clean.slice(clean.indexOf(core) + core.length);
  const before = lead === '' && hasBefore && EDGE_MARK.test(core.charAt(0)) ? ' ' : lead;
  const after = tail === '' && hasAfter && EDGE_MARK.test(core.charAt(core.length - 1)) ? ' ' : tail;
  return `${escapeMarkdown(before)}**${escapeMarkdown(core)}**${escapeMarkdown(after)}`;
}

/** Two columns of literal lines: seven elements however many facts. The first half stands left, so a phone reads in order. */
function renderFacts(node: Facts): readonly CardElement[] {
  const lines = node.items.map((item) => `${item.label}：${item.value}`.replace(/\s*\n\s*/g, ' '));
  if (lines.length === 0) return [];
  if (lines.length <= 2) return [renderLine(lines.join('\n'))];
  const half = Math.ceil(lines.length / 2);
  const columns = [lines.slice(0, half), lines.slice(half)].map((part) => ({
    tag: 'column',
    width: 'weighted',
    weight: 1,
    elements: [renderLine(part.join('\n'))],
  }));
  return [{ tag: 'column_set', flex_mode: 'stretch', columns }];
}
