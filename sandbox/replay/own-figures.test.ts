import { figuresAt, onTimeOf, rankOf } from './own-figures';

const time = (text: string) => Date.parse(`${text}+08:00`);
const created = {
  lead: 'livelihood',
  answer: {
    number: 'LS-20260506-0001',
    status: 'registered',
    tracking_url: '',
    duplicates: [],
    clocks: [
      { kind: 'respond' as const, rule: 'hotline.reply', due: '2026-05-08T23:59:59+08:00' },
      { kind: 'resolve' as const, rule: 'hotline.reply', due: '2026-05-08T23:59:59+08:00' },
    ],
  },
};
const act = (cmd: string, at: string, fields = {}) => ({ cmd, caseNumber: 'LS-20260506-0001', at: time(at), fields });

it('counts a claim in time on the morning after its due day, and a late reply as not met', () => {
  const acts = [
    act('assign-case', '2026-05-06T10:00:00', { unit: 'housing' }),
    act('claim-case', '2026-05-07T15:00:00'),
    act('reply-case', '2026-05-09T09:00:00'),
  ];
  expect(figuresAt(time('2026-05-08T08:30:00'), [created], acts).get('housing')).toMatchObject({
    claimedMet: 1,
    claimedDue: 1,
    repliedDue: 0,
    overdue: 0,
    open: 1,
  });
  // 9 May 2026 is a Saturday worked in exchange.
  expect(figuresAt(time('2026-05-09T08:30:00'), [created], acts).get('housing')).toMatchObject({
    claimedDue: 0,
    repliedMet: 0,
    repliedDue: 1,
    overdue: 1,
    open: 1,
  });
});

it('forgets a recalled assignment', () => {
  const acts = [
    act('assign-case', '2026-05-06T10:00:00', { unit: 'housing' }),
    act('recall-assignment', '2026-05-06T10:05:00'),
  ];
  const figures = figuresAt(time('2026-05-08T08:30:00'), [created], acts);
  expect(figures.get('housing')).toBeUndefined();
  expect(figures.get('livelihood')).toMatchObject({ claimedDue: 0, open: 1 });
});

it('prints shares with two decimals, half-up', () => {
  const row = (met: number, due: number) => ({
    claimedMet: met,
    claimedDue: due,
    repliedMet: 0,
    repliedDue: 0,
    overdue: 0,
    open: 0,
  });
  expect([onTimeOf(row(2, 3)), onTimeOf(row(1, 8)), onTimeOf(row(1, 1)), onTimeOf(row(0, 0))]).toEqual([
    '66.67',
    '12.50',
    '100.00',
    '—',
  ]);
});

it('ranks by the printed share, then by fewer overdue; equals share the rank, and nothing due is no rank', () => {
  const unit = (met: number, due: number, overdue = 0) => ({
    claimedMet: met,
    claimedDue: due,
    repliedMet: 0,
    repliedDue: 0,
    overdue,
    open: 1,
  });
  const league = [unit(3, 3), unit(1, 2), unit(5, 5), unit(4, 4, 2), unit(0, 0)];
  expect(league.map((own) => rankOf(own, league))).toEqual(['并列 1', '4', '并列 1', '3', '—']);
});
