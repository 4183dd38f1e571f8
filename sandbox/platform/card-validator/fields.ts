import { type CardContext, cardCodes, isObject, type JsonObject, type Path } from './context';
import { checkMarkdown } from './markdown';

/** Judges one value; reports to the context, returns nothing. */
export type Check = (value: unknown, path: Path, ctx: CardContext) => void;

export type Fields = Readonly<Record<string, Check>>;

/** Checks an object against its known properties: an unknown one is an error in schema 2.0. */
export function checkFields(
  node: JsonObject,
  path: Path,
  ctx: CardContext,
  spec: { fields: Fields; required?: readonly string[] },
): void {
  for (const name of spec.required ?? []) {
    if (node[name] === undefined) ctx.shape(path, `property "${name}" is required`);
  }
  for (const [name, value] of Object.entries(node)) {
    const check = Object.hasOwn(spec.fields, name) ? spec.fields[name] : undefined;
    if (check === undefined) ctx.shape(path, `unknown property, property: ${name}`, name);
    else if (value !== undefined) check(value, [...path, name], ctx);
  }
}

export const anything: Check = () => {};

export const flag: Check = (value, path, ctx) => {
  if (typeof value !== 'boolean') ctx.shape(path, 'must be true or false', value);
};

export function text(limits: { max?: number; min?: number } = {}): Check {
  return (value, path, ctx) => {
    if (typeof value !== 'string') return ctx.shape(path, 'must be a string', value);
    const length = [...value].length;
    if (length > (limits.max ?? Number.POSITIVE_INFINITY))
      ctx.shape(path, `longer than ${limits.max} characters`, value);
    if (length < (limits.min ?? 0)) ctx.shape(path, 'must not be empty', value);
  };
}

export function integer(min: number, max: number): Check {
  return (value, path, ctx) => {
    if (!Number.isInteger(value) || Number(value) < min || Number(value) > max) {
      ctx.shape(path, `must be a whole number from ${min} to ${max}`, value);
    }
  };
}

export function oneOf(...allowed: readonly unknown[]): Check {
  return (value, path, ctx) => {
    if (!allowed.includes(value)) ctx.shape(path, `must be one of ${allowed.join(', ')}`, value);
  };
}

/** One of the words, or a length in pixels within the range. */
export function pixels(range: { min: number; max: number; words?: readonly string[]; parts?: number }): Check {
  return (value, path, ctx) => {
    if (typeof value !== 'string') return ctx.shape(path, 'must be a string such as "12px"', value);
    if (range.words?.includes(value)) return;
    const parts = value.trim().split(/\s+/);
    const fits = parts.every((part) => {
      const match = /^(-?\d+(?:\.\d+)?)(?:px)?$/.exec(part);
      const isLength = match !== null && (part.endsWith('px') || match[1] === '0');
      return isLength && Number(match[1]) >= range.min && Number(match[1]) <= range.max;
    });
    if (!fits || parts.length > (range.parts ?? 1)) {
      ctx.shape(path, `must be ${[...(range.words ?? []), `[${range.min},${range.max}]px`].join(' or ')}`, value);
    }
  };
}

export const spacing = pixels({ min: 0, max: 99, words: ['small', 'medium', 'large', 'extra_large'] });
export const padding = pixels({ min: 0, max: 99, parts: 4 });
export const margin = pixels({ min: -99, max: 99, parts: 4 });
export const cornerRadius: Check = (value, path, ctx) => {
  if (typeof value !== 'string' || !/^\d+(\.\d+)?(px|%)$/.test(value))
    ctx.shape(path, 'must be a length or a percentage', value);
};

/** Colours are names with an optional shade, rgba(…), or a name from config.style: any of these is a non-empty word. */
export const colour = text({ min: 1, max: 64 });

const TEXT_SIZES = new Set(
  'heading-0 heading-1 heading-2 heading-3 heading-4 heading normal normal_v2 notation xxxx-large xxx-large xx-large x-large large medium small x-small'.split(
    ' ',
  ),
);

export const textSize: Check = (value, path, ctx) => {
  if (typeof value === 'string' && (TEXT_SIZES.has(value) || ctx.textSizes.has(value))) return;
  ctx.shape(path, 'unknown text size', value);
};

export function list(item: Check, limits: { max?: number; min?: number } = {}): Check {
  return (value, path, ctx) => {
    if (!Array.isArray(value)) return ctx.shape(path, 'must be a list', value);
    if (value.length > (limits.max ?? Number.POSITIVE_INFINITY))
      ctx.shape(path, `more than ${limits.max} items`, value.length);
    if (value.length < (limits.min ?? 0)) ctx.shape(path, 'must not be empty');
    for (const [index, entry] of value.entries()) item(entry, [...path, segment(index, entry)], ctx);
  };
}

/** `[2](tag: chart)`, the way the platform points at an element. */
export function segment(index: number, entry: unknown): string {
  const tag = isObject(entry) && typeof entry.tag === 'string' ? `(tag: ${entry.tag})` : '';
  return `[${index}]${tag}`;
}

