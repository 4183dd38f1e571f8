import { type Card, defineCard, type Node } from './card';

export interface DayDigestRow {
  readonly unit: string;
  readonly rank: string;
  readonly claimed: string;
  readonly replied: string;
  readonly onTime: string;
  readonly overdue: number;
  readonly open: number;
}

export interface DayDigestView {
  /** `5月7日（周四）` */
  readonly day: string;
  readonly audience: string;
  readonly lead: readonly string[];
  readonly leagues: readonly {
    readonly title: string;
    readonly rows: readonly DayDigestRow[];
    readonly quiet: number;
  }[];
  readonly footer: string;
}

const COLUMNS = [
  { name: 'rank', title: '名次', type: 'text' },
  { name: 'unit', title: '单位', type: 'text' },
  { name: 'onTime', title: '按时率 %', type: 'text' },
  { name: 'claimed', title: '签收 按时/应', type: 'text' },
  { name: 'replied', title: '答复 按时/应', type: 'text' },
  { name: 'overdue', title: '超期', type: 'number' },
  { name: 'open', title: '在办', type: 'number' },
] as const;

/** 日调度: what fell due since the last one and how it was met, one table a league. */
export const dayDigest = defineCard<DayDigestView>('day-digest', (view): Card => {
  const body: Node[] = view.lead.map((line): Node => ({ kind: 'text', spans: [{ text: line }] }));
  for (const league of view.leagues) {
    body.push({ kind: 'text', spans: [{ text: league.title, bold: true }] });
    if (league.rows.length > 0) {
      body.push({ kind: 'table', columns: COLUMNS, rows: league.rows.map((row) => ({ ...row })) });
    }
    if (league.quiet > 0) {
      body.push({
        kind: 'text',
        spans: [{ text: `另有 ${league.quiet} 个单位本期无到期事项且无在办、超期，不排名。` }],
        size: 'small',
      });
    }
  }
  body.push({ kind: 'text', spans: [{ text: view.footer }], size: 'small' });
  return {
    summary: `${view.day}日调度 ${view.audience}`,
    header: { title: `日调度 · ${view.day}`, subtitle: view.audience, tone: 'wathet', tags: [] },
    body,
  };
});
