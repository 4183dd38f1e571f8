/**
 * The neutral card: what a person sees, without any platform's JSON. Channels compile it (Feishu JSON 2.0 inline).
 * Text written by a citizen or a clerk is its own node type (`quote`, or a plain string, which is always literal):
 * no string in this model is ever interpreted as markup, so it can never ping a group, forge a link or break a card.
 */
export type Tone = 'blue' | 'wathet' | 'yellow' | 'orange' | 'red' | 'green' | 'grey' | 'purple';

export interface Tag {
  readonly text: string;
  readonly tone: Tone;
}

/** Data of a click: `cmd` is the command's name; `v` the case version the card showed. */
export interface ActionValue {
  readonly cmd: string;
  readonly case: string | null;
  readonly v: number;
  readonly [extra: string]: string | number | boolean | null;
}

export interface Confirm {
  readonly title: string;
  readonly text: string;
}

export interface Button {
  readonly text: string;
  readonly style: 'primary' | 'default' | 'danger';
  readonly value: ActionValue;
  readonly confirm?: Confirm;
}

export interface Choice {
  readonly text: string;
  readonly value: string;
}

export interface Menu {
  /** `option.value` is the name of the command; `value` is the menu's own value (`cmd: 'open-form'`). */
  readonly options: readonly Choice[];
  readonly value: ActionValue;
}

interface FieldBase {
  /** Full form name: command with `_`, two underscores, field: `reply_case__told_by`. */
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
}

export type Field =
  | (FieldBase & {
      readonly kind: 'text';
      readonly multiline: boolean;
      readonly maxLength: number;
      readonly placeholder?: string;
      readonly initial?: string;
    })
  | (FieldBase & { readonly kind: 'select'; readonly options: readonly Choice[]; readonly initial?: string })
  | (FieldBase & {
      readonly kind: 'multi-select';
      readonly options: readonly Choice[];
      readonly initial?: readonly string[];
    })
  | (FieldBase & { readonly kind: 'person'; readonly initial?: string })
  | (FieldBase & { readonly kind: 'date'; readonly initial?: string })
  | (FieldBase & { readonly kind: 'datetime'; readonly initial?: string });

/** A styled run of our own words, or a mention of a member by open_id. Strings are literal. */
export type Span =
  | { readonly text: string; readonly bold?: boolean; readonly tone?: Tone }
  | { readonly mention: string };

export type Node =
  | { readonly kind: 'text'; readonly spans: readonly Span[]; readonly size?: 'normal' | 'small' }
  /** Words of a citizen or clerk, shown literally; `lines` before it is cut in view. */
  | { readonly kind: 'quote'; readonly text: string; readonly lines?: number }
  | { readonly kind: 'facts'; readonly items: readonly { readonly label: string; readonly value: string }[] }
  | { readonly kind: 'divider' }
  | { readonly kind: 'panel'; readonly title: string; readonly nodes: readonly LeafNode[] }
  | { readonly kind: 'actions'; readonly buttons: readonly Button[]; readonly menu?: Menu }
  | { readonly kind: 'row'; readonly nodes: readonly LeafNode[]; readonly button?: Button; readonly menu?: Menu }
  | {
      readonly kind: 'form';
      readonly name: string;
      readonly fields: readonly Field[];
      /** Optional fields that stand in one collapsible panel inside the form. */
      readonly more?: { readonly title: string; readonly fields: readonly Field[] };
      readonly submit: Button;
    }
  | {
      readonly kind: 'table';
      readonly columns: readonly { readonly name: string; readonly title: string; readonly type: 'text' | 'number' }[];
      readonly rows: readonly Readonly<Record<string, string | number>>[];
    }
  | { readonly kind: 'links'; readonly items: readonly { readonly text: string; readonly url: string }[] };

export type LeafNode = Extract<Node, { kind: 'text' | 'quote' | 'facts' | 'divider' }>;

export interface Card {
  /** Shown in the chat list; carries the case number on case cards. */
  readonly summary: string;
  readonly header: {
    readonly title: string;
    readonly subtitle?: string;
    readonly tone: Tone;
    readonly tags: readonly Tag[];
  };
  readonly body: readonly Node[];
}

/** A card kind: a pure function from view data to a neutral card. */
export interface CardDefinition<View> {
  readonly name: string;
  readonly render: (view: View) => Card;
}

export function defineCard<View>(name: string, render: (view: View) => Card): CardDefinition<View> {
  return { name, render };
}
