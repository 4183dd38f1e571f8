import { cardErrorText, countElements, validateCard } from './validate-card';

const around = {
  personExists: (id: string) => id === 'ou_in' || id === 'ou_out',
  isMember: (id: string) => id === 'ou_in',
  imageExists: (key: string) => key === 'img_ok',
};
const plain = (content: string) => ({ tag: 'plain_text', content });
const callback = [{ type: 'callback', value: { a: 1 } }];
const button = (more: object = {}) => ({ tag: 'button', text: plain('办'), behaviors: callback, ...more });
const submit = (name = 's') => button({ name, form_action_type: 'submit' });
const form = (elements: object[], name = 'f') => ({ tag: 'form', name, elements });
const option = (value: unknown) => ({ text: plain('选'), value });
const select = (more: object = {}) => ({
  tag: 'select_static',
  options: [option('a'), option('b')],
  behaviors: callback,
  ...more,
});
const input = (more: object = {}) => ({ tag: 'input', ...more });
const table = (more: object = {}) => ({
  tag: 'table',
  columns: [{ name: 'unit', data_type: 'text' }],
  rows: [{ unit: '住建局' }],
  ...more,
});
const columns = (...elements: object[]) => ({ tag: 'column_set', columns: [{ tag: 'column', elements }] });
const panel = (...elements: object[]) => ({ tag: 'collapsible_panel', header: { title: plain('更多') }, elements });
const box = (...elements: object[]) => ({ tag: 'interactive_container', behaviors: callback, elements });
const card = (...elements: unknown[]) => ({ schema: '2.0', config: { update_multi: true }, body: { elements } });
const headed = (header: object) => ({ schema: '2.0', header });
const deep = (levels: number): object => (levels === 1 ? { tag: 'hr' } : columns(deep(levels - 1)));

const good: [string, unknown][] = [
  ['a blank card', { schema: '2.0' }],
  [
    'text, markdown and a rule',
    card({ tag: 'div', text: plain('好') }, { tag: 'markdown', content: '**<at id=ou_in></at>**' }, { tag: 'hr' }),
  ],
  [
    'a form with fields in a panel',
    card(form([panel(input({ name: 'note', required: true })), select({ name: 'cause' }), submit()])),
  ],
  [
    'a table with options and numbers',
    card(
      table({
        columns: [
          { name: 'o', data_type: 'options' },
          { name: 'n', data_type: 'number', format: { precision: 2 } },
        ],
        rows: [{ o: [{ text: '好', color: 'green' }], n: 1.5 }],
      }),
    ),
  ],
  ['five levels', card(deep(5))],
  ['an existing image', card({ tag: 'img', img_key: 'img_ok', alt: plain('') })],
  ['a chart', card({ tag: 'chart', chart_spec: { type: 'line', data: { values: [] }, xField: 'x', yField: 'y' } })],
  [
    'three header tags',
    headed({
      title: plain('标题'),
      template: 'red',
      text_tag_list: ['a', 'b', 'c'].map((text) => ({ tag: 'text_tag', text: plain(text), color: 'blue' })),
    }),
  ],
];

it.each(good)('takes %s', (_name, subject) => {
  expect(validateCard(subject, around)).toEqual([]);
});

