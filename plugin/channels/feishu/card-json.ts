/** One element of a Feishu card (JSON 2.0): a tag and its properties, unknown ones being an error on the platform. */
export interface CardElement {
  readonly tag: string;
  readonly [property: string]: unknown;
}

export interface PlainText extends CardElement {
  readonly tag: 'plain_text';
  readonly content: string;
}

/** A card written inline, schema 2.0, as `content` of an interactive message or as `card.data` of a click's answer. */
export interface FeishuCard {
  readonly schema: '2.0';
  readonly config: {
    readonly update_multi: true;
    readonly width_mode: 'fill';
    readonly enable_forward: false;
    readonly summary: { readonly content: string };
  };
  readonly header: {
    readonly template: string;
    readonly title: PlainText;
    readonly subtitle?: PlainText;
    readonly text_tag_list?: readonly CardElement[];
  };
  readonly body: { readonly elements: readonly CardElement[] };
}
