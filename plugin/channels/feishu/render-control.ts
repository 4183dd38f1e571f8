import type { Button, Confirm, Menu, Node } from '../../../cards/card';
import type { CardElement } from './card-json';
import { plainText, safeUrl } from './literal';
import { renderLeaf, renderLine } from './render-leaf';

/** The platform refuses a longer button text. */
const BUTTON_TEXT_MAX = 100;
const BUTTON_TYPES = { primary: 'primary_filled', default: 'default', danger: 'danger' } as const;

/** A button that answers by callback with its value; the same shape inside and outside a form. */
export function renderButton(button: Button): CardElement {
  return {
    tag: 'button',
    text: plainText(button.text, BUTTON_TEXT_MAX),
    type: BUTTON_TYPES[button.style],
    ...(button.confirm === undefined ? {} : { confirm: renderConfirm(button.confirm) }),
    behaviors: [{ type: 'callback', value: button.value }],
  };
}

function renderConfirm(confirm: Confirm): { readonly title: CardElement; readonly text: CardElement } {
  return { title: plainText(confirm.title, BUTTON_TEXT_MAX), text: plainText(confirm.text, 300) };
}

function renderMenu(menu: Menu): CardElement {
  return {
    tag: 'overflow',
    options: menu.options.map((option) => ({ text: plainText(option.text, BUTTON_TEXT_MAX), value: option.value })),
    behaviors: [{ type: 'callback', value: menu.value }],
  };
}

function autoColumn(element: CardElement): CardElement {
  return { tag: 'column', width: 'auto', vertical_align: 'center', elements: [element] };
}

/** Buttons side by side, wrapping on a phone; the overflow menu stands last. */
export function renderActions(node: Extract<Node, { kind: 'actions' }>): readonly CardElement[] {
  const controls = [...node.buttons.map(renderButton), ...renderMenus(node.menu)];
  return controls.length === 0 ? [] : [{ tag: 'column_set', flex_mode: 'flow', columns: controls.map(autoColumn) }];
}

/** A list row: its words take the width, its button and menu stand at the end. */
export function renderRow(node: Extract<Node, { kind: 'row' }>): readonly CardElement[] {
  const words: CardElement = {
    tag: 'column',
    width: 'weighted',
    weight: 1,
    vertical_align: 'center',
    elements: node.nodes.flatMap(renderLeaf),
  };
  const controls = [...(node.button === undefined ? [] : [renderButton(node.button)]), ...renderMenus(node.menu)];
  return [{ tag: 'column_set', flex_mode: 'none', columns: [words, ...controls.map(autoColumn)] }];
}

function renderMenus(menu: Menu | undefined): readonly CardElement[] {
  return menu === undefined || menu.options.length === 0 ? [] : [renderMenu(menu)];
}

/** Links as buttons: their text stays literal and the address exact. An address that is not http(s) shows as words. */
export function renderLinks(node: Extract<Node, { kind: 'links' }>): readonly CardElement[] {
  const columns = node.items.map((item) => {
    const url = safeUrl(item.url);
    if (url === undefined) return autoColumn(renderLine(item.text));
    return autoColumn({
      tag: 'button',
      text: plainText(item.text, BUTTON_TEXT_MAX),
      type: 'text',
      behaviors: [{ type: 'open_url', default_url: url }],
    });
  });
  return columns.length === 0 ? [] : [{ tag: 'column_set', flex_mode: 'flow', columns }];
}
