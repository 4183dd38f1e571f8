import { type Card, defineCard, type Node } from './card';

export interface FormCardView {
  readonly title: string;
  readonly number: string | null;
  readonly lead: string;
  readonly form: Extract<Node, { kind: 'form' }>;
}

/** One form in a card of its own, in the thread of the card that asked for it. */
export const formCard = defineCard<FormCardView>('form-card', (view): Card => {
  const header = { title: view.title, tone: 'wathet' as const, tags: [] };
  return {
    summary: view.number === null ? view.title : `${view.number} ${view.title}`,
    header: view.number === null ? header : { ...header, subtitle: view.number },
    body: [{ kind: 'text', spans: [{ text: view.lead }] }, view.form],
  };
});