export function object(fields: Fields, required: readonly string[] = []): Check {
  return (value, path, ctx) => {
    if (!isObject(value)) return ctx.shape(path, 'must be an object', value);
    checkFields(value, path, ctx, { fields, required });
  };
}

const UNSUPPORTED_ACTION = 'lark://msgcard/unsupported_action';

/** A link the client will open: http or https only. Per-platform links may be empty. */
export function link(rule: { mayBeEmpty: boolean }): Check {
  return (value, path, ctx) => {
    if (typeof value !== 'string') return ctx.shape(path, 'must be a string', value);
    if ((value === '' && rule.mayBeEmpty) || value === UNSUPPORTED_ACTION) return;
    if (!/^https?:\/\/[^\s]+$/i.test(value)) ctx.shape(path, 'only http and https links are allowed', value);
  };
}

export const multiUrl = object({
  url: link({ mayBeEmpty: true }),
  pc_url: link({ mayBeEmpty: true }),
  ios_url: link({ mayBeEmpty: true }),
  android_url: link({ mayBeEmpty: true }),
});

const LOCALES = 'zh_cn en_us zh_hk zh_tw ja_jp id_id vi_vn th_th pt_br es_es ko_kr de_de fr_fr it_it ru_ru ms_my'.split(
  ' ',
);

export const locales = list(oneOf(...LOCALES));

/** One value per language. */
export function perLocale(check: Check): Check {
  return object(Object.fromEntries(LOCALES.map((locale) => [locale, check])));
}

export const imageKey: Check = (value, path, ctx) => {
  if (typeof value !== 'string') return ctx.shape(path, 'must be a string', value);
  if (!ctx.around.imageExists(value)) ctx.report(path, cardCodes.image, 'image key is invalid', value);
};

export const markdownText: Check = (value, path, ctx) => {
  if (typeof value !== 'string') return ctx.shape(path, 'must be a string', value);
  checkMarkdown(value, path, ctx);
};

export const elementId: Check = (value, path, ctx) => {
  if (typeof value !== 'string' || !/^[A-Za-z][A-Za-z0-9_]{0,19}$/.test(value)) {
    return ctx.shape(path, 'element_id: letters, digits and _, first a letter, at most 20 characters', value);
  }
  if (!ctx.once(ctx.elementIds, value)) ctx.shape(path, 'element_id is used twice', value);
};

export const icon: Check = (value, path, ctx) => {
  if (!isObject(value)) return ctx.shape(path, 'must be an object', value);
  // The component documents show an empty icon for "none".
  if (Object.keys(value).length === 0) return;
  const size = pixels({ min: 1, max: 999, parts: 2 });
  checkFields(value, path, ctx, {
    fields: {
      tag: oneOf('standard_icon', 'custom_icon'),
      token: text({ min: 1 }),
      color: colour,
      img_key: imageKey,
      size,
    },
    required: ['tag', value.tag === 'custom_icon' ? 'img_key' : 'token'],
  });
};

interface TextRule {
  readonly tags: readonly ('plain_text' | 'lark_md' | 'markdown')[];
  readonly max?: number;
}

/** A text object; only the rule's tags are taken, and markdown in it is searched for mentions and links. */
export function textObject(rule: TextRule): Check {
  return (value, path, ctx) => {
    if (!isObject(value)) return ctx.shape(path, 'must be a text object', value);
    if (!rule.tags.some((tag) => tag === value.tag)) {
      return ctx.shape([...path, 'tag'], `must be ${rule.tags.join(' or ')}`, value.tag);
    }
    const isMarked = value.tag !== 'plain_text';
    const content = isMarked ? markdownText : text(rule.max === undefined ? {} : { max: rule.max });
    checkFields(value, path, ctx, {
      fields: {
        tag: anything,
        element_id: elementId,
        content,
        i18n_content: perLocale(content),
        text_size: textSize,
        text_color: colour,
        text_align: oneOf('left', 'center', 'right'),
        lines: integer(1, 1000),
      },
      required: ['content'],
    });
  };
}

export const plainText = textObject({ tags: ['plain_text'] });
export const anyText = textObject({ tags: ['plain_text', 'lark_md'] });

export const confirm = object({ title: plainText, text: plainText }, ['title', 'text']);

const openUrl: Fields = {
  type: anything,
  default_url: link({ mayBeEmpty: false }),
  pc_url: link({ mayBeEmpty: true }),
  ios_url: link({ mayBeEmpty: true }),
  android_url: link({ mayBeEmpty: true }),
};

const callbackValue: Check = (value, path, ctx) => {
  if (!isObject(value) && typeof value !== 'string') ctx.shape(path, 'must be an object or a string', value);
};

/** What a component does when used: open a link, call the bot back, or both. */
export const behaviors = list((value, path, ctx) => {
  if (!isObject(value)) return ctx.shape(path, 'must be an object', value);
  if (value.type === 'open_url') return checkFields(value, path, ctx, { fields: openUrl, required: ['default_url'] });
  if (value.type === 'callback') {
    return checkFields(value, path, ctx, { fields: { type: anything, value: callbackValue }, required: ['value'] });
  }
  ctx.shape([...path, 'type'], 'must be open_url or callback', value.type);
});
