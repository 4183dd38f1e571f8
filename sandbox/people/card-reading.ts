/** Reads cards as a person's client shows them: plain JSON of schema 2.0, nothing known of who made it. */

export type CardNode = Readonly<Record<string, unknown>>;

export function isNode(value: unknown): value is CardNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object of the card in reading order, each with the form it stands in. */
export function nodesOf(card: unknown): readonly { readonly node: CardNode; readonly form: CardNode | undefined }[] {
  const found: { node: CardNode; form: CardNode | undefined }[] = [];
  const walk = (value: unknown, form: CardNode | undefined): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, form);
    if (!isNode(value)) return;
    found.push({ node: value, form });
    const inside = value.tag === 'form' ? value : form;
    for (const [key, part] of Object.entries(value)) if (key === 'elements' || key === 'columns') walk(part, inside);
  };
  if (isNode(card) && isNode(card.body)) walk(card.body.elements, undefined);
  return found;
}

/** What a component sends back when used. */
export function callbackOf(node: CardNode): CardNode | undefined {
  const behaviors: readonly unknown[] = Array.isArray(node.behaviors) ? node.behaviors : [];
  const callback = behaviors.filter(isNode).find((behavior) => behavior.type === 'callback');
  return isNode(callback?.value) ? callback.value : undefined;
}

export function summaryOf(card: unknown): string {
  if (!isNode(card) || !isNode(card.config) || !isNode(card.config.summary)) return '';
  return String(card.config.summary.content ?? '');
}

export function headerOf(card: unknown): { readonly title: string; readonly subtitle: string } {
  const header = isNode(card) && isNode(card.header) ? card.header : {};
  const text = (part: unknown) => (isNode(part) ? String(part.content ?? '') : '');
  return { title: text(header.title), subtitle: text(header.subtitle) };
}

/** All lines a reader sees in the body, in order. */
export function linesOf(card: unknown): readonly string[] {
  return nodesOf(card).flatMap(({ node }) => {
    if (node.tag === 'markdown') return String(node.content ?? '').split('\n');
    if (node.tag === 'div' && isNode(node.text)) return String(node.text.content ?? '').split('\n');
    return [];
  });
}

/** The value of a fact written `label：value`, or undefined where the card has none. */
export function factOf(card: unknown, label: string): string | undefined {
  const line = linesOf(card).find((text) => text.startsWith(`${label}：`));
  return line?.slice(label.length + 1);
}

/** Options of the select of this name, by value. */
export function optionsOf(card: unknown, name: string): ReadonlyMap<string, string> {
  const select = nodesOf(card).find(({ node }) => node.name === name)?.node;
  const options: readonly unknown[] = Array.isArray(select?.options) ? select.options : [];
  return new Map(
    options.filter(isNode).map((one) => [String(one.value), isNode(one.text) ? String(one.text.content) : '']),
  );
}

/** What a select is prefilled with, or undefined. */
export function initialOf(card: unknown, name: string): string | undefined {
  const select = nodesOf(card).find(({ node }) => node.name === name)?.node;
  if (select === undefined) return undefined;
  const options = [...optionsOf(card, name)];
  if (typeof select.initial_index === 'number') return options[select.initial_index - 1]?.[0];
  return options.find(([value, text]) => select.initial_option === text || select.initial_option === value)?.[0];
}
