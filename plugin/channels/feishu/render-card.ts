import type { Card, Node, Tone } from '../../../cards/card';
import { assertNever } from '../../../server/domain/result';
import type { CardElement, FeishuCard } from './card-json';
import { clip, plainText } from './literal';
import { renderActions, renderLinks, renderRow } from './render-control';
import { formNames, renderForm } from './render-form';
import { renderLeaf } from './render-leaf';
import { renderPanel } from './render-panel';
import { renderTable } from './render-table';

/** What the platform refuses to go above (11310, 230025). */
export const CARD_LIMITS = { elements: 200, bytes: 30 * 1024, tables: 5, tags: 3 } as const;

const TITLE_MAX = 100;

/**
 * Compiles a neutral card to Feishu JSON 2.0. Every string of the card stays literal.
 * @throws RangeError naming the card when the platform would refuse it: too many elements, bytes or tables, or a
 *   component name used twice
 */
export function renderCard(card: Card): FeishuCard {
  assertNames(card);
  const compiled = compile(card);
  const { elements, bytes } = measure(compiled);
  if (elements > CARD_LIMITS.elements) refuse(card, `has ${elements} elements, at most ${CARD_LIMITS.elements}`);
  if (bytes > CARD_LIMITS.bytes) refuse(card, `has ${bytes} bytes, at most ${CARD_LIMITS.bytes}`);
  return compiled;
}

/** Figures of the compiled card, also of one that is too large to send. */
export function measureCard(card: Card): { readonly elements: number; readonly bytes: number } {
  return measure(compile(card));
}

function compile(card: Card): FeishuCard {
  const { header } = card;
  const tags = header.tags.slice(0, CARD_LIMITS.tags);
  return {
    schema: '2.0',
    config: {
      update_multi: true,
      width_mode: 'fill',
      enable_forward: false,
      summary: { content: plainText(card.summary, 200).content },
    },
    header: {
      template: header.tone,
      title: plainText(header.title, TITLE_MAX),
      ...(header.subtitle === undefined ? {} : { subtitle: plainText(header.subtitle, TITLE_MAX) }),
      ...(tags.length === 0 ? {} : { text_tag_list: tags.map((tag) => renderTag(tag.text, tag.tone)) }),
    },
    body: { elements: card.body.flatMap(renderNode) },
  };
}

function renderTag(text: string, tone: Tone): CardElement {
  return { tag: 'text_tag', text: plainText(text, 20), color: tone === 'grey' ? 'neutral' : tone };
}

function renderNode(node: Node): readonly CardElement[] {
  switch (node.kind) {
    case 'text':
    case 'quote':
    case 'facts':
    case 'divider':
      return renderLeaf(node);
    case 'panel':
      return [renderPanel(node.title, node.nodes.flatMap(renderLeaf))];
    case 'actions':
      return renderActions(node);
    case 'row':
      return renderRow(node);
    case 'form':
      return [renderForm(node)];
    case 'table':
      return [renderTable(node)];
    case 'links':
      return renderLinks(node);
    default:
      return assertNever(node);
  }
}

function measure(card: FeishuCard): { readonly elements: number; readonly bytes: number } {
  return { elements: countTags(card), bytes: Buffer.byteLength(JSON.stringify(card)) };
}

/** The platform counts every component and every text element within, so each object with a tag is one. */
function countTags(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countTags(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const own = 'tag' in value && typeof value.tag === 'string' ? 1 : 0;
  // A callback's value and a table's cells are data, whatever their keys.
  const parts = Object.entries(value).filter(([key]) => key !== 'rows' && key !== 'value');
  return parts.reduce((sum, [, item]) => sum + countTags(item), own);
}

function assertNames(card: Card): void {
  const names = card.body.flatMap((node) => (node.kind === 'form' ? formNames(node) : []));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) refuse(card, `uses the component name ${twice} twice`);
  const tables = card.body.filter((node) => node.kind === 'table').length;
  if (tables > CARD_LIMITS.tables) refuse(card, `has ${tables} tables, at most ${CARD_LIMITS.tables}`);
}

function refuse(card: Card, why: string): never {
  throw new RangeError(`card "${clip(card.summary, 60)}" ${why}`);
}
