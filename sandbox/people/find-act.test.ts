import { fieldName, findAct } from './find-act';

const value = { cmd: 'claim-case', case: 'LS-20260506-0001', v: 3 };
const callback = (held: unknown) => [{ type: 'callback', value: held }];
const card = (elements: unknown[]) => ({ schema: '2.0', body: { elements } });
const menu = (number: string) => ({
  tag: 'overflow',
  options: [{ text: { tag: 'plain_text', content: '登记回访' }, value: 'record-follow-up' }],
  behaviors: callback({ cmd: 'open-form', case: number, v: 1 }),
});

it('finds a button by the command and the case of its value', () => {
  const found = card([
    { tag: 'column_set', columns: [{ tag: 'column', elements: [{ tag: 'button', behaviors: callback(value) }] }] },
  ]);
  expect(findAct(found, 'claim-case', 'LS-20260506-0001')).toEqual({ kind: 'button', value });
  expect(findAct(found, 'claim-case', 'LS-20260506-0002')).toBeUndefined();
});

it('finds a form by its submit button, with the names of its fields wherever they stand in it', () => {
  const submit = {
    tag: 'button',
    name: 'submit_x',
    form_action_type: 'submit',
    behaviors: callback({ ...value, cmd: 'reply-case' }),
  };
  const panel = { tag: 'collapsible_panel', elements: [{ tag: 'picker_datetime', name: 'reply_case__told_at' }] };
  const form = { tag: 'form', name: 'x', elements: [{ tag: 'input', name: 'reply_case__reply' }, panel, submit] };
  expect(findAct(card([form]), 'reply-case', 'LS-20260506-0001')).toMatchObject({
    kind: 'form',
    submit: 'submit_x',
    fields: ['reply_case__reply', 'reply_case__told_at'],
  });
});

it('finds a menu option in the row of the case, not in that of another', () => {
  const list = card([menu('LS-20260506-0001'), menu('LS-20260506-0002')]);
  expect(findAct(list, 'record-follow-up', 'LS-20260506-0002')).toMatchObject({
    kind: 'menu',
    value: { case: 'LS-20260506-0002' },
  });
  expect(findAct(list, 'add-call', 'LS-20260506-0002')).toBeUndefined();
});

it('names fields as the interface does', () => {
  expect(fieldName('reply-case', 'told_by')).toBe('reply_case__told_by');
});
