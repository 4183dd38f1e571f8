import { findPrivateData, visibleTexts } from './private-data';

it.each([
  '电话13800138000转办',
  '138 0013 8000',
  '138-0013-8000',
  '１３８００１３８０００',
  '+86 138 0013 8000',
  '8613800138000',
  '138&#45;0013&#45;8000',
  '1 3 8 0 0 1 3 8 0 0 0',
])('finds the mobile number in %s', (text) => {
  expect(findPrivateData(text)?.kind).toBe('phone');
});

it.each(['a.b@mail.example.cn', '邮箱 zhang＠example．com'])('finds the address in %s', (text) => {
  expect(findPrivateData(text)?.kind).toBe('email');
});

it.each([
  'LS-20260302-0001',
  '138****8000',
  '2026-11-13 2026-11-14 8:00',
  '12345 热线',
  '1732312345678',
  '<at id=ou_a13800138000b></at>',
  '0535-6888888',
])('lets %s pass', (text) => {
  expect(findPrivateData(text)).toBeUndefined();
});

it('reads table cells and texts of a card, not callback values', () => {
  const card = {
    body: {
      elements: [
        { tag: 'table', rows: [{ name: '甲' }] },
        {
          tag: 'button',
          text: { tag: 'plain_text', content: '签收' },
          behaviors: [{ type: 'callback', value: { p: '乙' } }],
        },
      ],
    },
  };
  expect(visibleTexts(card)).toEqual(['甲', '签收']);
});
