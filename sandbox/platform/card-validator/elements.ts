import { type CardContext, cardCodes, isObject, type JsonObject, type Path } from './context';
import { type ComponentSpec, displayComponents } from './display-components';
import {
  anything,
  behaviors,
  checkFields,
  colour,
  confirm,
  cornerRadius,
  elementId,
  type Fields,
  flag,
  icon,
  integer,
  link,
  margin,
  multiUrl,
  object,
  oneOf,
  padding,
  pixels,
  plainText,
  segment,
  spacing,
  text,
  textObject,
} from './fields';
import { checkFormName, formOnly, inputComponents, namedInForms } from './input-components';
import { tableComponent } from './table-component';

const MAX_DEPTH = 5;
const MAX_TABLES = 5;

/** Where an element stands: how deep, in which form if any. */
interface Place {
  readonly depth: number;
  readonly isInForm: boolean;
}

const layout: Fields = {
  direction: oneOf('vertical', 'horizontal'),
  padding,
  horizontal_spacing: spacing,
  vertical_spacing: spacing,
  horizontal_align: oneOf('left', 'center', 'right'),
  vertical_align: oneOf('top', 'center', 'bottom'),
};

const border = object({ color: colour, corner_radius: cornerRadius });

const panelTitle = textObject({ tags: ['plain_text', 'markdown', 'lark_md'] });
const panelHeader = object(
  {
    title: panelTitle,
    expanded_title: panelTitle,
    background_color: colour,
    vertical_align: oneOf('top', 'center', 'bottom'),
    padding,
    position: oneOf('top', 'bottom'),
    width: pixels({ min: 1, max: 999, words: ['fill', 'auto', 'auto_when_fold'] }),
    icon,
    icon_position: oneOf('left', 'right', 'follow_text'),
    icon_expanded_angle: oneOf(-180, -90, 90, 180),
  },
  ['title'],
);

/** Components that hold others; their `elements` and `columns` are walked by {@link checkElement}. */
const containers: Readonly<Record<string, ComponentSpec>> = {
  form: { fields: { ...layout, name: anything, elements: anything, confirm }, required: ['elements'] },
  column_set: {
    fields: {
      ...layout,
      flex_mode: oneOf('none', 'stretch', 'flow', 'bisect', 'trisect'),
      background_style: colour,
      columns: anything,
      action: object({ multi_url: multiUrl }),
    },
    required: ['columns'],
  },
  collapsible_panel: {
    fields: { ...layout, header: panelHeader, expanded: flag, background_color: colour, border, elements: anything },
    required: ['header', 'elements'],
  },
  interactive_container: {
    fields: {
      ...layout,
      behaviors,
      width: pixels({ min: 16, max: 999, words: ['fill', 'auto'] }),
      height: pixels({ min: 10, max: 999, words: ['auto'] }),
      background_style: colour,
      border,
      has_border: flag,
      border_color: colour,
      corner_radius: cornerRadius,
      hover_tips: plainText,
      disabled: flag,
      disabled_tips: plainText,
      confirm,
      url: link({ mayBeEmpty: true }),
      elements: anything,
    },
    required: ['behaviors', 'elements'],
  },
};

const column: ComponentSpec = {
  fields: {
    ...layout,
    width: pixels({ min: 16, max: 600, words: ['auto', 'weighted'] }),
    weight: integer(1, 5),
    background_style: colour,
    action: object({ multi_url: multiUrl }),
    elements: anything,
  },
};

const components: Readonly<Record<string, ComponentSpec>> = {
  ...displayComponents,
  ...inputComponents,
  ...containers,
  table: tableComponent,
};

const common: Fields = { tag: text(), element_id: elementId, margin };

/** Judges a list of elements that stand side by side at one place. */
export function checkElements(value: unknown, path: Path, ctx: CardContext, place: Place): void {
  if (!Array.isArray(value)) {
    ctx.shape(path, 'elements must be a list', value);
    return;
  }
  for (const [index, item] of value.entries()) checkElement(item, [...path, segment(index, item)], ctx, place);
}

