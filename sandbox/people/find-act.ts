import { type CardNode, callbackOf, isNode, nodesOf } from './card-reading';

/** Where an act stands on a card: a button, the submit button of a form, or an option of an overflow menu. */
export type FoundAct =
  | { readonly kind: 'button'; readonly value: CardNode }
  | { readonly kind: 'form'; readonly submit: string; readonly value: CardNode; readonly fields: readonly string[] }
  | { readonly kind: 'menu'; readonly value: CardNode; readonly option: string };

/**
 * Finds an act by the rule of the interface: (a) a button whose value has the command, (b) a form whose submit button
 * has it, (c) an overflow option named like the command in the menu of this case.
 * @returns undefined where the card does not offer it
 */
export function findAct(card: unknown, cmd: string, caseNumber: string): FoundAct | undefined {
  const nodes = nodesOf(card);
  for (const { node, form } of nodes) {
    const value = callbackOf(node);
    if (node.tag !== 'button' || value?.cmd !== cmd || value.case !== caseNumber) continue;
    if (form === undefined) return { kind: 'button', value };
    return { kind: 'form', submit: String(node.name), value, fields: fieldsOf(form) };
  }
  for (const { node } of nodes) {
    const value = callbackOf(node);
    if (node.tag !== 'overflow' || value?.case !== caseNumber) continue;
    const options: readonly unknown[] = Array.isArray(node.options) ? node.options : [];
    if (options.some((option) => isNode(option) && option.value === cmd)) return { kind: 'menu', value, option: cmd };
  }
  return undefined;
}

/** `reply-case` and `told_by` → `reply_case__told_by`. */
export function fieldName(cmd: string, field: string): string {
  return `${cmd.replaceAll('-', '_')}__${field}`;
}

function fieldsOf(form: CardNode): readonly string[] {
  return nodesOf({ body: { elements: form.elements } })
    .filter(({ node }) => typeof node.name === 'string' && node.tag !== 'button')
    .map(({ node }) => String(node.name));
}
