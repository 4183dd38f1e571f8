import {
  CardContext,
  type CardIssue,
  type CardSurroundings,
  cardCodes,
  isObject,
  type JsonObject,
  type Path,
} from './context';
import { checkElements } from './elements';
import {
  anyText,
  anything,
  type Check,
  checkFields,
  elementId,
  flag,
  icon,
  integer,
  list,
  locales,
  multiUrl,
  object,
  oneOf,
  padding,
  perLocale,
  spacing,
  text,
  textObject,
} from './fields';

const MAX_ELEMENTS = 200;
const MAX_HEADER_TAGS = 3;

const TEMPLATES = 'blue wathet turquoise green yellow orange red carmine violet purple indigo grey default'.split(' ');
const TAG_COLOURS = 'neutral blue turquoise lime orange violet indigo wathet green yellow red purple carmine'.split(
  ' ',
);

const perDevice = object({
  default: integer(1, 10_000),
  android: integer(1, 10_000),
  ios: integer(1, 10_000),
  pc: integer(1, 10_000),
});

const onlyTrue: Check = (value, path, ctx) => {
  if (value !== true) ctx.shape(path, 'schema 2.0 cards are shared cards: only true is allowed', value);
};

const config = object({
  streaming_mode: flag,
  streaming_config: object({
    print_frequency_ms: perDevice,
    print_step: perDevice,
    print_strategy: oneOf('fast', 'delay'),
  }),
  summary: object({ content: text(), i18n_content: perLocale(text()) }),
  locales,
  enable_forward: flag,
  update_multi: onlyTrue,
  width_mode: oneOf('default', 'compact', 'fill'),
  compact_width: flag,
  use_custom_translation: flag,
  enable_forward_interaction: flag,
  style: object({ text_size: anything, color: anything }),
});

const textTag = object(
  {
    tag: oneOf('text_tag'),
    element_id: elementId,
    text: textObject({ tags: ['plain_text'] }),
    color: oneOf(...TAG_COLOURS),
  },
  ['tag', 'text'],
);
const textTags = list(textTag, { max: MAX_HEADER_TAGS });

const header = object(
  {
    title: anyText,
    subtitle: anyText,
    text_tag_list: textTags,
    i18n_text_tag_list: perLocale(textTags),
    template: oneOf(...TEMPLATES),
    icon,
    padding,
  },
  ['title'],
);

const body: Check = (value, path, ctx) => {
  if (!isObject(value)) return ctx.shape(path, 'body must be an object', value);
  checkFields(value, path, ctx, {
    fields: {
      direction: oneOf('vertical', 'horizontal'),
      padding,
      horizontal_spacing: spacing,
      vertical_spacing: spacing,
      horizontal_align: oneOf('left', 'center', 'right'),
      vertical_align: oneOf('top', 'center', 'bottom'),
      elements: (elements, at, inner) => checkElements(elements, at, inner, { depth: 1, isInForm: false }),
    },
  });
};

const cardFields = { schema: oneOf('2.0'), config, card_link: multiUrl, header, body };

/**
 * Judges a card of JSON 2.0 as strictly as the platform: unknown tags and properties, sizes, places, names,
 * people and images it refers to.
 * @returns every issue found, in reading order; the platform itself tells only the first
 */
export function validateCard(card: unknown, around: CardSurroundings): readonly CardIssue[] {
  const ctx = new CardContext(around);
  const root: Path = [];
  if (!isObject(card)) {
    ctx.shape(root, 'card must be a JSON object', card);
    return ctx.issues;
  }
  if (card.schema !== '2.0') {
    ctx.shape(['schema'], 'only cards of schema "2.0" are taken by this platform', card.schema);
    return ctx.issues;
  }
  noteTextSizes(card, ctx);
  checkFields(card, root, ctx, { fields: cardFields });
  const total = countElements(card);
  if (total > MAX_ELEMENTS)
    ctx.report(['body'], cardCodes.elements, `element exceeds the limit of ${MAX_ELEMENTS}`, total);
  return ctx.issues;
}

/** The message of error 230099 for one issue, in the platform's wording. */
export function cardErrorText(issue: CardIssue): string {
  const { code, path, msg, value } = issue;
  return `Failed to create card content, ext=ErrCode: ${code}; ErrPath: ${path}; ErrMsg: ${msg}; ErrorValue: ${value}`;
}

function noteTextSizes(card: JsonObject, ctx: CardContext): void {
  const style = isObject(card.config) ? card.config.style : undefined;
  const sizes = isObject(style) ? style.text_size : undefined;
  if (isObject(sizes)) for (const name of Object.keys(sizes)) ctx.textSizes.add(name);
}

/** Free-form data under these keys holds no elements, whatever it looks like. */
const DATA_KEYS = new Set(['chart_spec', 'value', 'behaviors', 'rows', 'style']);

/** Everything with a tag counts, down to the text of each button and of each option. */
export function countElements(node: unknown): number {
  if (Array.isArray(node)) return node.reduce((sum: number, item) => sum + countElements(item), 0);
  if (!isObject(node)) return 0;
  let count = typeof node.tag === 'string' ? 1 : 0;
  for (const [key, value] of Object.entries(node)) if (!DATA_KEYS.has(key)) count += countElements(value);
  return count;
}
