import type { Node } from '../../../cards/card';
import type { CardElement } from './card-json';
import { cleanText } from './literal';

type Table = Extract<Node, { kind: 'table' }>;

/** The platform shows at most ten rows a page. */
const PAGE_MAX = 10;

/** A table of literal cells. A number column with a word in it ("并列 3") is shown as text: the platform takes only numbers. */
export function renderTable(table: Table): CardElement {
  const columns = table.columns.map((column) => {
    const isNumber = column.type === 'number' && table.rows.every((row) => isNumberOrAbsent(row[column.name]));
    return { ...column, isNumber };
  });
  return {
    tag: 'table',
    page_size: Math.min(Math.max(table.rows.length, 1), PAGE_MAX),
    row_height: 'low',
    header_style: { bold: true, background_style: 'grey' },
    columns: columns.map((column) => ({
      name: column.name,
      display_name: cleanText(column.title),
      data_type: column.isNumber ? 'number' : 'text',
      horizontal_align: column.type === 'number' ? 'right' : 'left',
    })),
    // A key without a column is refused (200915), so only declared ones are passed on.
    rows: table.rows.map((row) =>
      Object.fromEntries(
        columns.flatMap(({ name, isNumber }) => {
          const value = row[name];
          if (value === undefined) return [];
          return [[name, isNumber ? value : cleanText(String(value))]];
        }),
      ),
    ),
  };
}

function isNumberOrAbsent(value: string | number | undefined): boolean {
  return value === undefined || (typeof value === 'number' && Number.isFinite(value));
}
