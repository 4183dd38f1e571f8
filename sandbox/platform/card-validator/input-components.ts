import { type CardContext, cardCodes, isObject, type JsonObject, type Path } from './context';
import type { ComponentSpec } from './display-components';
import {
  anything,
  behaviors,
  type Check,
  confirm,
  cornerRadius,
  type Fields,
  flag,
  icon,
  imageKey,
  integer,
  list,
  multiUrl,
  object,
  oneOf,
  perLocale,
  pixels,
  plainText,
  text,
  textObject,
  textSize,
} from './fields';

const LABEL_MAX = 100;
const INPUT_MAX = 1000;

const placeholder = textObject({ tags: ['plain_text'], max: LABEL_MAX });
const width = pixels({ min: 1, max: 999, words: ['default', 'fill', 'auto'] });
const shared: Fields = { disabled: flag, disabled_tips: plainText, hover_tips: plainText, confirm, behaviors };
const formField: Fields = { ...shared, name: text({ min: 1, max: 100 }), required: flag, placeholder, width };

const option = object({ text: plainText, value: text({ min: 1 }), icon }, ['text', 'value']);

/** Option values must be strings and differ, or the callback could not tell them apart. */
function checkOptionValues(node: JsonObject, path: Path, ctx: CardContext): void {
  if (!Array.isArray(node.options)) return;
  const seen = new Set<string>();
  for (const [index, item] of node.options.entries()) {
    const value: unknown = isObject(item) ? item.value : undefined;
    if (typeof value === 'string' && !ctx.once(seen, value)) {
      ctx.shape([...path, 'options', `[${index}]`, 'value'], 'option value is used twice', value);
    }
  }
}

const BUTTON_TYPES = 'default primary danger text primary_text danger_text primary_filled danger_filled laser'.split(
  ' ',
);

const button: ComponentSpec = {
  fields: {
    ...shared,
    text: textObject({ tags: ['plain_text'], max: LABEL_MAX }),
    type: oneOf(...BUTTON_TYPES),
    size: oneOf('tiny', 'small', 'medium', 'large'),
    width,
    icon,
    name: text({ min: 1, max: 100 }),
    form_action_type: oneOf('submit', 'reset'),
    // Still taken by 2.0 clients, replaced by behaviors.
    value: anything,
    url: text(),
    multi_url: multiUrl,
  },
  also: (node, path, ctx) => {
    if (node.text === undefined && node.icon === undefined) ctx.shape(path, 'property "text" is required');
  },
};

const INPUT_FIELDS: Fields = {
  ...formField,
  default_value: text({ max: INPUT_MAX }),
  i18n_default_value: perLocale(text({ max: INPUT_MAX })),
  max_length: integer(1, INPUT_MAX),
  input_type: oneOf('text', 'multiline_text', 'password'),
  rows: integer(1, 100),
  max_rows: integer(1, 100),
  auto_resize: flag,
  show_icon: flag,
  label: textObject({ tags: ['plain_text'], max: LABEL_MAX }),
  label_position: oneOf('top', 'left'),
};

function checkInput(node: JsonObject, path: Path, ctx: CardContext): void {
  const max = typeof node.max_length === 'number' ? node.max_length : INPUT_MAX;
  if (typeof node.default_value !== 'string' || [...node.default_value].length <= max) return;
  ctx.shape([...path, 'default_value'], `longer than max_length ${max}`, node.default_value);
}

const selectLook: Fields = { type: oneOf('default', 'text') };
const optionList = list(option, { min: 1 });
const personOptions: Check = (value, path, ctx) =>
  list(object({ value: text({ min: 1 }) }, ['value']))(value, path, ctx);

const imageOptions = list(
  object(
    { img_key: imageKey, value: text({ min: 1 }), disabled: flag, disabled_tips: plainText, hover_tips: plainText },
    ['img_key', 'value'],
  ),
  { min: 1 },
);

function picker(initial: string, pattern: RegExp): ComponentSpec {
  const initialValue: Check = (value, path, ctx) => {
    if (typeof value !== 'string' || (value !== '' && !pattern.test(value)))
      ctx.shape(path, 'not in the form the picker reads', value);
  };
  return { fields: { ...formField, [initial]: initialValue, value: anything } };
}

/** Components a person can use. */
export const inputComponents: Readonly<Record<string, ComponentSpec>> = {
  button,
  input: { fields: INPUT_FIELDS, also: checkInput },
  overflow: {
    fields: {
      ...shared,
      width,
      name: text({ min: 1, max: 100 }),
      options: list(
        object({ text: plainText, value: text({ min: 1 }), multi_url: multiUrl, icon, confirm }, ['text']),
        { min: 1 },
      ),
    },
    required: ['options'],
    also: checkOptionValues,
  },
  select_static: {
    fields: {
      ...formField,
      ...selectLook,
      options: optionList,
      initial_option: text(),
      initial_index: integer(0, 1000),
    },
    required: ['options'],
    also: checkOptionValues,
  },
  multi_select_static: {
    fields: { ...formField, ...selectLook, options: optionList, selected_values: list(text()) },
    required: ['options'],
    also: checkOptionValues,
  },
  select_person: {
    fields: { ...formField, ...selectLook, options: personOptions, initial_option: text(), initial_user: text() },
    also: checkOptionValues,
  },
  multi_select_person: {
    fields: { ...formField, ...selectLook, options: personOptions, selected_values: list(text()) },
    also: checkOptionValues,
  },
  date_picker: picker('initial_date', /^\d{4}-\d{2}-\d{2}$/),
  picker_time: picker('initial_time', /^\d{2}:\d{2}$/),
  picker_datetime: picker('initial_datetime', /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/),
  checker: {
    fields: {
      ...shared,
      name: text({ min: 1, max: 100 }),
      text: textObject({ tags: ['plain_text', 'lark_md'] }),
      checked: flag,
      overall_checkable: flag,
      checked_style: object({ show_strikethrough: flag, opacity: anything }),
      text_size: textSize,
      button_area: object({ pc_display_rule: oneOf('always', 'on_hover'), buttons: list(anything, { max: 3 }) }),
      padding: anything,
    },
  },
  select_img: {
    fields: {
      ...formField,
      style: oneOf('none', 'border'),
      layout: oneOf('stretch', 'bisect', 'trisect'),
      aspect_ratio: oneOf('1:1', '16:9', '4:3'),
      multi_select: flag,
      can_preview: flag,
      corner_radius: cornerRadius,
      value: anything,
      options: imageOptions,
      selected_values: list(text()),
    },
    required: ['options'],
    also: checkOptionValues,
  },
};

/** Tags that must carry a `name` of their own inside a form. */
export const namedInForms = new Set(Object.keys(inputComponents).filter((tag) => tag !== 'overflow'));

/** Tags the platform takes only inside a form. */
export const formOnly = new Set(['multi_select_static', 'multi_select_person']);

/** Reports a missing or doubled form name with its own code. */
export function checkFormName(node: JsonObject, path: Path, ctx: CardContext, seen: Set<string>): void {
  if (typeof node.name !== 'string' || node.name === '') {
    ctx.report(path, cardCodes.name, 'form component must have a name');
    return;
  }
  if (!ctx.once(seen, node.name))
    ctx.report([...path, 'name'], cardCodes.name, 'name must be unique in the card', node.name);
}
