import type { Confirm, Field, Node } from '../../cards/card';
import type { CaseCommand, CaseView, Desk, FieldSpec, FormSpec } from './command';

type FormNode = Extract<Node, { kind: 'form' }>;

/** The platform's limit for an input; longer texts go by `答复 <编号>` (D20). */
export const INPUT_MAX = 1000;

/** `reply-case` + `told_by` → `reply_case__told_by` (contract §6). */
export function fieldName(command: string, field: string): string {
  return `${command.replaceAll('-', '_')}__${field}`;
}

/** The fields of one command out of a card's form values, under the contract's field words. */
export function valuesOf(command: string, form: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const prefix = fieldName(command, '');
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(form)) {
    if (name.startsWith(prefix)) values[name.slice(prefix.length)] = value;
  }
  return values;
}

export function toField(command: string, spec: FieldSpec): Field {
  const base = { name: fieldName(command, spec.name), label: spec.label, required: spec.required };
  const initial = spec.initial === undefined ? {} : { initial: spec.initial };
  const placeholder = spec.placeholder === undefined ? {} : { placeholder: spec.placeholder };
  switch (spec.kind) {
    case 'text':
    case 'long-text':
      return {
        ...base,
        ...initial,
        ...placeholder,
        kind: 'text',
        multiline: spec.kind === 'long-text',
        maxLength: INPUT_MAX,
      };
    case 'select':
      return { ...base, ...initial, kind: 'select', options: spec.options ?? [] };
    case 'multi-select':
      return { ...base, kind: 'multi-select', options: spec.options ?? [] };
    case 'person':
    case 'date':
    case 'datetime':
      return { ...base, ...initial, kind: spec.kind };
  }
}

export function toFormNode(
  command: string,
  spec: FormSpec,
  value: { case: string | null; v: number },
  submit: { readonly text: string; readonly confirm?: Confirm; readonly danger?: boolean },
): FormNode {
  const more = spec.more ?? [];
  return {
    kind: 'form',
    name: `form_${command.replaceAll('-', '_')}`,
    fields: spec.fields.map((field) => toField(command, field)),
    ...(more.length > 0 ? { more: { title: '选填', fields: more.map((field) => toField(command, field)) } } : {}),
    submit: {
      text: submit.text,
      style: submit.danger ? 'danger' : 'primary',
      value: { cmd: command, case: value.case, v: value.v },
      ...(submit.confirm === undefined ? {} : { confirm: submit.confirm }),
    },
  };
}

/** The form of an act on a case, or undefined where its button performs it. */
export function caseForm(command: CaseCommand, view: CaseView, desk: Desk): FormNode | undefined {
  const spec = command.form?.(view, desk);
  if (!spec) return undefined;
  return toFormNode(
    command.name,
    spec,
    { case: view.state.number, v: view.state.version },
    {
      text: command.label.zh,
      danger: command.danger ?? false,
      ...(command.confirm === undefined ? {} : { confirm: command.confirm(view.state) }),
    },
  );
}
