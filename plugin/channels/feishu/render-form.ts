import type { Choice, Field, Node } from '../../../cards/card';
import { assertNever } from '../../../server/domain/result';
import type { CardElement } from './card-json';
import { cleanText, plainText } from './literal';
import { renderButton } from './render-control';
import { renderLine } from './render-leaf';
import { renderPanel } from './render-panel';

type Form = Extract<Node, { kind: 'form' }>;
type TextField = Extract<Field, { kind: 'text' }>;

/** The platform's longest input. */
const INPUT_MAX = 1000;
const PLACEHOLDER_MAX = 100;

/** A form with its required fields open, the optional ones in one collapsed panel, and its one submit button. */
export function renderForm(form: Form): CardElement {
  const more = form.more;
  const panel =
    more === undefined || more.fields.length === 0 ? [] : [renderPanel(more.title, more.fields.flatMap(renderField))];
  const submit: CardElement = {
    ...renderButton(form.submit),
    name: `submit_${form.name}`,
    form_action_type: 'submit',
  };
  return { tag: 'form', name: form.name, elements: [...form.fields.flatMap(renderField), ...panel, submit] };
}

/** Names of all components of a form that send a value, and of its submit button: unique over the whole card. */
export function formNames(form: Form): readonly string[] {
  const fields = [...form.fields, ...(form.more?.fields ?? [])];
  return [form.name, `submit_${form.name}`, ...fields.map((field) => field.name)];
}

function renderField(field: Field): readonly CardElement[] {
  if (field.kind === 'text') return [renderInput(field)];
  // Only inputs have a label of their own.
  return [renderLine(labelOf(field)), renderPicker(field)];
}

function renderInput(field: TextField): CardElement {
  const maxLength = Math.min(Math.max(field.maxLength, 1), INPUT_MAX);
  const initial = cleanText((field.initial ?? '').slice(0, maxLength));
  return {
    tag: 'input',
    name: field.name,
    label: plainText(labelOf(field), PLACEHOLDER_MAX),
    label_position: 'top',
    input_type: field.multiline ? 'multiline_text' : 'text',
    ...(field.multiline ? { rows: 3, auto_resize: true } : {}),
    max_length: maxLength,
    required: field.required,
    width: 'fill',
    ...(field.placeholder === undefined ? {} : { placeholder: plainText(field.placeholder, PLACEHOLDER_MAX) }),
    ...(initial === '' ? {} : { default_value: initial }),
  };
}

function renderPicker(field: Exclude<Field, TextField>): CardElement {
  const base = {
    name: field.name,
    required: field.required,
    placeholder: plainText(field.label, PLACEHOLDER_MAX),
    width: 'fill',
  };
  switch (field.kind) {
    case 'select':
      return { tag: 'select_static', ...base, options: renderOptions(field.options), ...initialIndex(field) };
    case 'multi-select': {
      const known = (field.initial ?? []).filter((value) => field.options.some((option) => option.value === value));
      const selected = known.length === 0 ? {} : { selected_values: known };
      return { tag: 'multi_select_static', ...base, options: renderOptions(field.options), ...selected };
    }
    case 'person':
      // No options: the platform offers the members of the chat.
      return { tag: 'select_person', ...base, ...(field.initial ? { initial_option: field.initial } : {}) };
    case 'date':
      return { tag: 'date_picker', ...base, ...(field.initial ? { initial_date: field.initial } : {}) };
    case 'datetime':
      return { tag: 'picker_datetime', ...base, ...(field.initial ? { initial_datetime: field.initial } : {}) };
    default:
      return assertNever(field);
  }
}

/** `initial_option` means the option's text in the platform's wording; the 1-based index cannot be misread. */
function initialIndex(field: Extract<Field, { kind: 'select' }>): { readonly initial_index?: number } {
  const index = field.options.findIndex((option) => option.value === field.initial);
  return index < 0 ? {} : { initial_index: index + 1 };
}

function renderOptions(options: readonly Choice[]): readonly { readonly text: CardElement; readonly value: string }[] {
  return options.map((option) => ({ text: plainText(option.text, PLACEHOLDER_MAX), value: option.value }));
}

function labelOf(field: Field): string {
  return field.required ? `${field.label} *` : field.label;
}
