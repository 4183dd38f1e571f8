import { isObject, type JsonObject } from './card-validator/context';
import { clickablesOf } from './clickables';

const OFFSET = '+0800';
const INPUT_MAX = 1000;

/** The values a client would send for a form: given ones checked, the others as the card prefilled them; or why not. */
export function formValue(
  form: JsonObject,
  given: Readonly<Record<string, unknown>>,
  members: ReadonlySet<string>,
): Readonly<Record<string, unknown>> | string {
  const fields = fieldsOf(form);
  const unknown = Object.keys(given).find((name) => !fields.has(name));
  if (unknown !== undefined) return `the form has no field named ${unknown}`;
  const values: Record<string, unknown> = {};
  for (const [name, field] of fields) {
    const value = given[name] ?? prefilled(field);
    const problem = fieldProblem(field, value, members);
    if (problem !== undefined) return `${name}: ${problem}`;
    values[name] = withOffset(field, value);
  }
  return values;
}

function fieldsOf(form: JsonObject): Map<string, JsonObject> {
  const inside = clickablesOf({ body: { elements: form.elements } });
  return new Map(
    inside.flatMap(({ node }) =>
      typeof node.name === 'string' && node.tag !== 'button' ? [[node.name, node] as const] : [],
    ),
  );
}

function prefilled(field: JsonObject): unknown {
  switch (field.tag) {
    case 'input':
      return field.default_value ?? '';
    case 'multi_select_static':
    case 'multi_select_person':
      return field.selected_values ?? [];
    case 'checker':
      return field.checked ?? false;
    case 'select_static':
      return initialOption(field);
    default:
      return (
        field.initial_date ??
        field.initial_time ??
        field.initial_datetime ??
        field.initial_option ??
        field.initial_user ??
        ''
      );
  }
}

/** The docs call initial_option the option's text, practice is its value: both are understood. */
function initialOption(field: JsonObject): unknown {
  const options = Array.isArray(field.options) ? field.options.filter(isObject) : [];
  const byIndex = typeof field.initial_index === 'number' ? options[field.initial_index - 1] : undefined;
  const chosen = options.find((option) => isObject(option.text) && option.text.content === field.initial_option);
  return (byIndex ?? chosen ?? options.find((option) => option.value === field.initial_option))?.value ?? '';
}

/** Why a client would not let this value be entered; undefined when it would. */
export function fieldProblem(field: JsonObject, value: unknown, members: ReadonlySet<string>): string | undefined {
  const isEmpty = value === '' || value === undefined || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return field.required === true ? 'is required' : undefined;
  switch (field.tag) {
    case 'input':
      return inputProblem(field, value);
    case 'checker':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'date_picker':
      return matches(value, /^\d{4}-\d{2}-\d{2}( [+-]\d{4})?$/, 'a day such as 2026-03-02');
    case 'picker_time':
      return matches(value, /^\d{2}:\d{2}( [+-]\d{4})?$/, 'a time such as 09:30');
    case 'picker_datetime':
      return matches(value, /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}( [+-]\d{4})?$/, 'an instant such as 2026-03-02 09:30');
    default:
      return choiceProblem(field, value, members);
  }
}

function inputProblem(field: JsonObject, value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be text';
  const max = typeof field.max_length === 'number' ? field.max_length : INPUT_MAX;
  return [...value].length > max ? `longer than ${max} characters` : undefined;
}

function matches(value: unknown, pattern: RegExp, example: string): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? undefined : `must be ${example}`;
}

function choiceProblem(field: JsonObject, value: unknown, members: ReadonlySet<string>): string | undefined {
  const isMulti = String(field.tag).startsWith('multi_') || field.multi_select === true;
  if (isMulti !== Array.isArray(value)) return isMulti ? 'must be a list of values' : 'must be one value';
  const allowed = choicesOf(field, members);
  const wrong = (Array.isArray(value) ? value : [value]).find((one) => !allowed.has(one));
  return wrong === undefined ? undefined : `${String(wrong)} is none of the options`;
}

/** A person select without usable options offers the members of the chat. */
function choicesOf(field: JsonObject, members: ReadonlySet<string>): ReadonlySet<unknown> {
  const options = Array.isArray(field.options) ? field.options.filter(isObject).map((option) => option.value) : [];
  const isPerson = field.tag === 'select_person' || field.tag === 'multi_select_person';
  return isPerson && options.length === 0 ? members : new Set(options);
}

function withOffset(field: JsonObject, value: unknown): unknown {
  const isPicker = ['date_picker', 'picker_time', 'picker_datetime'].includes(String(field.tag));
  return isPicker && typeof value === 'string' && value !== '' && !/[+-]\d{4}$/.test(value)
    ? `${value} ${OFFSET}`
    : value;
}
