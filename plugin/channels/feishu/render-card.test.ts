import type { Card, Node } from '../../../cards/card';
import { CARD_LIMITS, measureCard, renderCard } from './render-card';

const HOSTILE = '<at id=all></at> [x](javascript:alert(1)) **b** `c` :OK: 1. <font color="red">r</font> & &#60;';
const value = { cmd: 'claim-case', case: 'LS-20260302-0001', v: 3 };

function aCard(body: readonly Node[], summary = 'LS-20260302-0001 路灯不亮'): Card {
  return { summary, header: { title: '12345 热线', tone: 'blue', tags: [{ text: '投诉', tone: 'grey' }] }, body };
}

function elementsOf(...body: readonly Node[]): readonly Record<string, unknown>[] {
  return renderCard(aCard(body)).body.elements;
}

/** Every content of a markdown element, however deep. */
function markdownIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(markdownIn);
  if (typeof node !== 'object' || node === null) return [];
  const own = 'tag' in node && node.tag === 'markdown' && 'content' in node ? [String(node.content)] : [];
  return [...own, ...Object.values(node).flatMap(markdownIn)];
}

const everyKind = (text: string): readonly Node[] => [
  { kind: 'text', spans: [{ text }] },
  {
    kind: 'text',
    spans: [{ text, bold: true, tone: 'red' }, { text }, { mention: 'ou_a1' }, { mention: 'all' }],
    size: 'small',
  },
  { kind: 'quote', text, lines: 6 },
  { kind: 'facts', items: ['一', '二', '三'].map((label) => ({ label, value: text })) },
  { kind: 'divider' },
  { kind: 'panel', title: text, nodes: [{ kind: 'text', spans: [{ text, bold: true }] }] },
  {
    kind: 'actions',
    buttons: [{ text, style: 'primary', value, confirm: { title: text, text } }],
    menu: { options: [{ text, value: 'assign-case' }], value: { ...value, cmd: 'open-form' } },
  },
  {
    kind: 'row',
    nodes: [{ kind: 'text', spans: [{ text, tone: 'orange' }] }],
    button: { text, style: 'danger', value },
  },
  {
    kind: 'form',
    name: 'reply_case',
    fields: [
      {
        kind: 'text',
        name: 'reply_case__reply',
        label: text,
        required: true,
        multiline: true,
        maxLength: 2000,
        initial: text,
      },
      {
        kind: 'select',
        name: 'reply_case__told_by',
        label: text,
        required: true,
        options: [
          { text, value: 'phone' },
          { text: '短信', value: 'sms' },
        ],
        initial: 'sms',
      },
    ],
    more: {
      title: text,
      fields: [
        { kind: 'datetime', name: 'reply_case__told_at', label: text, required: false, initial: '2026-03-02 09:00' },
        { kind: 'date', name: 'reply_case__day', label: text, required: false, initial: '2026-03-02' },
        { kind: 'person', name: 'reply_case__person', label: text, required: false, initial: 'ou_a1' },
        {
          kind: 'multi-select',
          name: 'reply_case__co_units',
          label: text,
          required: false,
          options: [{ text, value: 'water' }],
          initial: ['water', 'gone'],
        },
      ],
    },
    submit: { text, style: 'primary', value: { ...value, cmd: 'reply-case' } },
  },
  {
    kind: 'table',
    columns: [
      { name: 'unit', title: text, type: 'text' },
      { name: 'score', title: '得分', type: 'number' },
    ],
    rows: [{ unit: text, score: 9.5, secret: 'not declared' }],
  },
  {
    kind: 'links',
    items: [
      { text, url: 'https://example.org/a b?x=(1)' },
      { text, url: 'javascript:alert(1)' },
    ],
  },
];

