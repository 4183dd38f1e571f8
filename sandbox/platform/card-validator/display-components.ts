import { type CardContext, cardCodes, isObject, type Path } from './context';
import {
  anyText,
  anything,
  type Check,
  colour,
  cornerRadius,
  type Fields,
  flag,
  icon,
  imageKey,
  integer,
  list,
  markdownText,
  object,
  oneOf,
  perLocale,
  pixels,
  plainText,
  text,
  textSize,
} from './fields';

/** Properties of one tag beside `tag`, `element_id` and `margin`, which every component takes. */
export interface ComponentSpec {
  readonly fields: Fields;
  readonly required?: readonly string[];
  /** Rules over the whole component, after its properties. */
  readonly also?: (node: Readonly<Record<string, unknown>>, path: Path, ctx: CardContext) => void;
}

const align = oneOf('left', 'center', 'right');
const imageSize: Check = (value, path, ctx) => {
  const words = ['large', 'medium', 'small', 'tiny', 'stretch', 'stretch_without_padding', 'stretch', 'crop_center'];
  if (value === 'stretch_without_padding') return ctx.shape(path, 'was taken out of schema 2.0', value);
  pixels({ min: 1, max: 999, words, parts: 2 })(value, path, ctx);
};

export const personId: Check = (value, path, ctx) => {
  if (typeof value === 'string' && ctx.around.personExists(value)) return;
  ctx.report(path, cardCodes.mention, 'invalid person id', value);
};

const personSize = oneOf('extra_small', 'small', 'medium', 'large');

const personList: ComponentSpec = {
  fields: {
    persons: list(object({ id: anything }, ['id']), { min: 1 }),
    size: personSize,
    lines: integer(1, 100),
    show_name: flag,
    show_avatar: flag,
    drop_invalid_user_id: flag,
    icon,
    ud_icon: icon,
  },
  required: ['persons'],
  also: (node, path, ctx) => {
    if (node.drop_invalid_user_id === true || !Array.isArray(node.persons)) return;
    for (const [index, person] of node.persons.entries()) {
      if (isObject(person)) personId(person.id, [...path, 'persons', `[${index}]`, 'id'], ctx);
    }
  },
};

const CHART_TYPES =
  'line area bar pie radar scatter funnel wordCloud linearProgress circularProgress rose common sankey gauge'.split(
    ' ',
  );

const chartSpec: Check = (value, path, ctx) => {
  if (!isObject(value)) return ctx.report(path, cardCodes.chart, 'chart_spec must be an object', value);
  if (!CHART_TYPES.some((type) => type === value.type))
    ctx.report(path, cardCodes.chart, 'unknown chart type', value.type);
  if (value.type !== 'common' && !hasData(value.data))
    ctx.report(path, cardCodes.chart, 'chart_spec.data has no values', value.data);
};

function hasData(data: unknown): boolean {
  const first: unknown = Array.isArray(data) ? data[0] : data;
  return isObject(first) && Array.isArray(first.values);
}

/** Components that only show something. */
export const displayComponents: Readonly<Record<string, ComponentSpec>> = {
  div: {
    fields: {
      text: anyText,
      icon,
      width: pixels({ min: 16, max: 999, words: ['fill', 'auto'] }),
      fields: list(object({ is_short: flag, text: anyText }, ['text'])),
    },
    also: (node, path, ctx) => {
      if (node.text === undefined && node.fields === undefined) ctx.shape(path, 'property "text" is required');
    },
  },
  markdown: {
    fields: {
      content: markdownText,
      i18n_content: perLocale(markdownText),
      text_align: align,
      text_size: textSize,
      icon,
    },
    required: ['content'],
  },
  hr: { fields: {} },
  img: {
    fields: {
      img_key: imageKey,
      i18n_img_key: perLocale(imageKey),
      alt: plainText,
      title: anyText,
      scale_type: oneOf('crop_center', 'crop_top', 'fit_horizontal'),
      size: imageSize,
      corner_radius: cornerRadius,
      transparent: flag,
      preview: flag,
      compact_width: flag,
      mode: oneOf('crop_center', 'fit_horizontal', 'large', 'medium', 'small', 'tiny'),
    },
    required: ['img_key', 'alt'],
  },
  img_combination: {
    fields: {
      combination_mode: oneOf('double', 'triple', 'bisect', 'trisect'),
      combination_transparent: flag,
      corner_radius: cornerRadius,
      img_list: list(object({ img_key: imageKey }, ['img_key']), { min: 1 }),
    },
    required: ['combination_mode', 'img_list'],
  },
  person: {
    fields: {
      user_id: personId,
      size: personSize,
      show_avatar: flag,
      show_name: flag,
      style: oneOf('normal', 'capsule'),
    },
    required: ['user_id'],
  },
  person_list: personList,
  chart: {
    fields: {
      chart_spec: chartSpec,
      aspect_ratio: oneOf('1:1', '2:1', '4:3', '16:9'),
      color_theme: oneOf('brand', 'rainbow', 'complementary', 'converse', 'primary'),
      preview: flag,
      height: pixels({ min: 1, max: 999, words: ['auto'] }),
    },
    required: ['chart_spec'],
  },
  audio: {
    fields: {
      file_key: text({ min: 1 }),
      audio_id: text(),
      show_time: flag,
      background_color: colour,
      style: text(),
      width: text(),
    },
    required: ['file_key'],
  },
};