const bad: [string, number, unknown][] = [
  ['schema 1.0', 200621, { elements: [] }],
  ['an unknown tag', 200861, card({ tag: 'note', elements: [] })],
  ['the removed action tag', 200861, card({ tag: 'action', actions: [] })],
  ['an unknown property', 200621, card({ tag: 'hr', size: 1 })],
  ['an unknown property at the top', 200621, { ...card(), i18n_elements: {} }],
  ['update_multi false', 200621, { schema: '2.0', config: { update_multi: false } }],
  ['a header without title', 200621, headed({ template: 'red' })],
  ['an unknown header colour', 200621, headed({ title: plain('x'), template: 'pink' })],
  [
    'an unknown tag colour',
    200621,
    headed({ title: plain('x'), text_tag_list: [{ tag: 'text_tag', text: plain('a'), color: 'pink' }] }),
  ],
  [
    'four header tags',
    200621,
    headed({
      title: plain('x'),
      text_tag_list: Array.from({ length: 4 }, () => ({ tag: 'text_tag', text: plain('a') })),
    }),
  ],
  [
    'over 200 elements, texts counted',
    11310,
    card(...Array.from({ length: 101 }, () => ({ tag: 'div', text: plain('x') }))),
  ],
  [
    'over 200 elements, options counted',
    11310,
    card(select({ options: Array.from({ length: 200 }, (_, i) => option(`v${i}`)) })),
  ],
  ['six levels', 200621, card(deep(6))],
  ['a form below the root', 200621, card(columns(form([submit()])))],
  ['a table in a panel', 200621, card(panel(table()))],
  ['a table in a form', 200621, card(form([table(), submit()]))],
  ['six tables', 11310, card(...Array.from({ length: 6 }, () => table()))],
  ['a form without name', 200530, card({ tag: 'form', elements: [submit()] })],
  ['a form field without name', 200530, card(form([input(), submit()]))],
  ['a form button without name', 200530, card(form([button({ form_action_type: 'submit' })]))],
  [
    'one field name in two forms',
    200530,
    card(form([input({ name: 'n' }), submit('s1')], 'f1'), form([input({ name: 'n' }), submit('s2')], 'f2')),
  ],
  ['a form without submit button', 200621, card(form([input({ name: 'n' })]))],
  ['a submit button outside a form', 200621, card(submit())],
  ['required outside a form', 200621, card(input({ required: true }))],
  ['a multi select outside a form', 200621, card({ ...select(), tag: 'multi_select_static' })],
  ['a button text of 101', 200621, card(button({ text: plain('字'.repeat(101)) }))],
  ['markdown in a button', 200621, card(button({ text: { tag: 'lark_md', content: 'x' } }))],
  ['a placeholder of 101', 200621, card(input({ placeholder: plain('字'.repeat(101)) }))],
  ['max_length 1001', 200621, card(input({ max_length: 1001 }))],
  ['max_length 0', 200621, card(input({ max_length: 0 }))],
  ['a default longer than max_length', 200621, card(input({ max_length: 2, default_value: '三个字' }))],
  ['an element_id starting with a digit', 200621, card({ tag: 'hr', element_id: '1a' })],
  ['an element_id of 21', 200621, card({ tag: 'hr', element_id: 'a'.repeat(21) })],
  ['one element_id twice', 200621, card({ tag: 'hr', element_id: 'a' }, { tag: 'hr', element_id: 'a' })],
  ['page_size 11', 200621, card(table({ page_size: 11 }))],
  ['an undeclared row key', 200915, card(table({ rows: [{ other: 'x' }] }))],
  [
    'a text in a number cell',
    200914,
    card(table({ columns: [{ name: 'n', data_type: 'number' }], rows: [{ n: '1' }] })),
  ],
  [
    'a stranger in a person cell',
    100290,
    card(table({ columns: [{ name: 'p', data_type: 'persons' }], rows: [{ p: 'ou_x' }] })),
  ],
  ['one option value twice', 200621, card(select({ options: [option('a'), option('a')] }))],
  ['a number as option value', 200621, card(select({ options: [option(1)] }))],
  ['an unknown behavior', 200621, card(button({ behaviors: [{ type: 'run' }] }))],
  ['behaviors that are no list', 200621, card(button({ behaviors: {} }))],
  ['a script link', 200621, card(button({ behaviors: [{ type: 'open_url', default_url: 'javascript:alert(1)' }] }))],
  ['a script link in markdown', 200621, card({ tag: 'markdown', content: '[x](javascript:alert)' })],
  ['at all in markdown', 100290, card({ tag: 'markdown', content: '<at id=all></at>' })],
  ['at all in lark_md, quoted', 100290, card({ tag: 'div', text: { tag: 'lark_md', content: '<at id="all"></at>' } })],
  ['a mention of a non-member', 100290, card({ tag: 'markdown', content: '<at id=ou_out></at>' })],
  ['a person nobody knows', 100290, card({ tag: 'person', user_id: 'ou_x' })],
  ['an unknown image', 200570, card({ tag: 'img', img_key: 'img_no', alt: plain('') })],
  ['a chart without data', 200550, card({ tag: 'chart', chart_spec: { type: 'line' } })],
  [
    'a chart in a form',
    200621,
    card(form([{ tag: 'chart', chart_spec: { type: 'pie', data: { values: [] } } }, submit()])),
  ],
  ['a margin of 100px', 200621, card({ tag: 'hr', margin: '100px' })],
  ['an unknown text size', 200621, card({ tag: 'markdown', content: 'x', text_size: 'huge' })],
];

it.each(bad)('refuses %s', (_name, code, subject) => {
  expect(validateCard(subject, around)[0]?.code).toBe(code);
});

it('tells the place in the words of the platform', () => {
  const [issue] = validateCard(card({ tag: 'hr' }, panel({ tag: 'note' })), around);
  expect(issue && cardErrorText(issue)).toMatch(
    /^Failed to create card content, ext=ErrCode: 200861; ErrPath: ROOT -> body -> elements -> \[1\]\(tag: collapsible_panel\) -> elements -> \[0\]\(tag: note\); ErrMsg: .+; ErrorValue: "note"$/,
  );
});

it('counts a container, its children and their texts', () => {
  expect(countElements(card(box(button()), select()))).toBe(6);
});
