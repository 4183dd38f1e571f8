import type { ActionValue, Card } from '../../cards/card';

const value: ActionValue = { cmd: 'reply-case', case: 'LS-20260302-0001', v: 3 };

/** A card with every kind of node and field, each string being the given words. */
export function fullCard(words: string, mention: string): Card {
  const option = { text: words, value: 'phone' };
  const field = { label: words, required: false };
  return {
    summary: `LS-20260302-0001 ${words}`,
    header: {
      title: words,
      subtitle: words,
      tone: 'grey',
      tags: ['grey', 'red', 'wathet'].map((tone) => ({ text: words, tone: tone as 'grey' })),
    },
    body: [
      { kind: 'text', spans: [{ text: words, bold: true, tone: 'red' }, { text: words }, { mention }] },
      { kind: 'text', spans: [{ text: words }], size: 'small' },
      { kind: 'quote', text: words, lines: 6 },
      { kind: 'facts', items: [1, 2, 3].map((label) => ({ label: String(label), value: words })) },
      { kind: 'divider' },
      { kind: 'panel', title: words, nodes: [{ kind: 'quote', text: words }, { kind: 'divider' }] },
      {
        kind: 'actions',
        buttons: [
          {
            text: words,
            style: 'primary',
            value: { ...value, cmd: 'claim-case' },
            confirm: { title: words, text: words },
          },
        ],
        menu: { options: [option], value: { ...value, cmd: 'open-form' } },
      },
      {
        kind: 'row',
        nodes: [{ kind: 'quote', text: words }],
        menu: { options: [option], value: { ...value, cmd: 'open-form' } },
      },
      {
        kind: 'form',
        name: 'reply_case',
        fields: [
          {
            kind: 'text',
            ...field,
            name: 'reply_case__reply',
            required: true,
            multiline: true,
            maxLength: 500,
            initial: words,
          },
          {
            kind: 'select',
            ...field,
            name: 'reply_case__told_by',
            required: true,
            options: [option],
            initial: 'phone',
          },
        ],
        more: {
          title: words,
          fields: [
            { kind: 'multi-select', ...field, name: 'reply_case__co_units', options: [option], initial: ['phone'] },
            { kind: 'person', ...field, name: 'reply_case__person', initial: mention },
            { kind: 'date', ...field, name: 'reply_case__day', initial: '2026-03-02' },
            { kind: 'datetime', ...field, name: 'reply_case__told_at', initial: '2026-03-02 09:00' },
          ],
        },
        submit: { text: words, style: 'danger', value },
      },
      {
        kind: 'table',
        columns: [
          { name: 'unit', title: words, type: 'text' },
          { name: 'score', title: words, type: 'number' },
        ],
        rows: [{ unit: words, score: 96.2 }],
      },
      { kind: 'links', items: [{ text: words, url: 'https://example.org/track?a=1&reg=2' }] },
    ],
  };
}
