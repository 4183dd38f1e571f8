import { type CardContext, cardCodes, isObject, type JsonObject, type Path } from './context';
import type { ComponentSpec } from './display-components';
import { personId } from './display-components';
import {
  checkFields,
  colour,
  flag,
  integer,
  list,
  markdownText,
  object,
  oneOf,
  perLocale,
  pixels,
  segment,
  text,
  textSize,
} from './fields';

const MAX_COLUMNS = 50;
const align = oneOf('left', 'center', 'right');
const DATA_TYPES = ['text', 'lark_md', 'markdown', 'options', 'number', 'persons', 'date'];

const column = object(
  {
    name: text({ min: 1 }),
    display_name: text(),
    i18n_display_name: perLocale(text()),
    data_type: oneOf(...DATA_TYPES),
    width: (value, path, ctx) => {
      if (typeof value === 'string' && /^([1-9]\d?|100)%$/.test(value)) return;
      pixels({ min: 80, max: 600, words: ['auto'] })(value, path, ctx);
    },
    horizontal_align: align,
    vertical_align: oneOf('top', 'center', 'bottom'),
    format: object({ precision: integer(0, 10), symbol: text({ max: 1 }), separator: flag }),
    date_format: text({ min: 1 }),
  },
  ['name', 'data_type'],
);

/** Tables: columns declare the row keys and what kind of value each holds. */
export const tableComponent: ComponentSpec = {
  fields: {
    columns: list(column, { min: 1, max: MAX_COLUMNS }),
    rows: (value, path, ctx) => {
      if (!Array.isArray(value)) ctx.report(path, cardCodes.tableRows, 'rows must be a list', value);
    },
    page_size: integer(1, 10),
    row_height: pixels({ min: 32, max: 124, words: ['low', 'middle', 'high', 'auto'] }),
    row_max_height: pixels({ min: 32, max: 999 }),
    freeze_first_column: flag,
    header_style: object({
      text_align: align,
      text_size: textSize,
      background_style: oneOf('none', 'grey'),
      text_color: colour,
      bold: flag,
      lines: integer(1, 100),
    }),
  },
  required: ['columns', 'rows'],
  also: checkRows,
};

function checkRows(node: JsonObject, path: Path, ctx: CardContext): void {
  const types = columnTypes(node.columns, path, ctx);
  if (!Array.isArray(node.rows)) return;
  for (const [index, row] of node.rows.entries()) {
    const at = [...path, 'rows', segment(index, undefined)];
    if (!isObject(row)) {
      ctx.report(at, cardCodes.tableRows, 'a row must be an object', row);
      continue;
    }
    for (const [key, cell] of Object.entries(row)) {
      const type = types.get(key);
      if (type === undefined) ctx.report([...at, key], cardCodes.tableKey, 'row key is not a declared column', key);
      else checkCell(type, cell, [...at, key], ctx);
    }
  }
}

function columnTypes(columns: unknown, path: Path, ctx: CardContext): Map<string, string> {
  const types = new Map<string, string>();
  if (!Array.isArray(columns)) return types;
  for (const item of columns) {
    if (!isObject(item) || typeof item.name !== 'string') continue;
    if (types.has(item.name)) ctx.shape([...path, 'columns'], 'column name is used twice', item.name);
    types.set(item.name, String(item.data_type));
  }
  return types;
}

function checkCell(type: string, cell: unknown, path: Path, ctx: CardContext): void {
  const bad = (expected: string) => ctx.report(path, cardCodes.tableRows, `cell must be ${expected}`, cell);
  if (type === 'text' && typeof cell !== 'string') {
    bad('a string');
    return;
  }
  if ((type === 'lark_md' || type === 'markdown') && typeof cell !== 'string') {
    bad('a markdown string');
    return;
  }
  if (type === 'lark_md' || type === 'markdown') {
    markdownText(cell, path, ctx);
    return;
  }
  if (type === 'number' && typeof cell !== 'number') {
    bad('a number');
    return;
  }
  if (type === 'date' && typeof cell !== 'number') {
    bad('epoch milliseconds');
    return;
  }
  if (type === 'persons') {
    for (const id of Array.isArray(cell) ? cell : [cell]) personId(id, path, ctx);
  }
  if (type === 'options') checkOptions(cell, path, ctx);
}

function checkOptions(cell: unknown, path: Path, ctx: CardContext): void {
  if (typeof cell === 'string') return;
  if (!Array.isArray(cell)) {
    ctx.report(path, cardCodes.tableRows, 'cell must be a string or a list of options', cell);
    return;
  }
  for (const [index, option] of cell.entries()) {
    const at = [...path, `[${index}]`];
    if (!isObject(option)) ctx.report(at, cardCodes.tableRows, 'an option must be {text, color}', option);
    else checkFields(option, at, ctx, { fields: { text: text(), color: colour }, required: ['text'] });
  }
}
