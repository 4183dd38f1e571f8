import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject } from './card-validator/context';

/** A component of a card a person can use, with the form it stands in. */
export interface Clickable {
  readonly node: JsonObject;
  readonly form: JsonObject | undefined;
}

const USABLE = new Set([
  'button',
  'input',
  'overflow',
  'select_static',
  'multi_select_static',
  'select_person',
  'multi_select_person',
  'date_picker',
  'picker_time',
  'picker_datetime',
  'checker',
  'select_img',
  'interactive_container',
]);

/** Every usable component of a card, in reading order. */
export function clickablesOf(card: unknown): Clickable[] {
  const found: Clickable[] = [];
  if (isObject(card) && isObject(card.body)) collect(card.body.elements, undefined, found);
  return found;
}

function collect(node: unknown, form: JsonObject | undefined, found: Clickable[]): void {
  if (Array.isArray(node)) for (const item of node) collect(item, form, found);
  if (!isObject(node)) return;
  if (USABLE.has(String(node.tag))) found.push({ node, form });
  const inside = node.tag === 'form' ? node : form;
  collect(node.elements, inside, found);
  collect(node.columns, inside, found);
  if (isObject(node.button_area)) collect(node.button_area.buttons, inside, found);
}

/** What the component sends back: the value of its callback behavior, else its old-style `value`. */
export function callbackValue(node: JsonObject): { readonly value: unknown } | undefined {
  const list: unknown[] = Array.isArray(node.behaviors) ? node.behaviors : [];
  const callback = list.filter(isObject).find((behavior) => behavior.type === 'callback');
  if (callback !== undefined) return { value: callback.value };
  return node.value === undefined ? undefined : { value: node.value };
}

/** How a click names a component. */
export interface ClickTarget {
  readonly tag: string;
  readonly name?: string | undefined;
  readonly value?: unknown;
}

/** The component a click means in the card as it stands now, or the reason there is none. */
export function findClickable(card: unknown, target: ClickTarget): Clickable | string {
  const sameTag = clickablesOf(card).filter(({ node }) => node.tag === target.tag);
  if (sameTag.length === 0) return `the current card has no ${target.tag}`;
  const named = target.name === undefined ? sameTag : sameTag.filter(({ node }) => node.name === target.name);
  if (named.length === 0) return `the current card has no ${target.tag} named ${target.name}`;
  const valued =
    target.value === undefined
      ? named
      : named.filter(({ node }) => isDeepStrictEqual(callbackValue(node)?.value, target.value));
  const [first] = valued;
  if (first === undefined) return `the current card has no ${target.tag} with this value`;
  if (valued.length > 1 && target.name === undefined && target.value === undefined) {
    return `the current card has ${valued.length} of ${target.tag}: give name or value`;
  }
  if (first.node.disabled === true) return `this ${target.tag} is disabled`;
  return first;
}
