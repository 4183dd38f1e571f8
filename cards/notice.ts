import { type Card, defineCard, type LeafNode, type Node, type Tone } from './card';

export interface NoticeView {
  readonly title: string;
  readonly subtitle?: string;
  readonly tone: Tone;
  readonly summary?: string;
  readonly paragraphs: readonly string[];
  /** Folded parts, e.g. the full text of a letter. */
  readonly panels?: readonly { readonly title: string; readonly text: string }[];
  /** Words of a citizen or clerk. */
  readonly quote?: string;
  readonly links?: readonly { readonly text: string; readonly url: string }[];
}

/** A plain card: something to know, nothing to do. Also the answer to a command. */
export const notice = defineCard<NoticeView>('notice', (view): Card => {
  const body: Node[] = view.paragraphs.map((line): LeafNode => ({ kind: 'text', spans: [{ text: line }] }));
  if (view.quote !== undefined) body.push({ kind: 'quote', text: view.quote });
  if (view.links !== undefined) body.push({ kind: 'links', items: view.links });
  for (const panel of view.panels ?? [])
    body.push({ kind: 'panel', title: panel.title, nodes: [{ kind: 'quote', text: panel.text }] });
  const header = { title: view.title, tone: view.tone, tags: [] };
  return {
    summary: view.summary ?? (view.subtitle === undefined ? view.title : `${view.subtitle} ${view.title}`),
    header: view.subtitle === undefined ? header : { ...header, subtitle: view.subtitle },
    body,
  };
});