function checkElement(node: unknown, path: Path, ctx: CardContext, place: Place): void {
  if (!isObject(node) || typeof node.tag !== 'string') {
    ctx.shape(path, 'an element must be an object with a tag', node);
    return;
  }
  const spec = Object.hasOwn(components, node.tag) ? components[node.tag] : undefined;
  if (spec === undefined) {
    const msg = `cards of schema V2 no longer support this capability; unsupported tag ${node.tag}`;
    ctx.report(path, cardCodes.tag, msg, node.tag);
    return;
  }
  if (place.depth > MAX_DEPTH) {
    ctx.shape(path, `nested deeper than ${MAX_DEPTH} levels`, node.tag);
    return;
  }
  checkPlace(node, path, ctx, place);
  checkComponent(node, path, ctx, spec);
  checkChildren(node, path, ctx, place);
}

function checkComponent(node: JsonObject, path: Path, ctx: CardContext, spec: ComponentSpec): void {
  checkFields(node, path, ctx, { fields: { ...common, ...spec.fields }, required: spec.required ?? [] });
  spec.also?.(node, path, ctx);
}

/** Rules about what may stand where. */
function checkPlace(node: JsonObject, path: Path, ctx: CardContext, place: Place): void {
  const tag = String(node.tag);
  if ((tag === 'form' || tag === 'table') && place.depth > 1)
    ctx.shape(path, `${tag} may stand only at the root of the card`, tag);
  if (tag === 'table') {
    ctx.tables += 1;
    if (ctx.tables === MAX_TABLES + 1)
      ctx.report(path, cardCodes.elements, `more than ${MAX_TABLES} tables in the card`);
  }
  if (tag === 'chart' && place.isInForm) ctx.shape(path, 'chart may not stand in a form', tag);
  if (!place.isInForm && formOnly.has(tag)) ctx.shape(path, `${tag} may stand only in a form`, tag);
  if (!place.isInForm && node.form_action_type !== undefined) {
    ctx.shape([...path, 'form_action_type'], 'only a button in a form may submit or reset', node.form_action_type);
  }
  if (!place.isInForm && tag === 'input' && node.required !== undefined) {
    ctx.shape([...path, 'required'], 'required is allowed only in a form', node.required);
  }
  if (!place.isInForm && tag === 'select_img' && node.multi_select === true) {
    ctx.shape([...path, 'multi_select'], 'multi_select is allowed only in a form');
  }
  if (place.isInForm && namedInForms.has(tag)) checkFormName(node, path, ctx, ctx.fieldNames);
}

function checkChildren(node: JsonObject, path: Path, ctx: CardContext, place: Place): void {
  const inside: Place = { depth: place.depth + 1, isInForm: place.isInForm || node.tag === 'form' };
  if (node.tag === 'column_set') {
    checkColumns(node.columns, [...path, 'columns'], ctx, inside);
    return;
  }
  if (node.tag === 'checker' && isObject(node.button_area) && node.button_area.buttons !== undefined) {
    checkElements(node.button_area.buttons, [...path, 'button_area', 'buttons'], ctx, inside);
    return;
  }
  if (Object.hasOwn(containers, String(node.tag)) && node.elements !== undefined) {
    checkElements(node.elements, [...path, 'elements'], ctx, inside);
  }
  if (node.tag === 'form') checkForm(node, path, ctx);
}

/** A column is part of its set, not a level of its own. */
function checkColumns(value: unknown, path: Path, ctx: CardContext, place: Place): void {
  if (!Array.isArray(value)) {
    ctx.shape(path, 'columns must be a list', value);
    return;
  }
  for (const [index, item] of value.entries()) {
    const at = [...path, segment(index, item)];
    if (!isObject(item) || item.tag !== 'column') ctx.shape(at, 'must be an object with the tag column', item);
    else {
      checkComponent(item, at, ctx, column);
      if (item.elements !== undefined) checkElements(item.elements, [...at, 'elements'], ctx, place);
    }
  }
}

function checkForm(form: JsonObject, path: Path, ctx: CardContext): void {
  checkFormName(form, path, ctx, ctx.formNames);
  if (!hasSubmit(form)) ctx.shape(path, 'a form needs at least one button with form_action_type submit');
}

function hasSubmit(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(hasSubmit);
  if (!isObject(node)) return false;
  if (node.tag === 'button' && node.form_action_type === 'submit') return true;
  return hasSubmit(node.elements) || hasSubmit(node.columns);
}
