import { type ActionValue, type Card, type Choice, defineCard, type Node, type Tone } from './card';

export interface CaseListRow {
  readonly number: string;
  readonly v: number;
  /** `LS-… 路灯不亮（住建局）` */
  readonly line: string;
  readonly detail: string;
  readonly options: readonly Choice[];
  readonly mention?: string;
}

export interface CaseListView {
  readonly title: string;
  readonly subtitle: string;
  readonly tone: Tone;
  readonly lead: readonly string[];
  readonly rows: readonly CaseListRow[];
  readonly footer?: string;
}

/** Rows that fit a card with room to spare (each row costs about nine of the 200 elements). */
export const ROWS_PER_CARD = 15;

/** A list of cases; every row has its own menu. */
export const caseList = defineCard<CaseListView>('case-list', (view): Card => {
  const body: Node[] = view.lead.map((line): Node => ({ kind: 'text', spans: [{ text: line }] }));
  for (const row of view.rows.slice(0, ROWS_PER_CARD)) body.push(rowNode(row));
  if (view.footer !== undefined) body.push({ kind: 'text', spans: [{ text: view.footer }], size: 'small' });
  return {
    summary: `${view.title} ${view.subtitle}`,
    header: { title: view.title, subtitle: view.subtitle, tone: view.tone, tags: [] },
    body,
  };
});

function rowNode(row: CaseListRow): Node {
  const value: ActionValue = { cmd: 'open-form', case: row.number, v: row.v };
  const spans = [{ text: row.line, bold: true }, { text: `\n${row.detail}` }];
  return {
    kind: 'row',
    nodes: [
      { kind: 'text', spans: row.mention === undefined ? spans : [...spans, { text: ' ' }, { mention: row.mention }] },
    ],
    menu: { options: row.options, value },
  };
}
