import { type Button, type Card, defineCard, type Menu, type Node, type Span, type Tag, type Tone } from './card';

export interface CaseCardView {
  readonly number: string;
  readonly title: string;
  readonly tone: Tone;
  readonly tags: readonly Tag[];
  /** First line: the state, and why this group sees the card. */
  readonly stateLine: string;
  /** People asked to act, by open_id. */
  readonly call: readonly string[];
  readonly clockLines: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** The appellant's words, already masked; absent where this group may not read them. */
  readonly words?: string;
  readonly recent: readonly string[];
  readonly older: readonly string[];
  readonly help: readonly string[];
  readonly buttons: readonly Button[];
  readonly menu?: Menu;
  readonly form?: Extract<Node, { kind: 'form' }>;
  readonly footer?: string;
}

const text = (line: string): Node => ({ kind: 'text', spans: [{ text: line }] });
const small = (line: string): Extract<Node, { kind: 'text' }> => ({
  kind: 'text',
  spans: [{ text: line }],
  size: 'small',
});

/** The live card of a case in one chat: what it is, why you see it, by when, in whose words, and what to do now. */
export const caseCard = defineCard<CaseCardView>('case-card', (view): Card => {
  const first: Span[] = [{ text: view.stateLine, bold: true }];
  for (const person of view.call) first.push({ text: ' ' }, { mention: person });
  const body: Node[] = [{ kind: 'text', spans: first }];
  for (const line of view.clockLines) body.push(text(line));
  body.push({ kind: 'facts', items: view.facts });
  if (view.words !== undefined) body.push({ kind: 'quote', text: view.words, lines: 6 });
  if (view.recent.length > 0) body.push(small(view.recent.join('\n')));
  if (view.older.length > 0) {
    body.push({ kind: 'panel', title: `更早经过（${view.older.length} 条）`, nodes: [small(view.older.join('\n'))] });
  }
  if (view.help.length > 0) body.push({ kind: 'panel', title: '派单参考', nodes: view.help.map(small) });
  if (view.form) body.push(view.form);
  if (view.buttons.length > 0 || view.menu) {
    body.push(
      view.menu
        ? { kind: 'actions', buttons: view.buttons, menu: view.menu }
        : { kind: 'actions', buttons: view.buttons },
    );
  }
  if (view.footer !== undefined) body.push(small(view.footer));
  return {
    summary: `${view.number} ${view.title}`,
    header: { title: view.title, subtitle: view.number, tone: view.tone, tags: view.tags.slice(0, 3) },
    body,
  };
});
