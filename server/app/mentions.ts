import type { Card, LeafNode, Node, Span } from '../../cards/card';
import type { MessageContent } from '../ports/channel';

function plain(spans: readonly Span[]): Span[] {
  return spans.filter((span) => 'text' in span);
}

function leaf<N extends LeafNode>(node: N): N {
  return node.kind === 'text' ? { ...node, spans: plain(node.spans) } : node;
}

function without(node: Node): Node {
  if (node.kind === 'text') return { ...node, spans: plain(node.spans) };
  if (node.kind === 'panel' || node.kind === 'row') return { ...node, nodes: node.nodes.map(leaf) };
  return node;
}

/**
 * The same message calling nobody. Somebody who has left the group makes the platform refuse the whole card; the card
 * matters more than the call.
 */
export function withoutMentions(content: MessageContent): MessageContent {
  if ('text' in content) return { text: content.text };
  const card: Card = { ...content.card, body: content.card.body.map(without) };
  return { card };
}