describe('renderCard', () => {
  it('frames the card as a shared inline card of schema 2.0', () => {
    expect(renderCard(aCard([]))).toEqual({
      schema: '2.0',
      config: {
        update_multi: true,
        width_mode: 'fill',
        enable_forward: false,
        summary: { content: 'LS-20260302-0001 路灯不亮' },
      },
      header: {
        template: 'blue',
        title: { tag: 'plain_text', content: '12345 热线' },
        text_tag_list: [{ tag: 'text_tag', text: { tag: 'plain_text', content: '投诉' }, color: 'neutral' }],
      },
      body: { elements: [] },
    });
  });

  it('never lets hostile words become markup', () => {
    const markdown = markdownIn(renderCard(aCard(everyKind(HOSTILE), HOSTILE)));
    expect(markdown.length).toBeGreaterThan(2);
    const own = /<font color='\w+'>|<\/font>|<at id=ou_[0-9a-zA-Z]+><\/at>|\*\*|<br>/g;
    for (const content of markdown) {
      expect(content).not.toContain('<at id=all');
      expect(content).not.toContain('**b**');
      expect(content.replace(own, '')).not.toMatch(/[<>[\]()*`:]|javascript:/);
    }
    expect(markdown.join()).toContain('<at id=ou_a1></at>');
  });

  it('shows the words of people as literal text with their line limit', () => {
    expect(elementsOf({ kind: 'quote', text: '<at id=all></at> **路灯**', lines: 6 })).toEqual([
      { tag: 'div', text: { tag: 'plain_text', content: '<at id=all></at> **路灯**', lines: 6 } },
    ]);
  });

  it('defuses emoji codes and strips control and bidirectional characters', () => {
    const [element] = elementsOf({ kind: 'quote', text: '好:OK:\u202e\u0000\ud800' });
    expect(element).toEqual({ tag: 'div', text: { tag: 'plain_text', content: '好:\u200bOK:' } });
  });

  it('keeps punctuation at the edge of bold words from breaking the emphasis', () => {
    const [element] = elementsOf({
      kind: 'text',
      spans: [{ text: '最晚 ' }, { text: '今天：', bold: true }, { text: '办结' }],
    });
    expect(element).toEqual({ tag: 'markdown', content: '最晚 **今天：** 办结' });
  });

  it('lays facts out in two columns of literal lines', () => {
    const items = ['编号', '渠道', '单位'].map((label) => ({ label, value: 'LS-1' }));
    expect(elementsOf({ kind: 'facts', items })).toMatchObject([
      {
        tag: 'column_set',
        columns: [
          { elements: [{ text: { content: '编号：LS-1\n渠道：LS-1' } }] },
          { elements: [{ text: { content: '单位：LS-1' } }] },
        ],
      },
    ]);
    expect(measureCard(aCard([{ kind: 'facts', items }])).elements - measureCard(aCard([])).elements).toBe(7);
  });

  it('compiles buttons and the overflow menu with their callback values', () => {
    const [element] = elementsOf(everyKind('认领')[6]!);
    expect(element).toMatchObject({
      tag: 'column_set',
      flex_mode: 'flow',
      columns: [
        { elements: [{ tag: 'button', type: 'primary_filled', behaviors: [{ type: 'callback', value }] }] },
        {
          elements: [
            {
              tag: 'overflow',
              options: [{ text: { content: '认领' }, value: 'assign-case' }],
              behaviors: [{ type: 'callback', value: { cmd: 'open-form' } }],
            },
          ],
        },
      ],
    });
  });

  it('compiles a form with prefilled fields, its optional ones in a panel, and a named submit button', () => {
    const [form] = elementsOf(everyKind('字段')[8]!);
    expect(form).toMatchObject({
      tag: 'form',
      name: 'reply_case',
      elements: [
        {
          tag: 'input',
          name: 'reply_case__reply',
          max_length: 1000,
          input_type: 'multiline_text',
          default_value: '字段',
        },
        { tag: 'div' },
        { tag: 'select_static', name: 'reply_case__told_by', initial_index: 2, required: true },
        {
          tag: 'collapsible_panel',
          expanded: false,
          elements: [
            { tag: 'div' },
            { tag: 'picker_datetime', initial_datetime: '2026-03-02 09:00' },
            { tag: 'div' },
            { tag: 'date_picker', initial_date: '2026-03-02' },
            { tag: 'div' },
            { tag: 'select_person', initial_option: 'ou_a1' },
            { tag: 'div' },
            { tag: 'multi_select_static', selected_values: ['water'] },
          ],
        },
        {
          tag: 'button',
          name: 'submit_reply_case',
          form_action_type: 'submit',
          behaviors: [{ value: { cmd: 'reply-case' } }],
        },
      ],
    });
  });

  it('passes on declared cells only and shows a number column with words as text', () => {
    const columns = [{ name: 'rank', title: '名次', type: 'number' as const }];
    expect(elementsOf({ kind: 'table', columns, rows: [{ rank: 1, other: 'x' }] })).toMatchObject([
      { page_size: 1, columns: [{ data_type: 'number' }], rows: [{ rank: 1 }] },
    ]);
    const rows = Array.from({ length: 12 }, () => ({ rank: '并列 3' }));
    expect(elementsOf({ kind: 'table', columns, rows })).toMatchObject([
      { page_size: 10, columns: [{ data_type: 'text' }] },
    ]);
  });

  it('opens only http(s) links, percent-encoded', () => {
    const [element] = elementsOf(everyKind('查看')[10]!);
    expect(JSON.stringify(element)).toContain('https://example.org/a%20b?x=%281%29');
    expect(JSON.stringify(element)).not.toContain('javascript');
  });

  it('clips what the platform limits', () => {
    const [element] = elementsOf({ kind: 'actions', buttons: [{ text: '长'.repeat(150), style: 'default', value }] });
    expect(JSON.stringify(element)).toContain(`"${'长'.repeat(99)}…"`);
  });

  it('refuses a card above the limits by name', () => {
    const buttons = Array.from({ length: 80 }, () => ({ text: 'x', style: 'default' as const, value }));
    const tooMany = aCard([{ kind: 'actions', buttons }]);
    expect(measureCard(tooMany).elements).toBeGreaterThan(CARD_LIMITS.elements);
    expect(() => renderCard(tooMany)).toThrow(/LS-20260302-0001.*elements/);
    expect(() => renderCard(aCard([{ kind: 'quote', text: '字'.repeat(11_000) }]))).toThrow(/bytes/);
    expect(() => renderCard(aCard([everyKind('a')[8]!, everyKind('a')[8]!]))).toThrow(/reply_case twice/);
    expect(() => renderCard(aCard(Array.from({ length: 6 }, () => everyKind('a')[9]!)))).toThrow(/tables/);
  });

  it('counts the text of buttons, options and tags', () => {
    expect(measureCard(aCard([])).elements).toBe(3);
    expect(
      measureCard(
        aCard([{ kind: 'actions', buttons: [{ text: 'x', style: 'default', value: { ...value, tag: 'hot' } }] }]),
      ).elements,
    ).toBe(7);
  });
});
