import fc from 'fast-check';
import { buildCalendar } from './calendar';
import { clocksOf } from './clocks';
import { type DeadlineFacts, type Due, dueFor, limitDue, rulesFor } from './deadline';
import { explainDue } from './deadline-steps';
import type { Budget, Channel, DeadlineRule, OfficeHours, Policy } from './policy';
import { publishedHolidays } from './published-holidays';
import type { Result } from './result';
import { dayFromCivil, dayNumber, dayOf, isoShanghai, parseInstant, startOfDay } from './shanghai';

/** Frozen at 2026, so that the tests mean the same when the next arrangement is published. */
const calendar = buildCalendar({
  ...publishedHolidays(),
  publishedYears: new Set(Array.from({ length: 23 }, (_, i) => 2004 + i)),
});
const hours: OfficeHours = {
  intervals: [
    { from: '08:30', to: '12:00' },
    { from: '13:30', to: '17:30' },
  ],
};
const words = { zh: '', en: '' };

function aRule(id: string, budget: Budget, more: Partial<DeadlineRule> = {}): DeadlineRule {
  const provenance = { kind: '原文', quote: '', requirement: 'R0' } as const;
  const base = { id, name: words, channel: id.split('.')[0] ?? '', when: {}, budget, soft: false, provenance };
  return { ...base, clock: 'respond', stop: 'replied', from: 'received', ...more };
}

function aChannel(code: string, parent?: string): Channel {
  const base = {
    code,
    name: words,
    lead: 'office',
    aliases: [],
    defaultKind: 'citizen',
    defaultType: 'complaint',
  } as const;
  return parent === undefined ? base : { ...base, parent };
}

const resolve = { clock: 'resolve', stop: 'resolved' } as const;
const rules: readonly DeadlineRule[] = [
  aRule('service-hall.immediate', { unit: 'same-day' }, { ...resolve, when: { immediate: true } }),
  aRule('service-hall.committed', { unit: 'statutory' }, { ...resolve, when: { immediate: false } }),
  aRule('hotline.reply', { unit: 'working-day', count: 3 }, { channel: 'hotline-12345' }),
  aRule('instant.reply', { unit: 'working-day', count: 2 }, { channel: 'instant-response' }),
  aRule('instant.resolve', { unit: 'working-day', count: 13 }, { channel: 'instant-response', ...resolve }),
  aRule('lifecycle.contact', { unit: 'hour', count: 24 }, { stop: 'contacted', when: { new_enterprise: true } }),
  aRule('lifecycle.reply', { unit: 'working-day', count: 3 }, { when: { new_enterprise: false } }),
  aRule(
    'proposals.city',
    { unit: 'month-end', month: 5 },
    { ...resolve, when: { session: 'at-session', level: 'city' } },
  ),
  aRule(
    'proposals.between',
    { unit: 'month', count: 3 },
    { ...resolve, from: 'handed-over', when: { session: 'between-sessions' } },
  ),
  aRule('visit.general', { unit: 'calendar-day', count: 5 }, { ...resolve, when: { grade: 'general' } }),
  aRule('visit.major', { unit: 'none' }, { ...resolve, when: { grade: 'major' } }),
];

function aPolicy(): Policy {
  const channels = [
    aChannel('hotline-12345'),
    aChannel('instant-response', 'hotline-12345'),
    aChannel('app', 'hotline-12345'),
  ];
  return { channels, rules, officeHours: hours } as unknown as Policy;
}

function at(text: string): number {
  const parsed = parseInstant(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

function theDue(result: Result<Due>): string | null {
  if (!result.ok) throw new Error(result.code);
  return result.value.dueAt === null ? null : isoShanghai(result.value.dueAt).replace('+08:00', '');
}

function dueOf(budget: Budget, receivedAt: string, facts: Partial<DeadlineFacts> = {}): Result<Due> {
  return dueFor(aRule('x.y', budget), { channel: 'x', receivedAt: at(receivedAt), ...facts }, calendar, hours);
}

function idsFor(facts: Partial<DeadlineFacts> & { channel: string }): string[] {
  return rulesFor(aPolicy(), { receivedAt: 0, ...facts }).map(({ id }) => id);
}

describe('which rules bind a case', () => {
  it.each<[Partial<DeadlineFacts> & { channel: string }, string[]]>([
    [{ channel: 'hotline-12345' }, ['hotline.reply']],
    [{ channel: 'instant-response' }, ['instant.reply', 'instant.resolve']],
    [{ channel: 'app' }, ['hotline.reply']],
    [{ channel: 'service-hall', immediate: true }, ['service-hall.immediate']],
    [{ channel: 'service-hall', statutoryDays: 20 }, ['service-hall.committed']],
    [{ channel: 'lifecycle', newEnterprise: true }, ['lifecycle.contact']],
    [{ channel: 'lifecycle' }, ['lifecycle.reply']],
    [{ channel: 'visit' }, ['visit.general']],
    [{ channel: 'visit', grade: 'major' }, ['visit.major']],
    [{ channel: 'proposals', session: 'at-session', level: 'city' }, ['proposals.city']],
    [{ channel: 'proposals', session: 'between-sessions', level: 'city' }, ['proposals.between']],
    [{ channel: 'proposals' }, []],
    [{ channel: 'nowhere' }, []],
  ])('%j: %j', (facts, ids) => expect(idsFor(facts)).toEqual(ids));
});

describe('when a budget is due', () => {
  const wd = (count: number): Budget => ({ unit: 'working-day', count });
  const statutory: Budget = { unit: 'statutory' };
  it.each<[string, Budget, string, Partial<DeadlineFacts>, string | null]>([
    ['working days before a festival', wd(3), '2026-09-29T10:00', {}, '2026-10-09T23:59:59'],
    ['a make-up Saturday counts', wd(3), '2026-10-07T10:00', {}, '2026-10-10T23:59:59'],
    ['receipt on a make-up Saturday', wd(1), '2026-05-09T10:00', {}, '2026-05-11T23:59:59'],
    ['receipt on a rest day', wd(3), '2026-05-16T10:00', {}, '2026-05-20T23:59:59'],
    ['receipt at the last second', wd(1), '2026-05-06T23:59:59', {}, '2026-05-07T23:59:59'],
    ['receipt at the first second', wd(1), '2026-05-07T00:00:00', {}, '2026-05-08T23:59:59'],
    [
      '24 hours over the Spring Festival',
      { unit: 'hour', count: 24 },
      '2026-02-14T17:00:05',
      {},
      '2026-02-15T17:00:05',
    ],
    ['5 days roll off a holiday', { unit: 'calendar-day', count: 5 }, '2022-04-28T09:00', {}, '2022-05-05T23:59:59'],
    [
      '5 days onto a make-up Saturday',
      { unit: 'calendar-day', count: 5 },
      '2026-05-04T09:00',
      {},
      '2026-05-09T23:59:59',
    ],
    ['3 months to a shorter month', { unit: 'month', count: 3 }, '2022-11-30T09:00', {}, '2023-02-28T23:59:59'],
    [
      '3 months onto a rest day do not roll',
      { unit: 'month', count: 3 },
      '2026-02-16T09:00',
      {},
      '2026-05-16T23:59:59',
    ],
    ['May ends on a Sunday', { unit: 'month-end', month: 5 }, '2026-01-20T09:00', {}, '2026-05-31T23:59:59'],
    ['February of a leap year', { unit: 'month-end', month: 2 }, '2024-01-20T09:00', {}, '2024-02-29T23:59:59'],
    ['immediate, in hours', { unit: 'same-day' }, '2026-05-07T17:30:00', {}, '2026-05-07T23:59:59'],
    ['immediate, before opening', { unit: 'same-day' }, '2026-05-07T06:00:00', {}, '2026-05-07T23:59:59'],
    ['immediate, after hours', { unit: 'same-day' }, '2026-05-07T17:30:01', {}, '2026-05-08T23:59:59'],
    ['immediate, on a holiday', { unit: 'same-day' }, '2026-10-01T10:00:00', {}, '2026-10-08T23:59:59'],
    ['statutory 20 → 14', statutory, '2026-03-02T10:00', { statutoryDays: 20 }, '2026-03-20T23:59:59'],
    ['statutory 5 → 3', statutory, '2026-03-02T10:00', { statutoryDays: 5 }, '2026-03-05T23:59:59'],
    ['statutory 3 → 2', statutory, '2026-03-02T10:00', { statutoryDays: 3 }, '2026-03-04T23:59:59'],
    ['statutory 1 → the same day', statutory, '2026-03-02T10:00', { statutoryDays: 1 }, '2026-03-02T23:59:59'],
    ['statutory 1 after hours', statutory, '2026-03-02T18:00', { statutoryDays: 1 }, '2026-03-03T23:59:59'],
    ['statutory 90 → 63, not 62', statutory, '2026-03-02T10:00', { statutoryDays: 90 }, '2026-06-02T23:59:59'],
    ['no date', { unit: 'none' }, '2026-03-02T10:00', {}, null],
    [
      'an earlier upstream date wins',
      wd(3),
      '2026-03-02T10:00',
      { upstreamDue: at('2026-03-04T12:00') },
      '2026-03-04T12:00:00',
    ],
    [
      'a later upstream date does not',
      wd(3),
      '2026-03-02T10:00',
      { upstreamDue: at('2026-03-14T12:00') },
      '2026-03-05T23:59:59',
    ],
    [
      'upstream dates the undated',
      { unit: 'none' },
      '2026-03-02T10:00',
      { upstreamDue: at('2026-04-01T12:00') },
      '2026-04-01T12:00:00',
    ],
  ])('%s', (_, budget, receivedAt, facts, due) => expect(theDue(dueOf(budget, receivedAt, facts))).toBe(due));

  it('counts a proposal between sessions from its hand-over', () => {
    const rule = rules.find(({ id }) => id === 'proposals.between') ?? aRule('x', { unit: 'none' });
    const facts = { channel: 'proposals', receivedAt: at('2022-12-20T09:00') };
    expect(theDue(dueFor(rule, { ...facts, handedOverAt: at('2022-11-30T09:00') }, calendar, hours))).toBe(
      '2023-02-28T23:59:59',
    );
    expect(dueFor(rule, facts, calendar, hours)).toMatchObject({ code: 'deadline.needs-handed-over' });
  });

  it('refuses what it cannot count', () => {
    expect(dueOf({ unit: 'statutory' }, '2026-03-02T10:00')).toMatchObject({ code: 'deadline.needs-statutory-days' });
    const odd = dueOf({ unit: 'statutory' }, '2026-03-02T10:00', { statutoryDays: 1.5 });
    expect(odd).toMatchObject({ code: 'deadline.bad-count' });
    for (const count of [0, -1, 2.5, Number.NaN, 1e9]) {
      expect(limitDue({ count, unit: 'working-day' }, at('2026-03-02T10:00'), calendar)).toMatchObject({
        code: 'deadline.bad-count',
      });
    }
    expect(limitDue({ count: 1, unit: 'hour' }, 0, calendar)).toMatchObject({ code: 'deadline.out-of-range' });
    expect(limitDue({ count: 1, unit: 'hour' }, at('2180-01-01T00:00'), calendar)).toMatchObject({ ok: false });
  });

  it('takes the longest budgets from the last start there is', () => {
    const last = at('2179-12-31T10:00');
    expect(limitDue({ count: 3650, unit: 'working-day' }, last, calendar).ok).toBe(true);
    expect(limitDue({ count: 120, unit: 'month' }, last, calendar).ok).toBe(true);
  });

  it.each<[Budget, string, boolean]>([
    [{ unit: 'working-day', count: 3 }, '2026-12-28T10:00', false],
    [{ unit: 'working-day', count: 4 }, '2026-12-28T10:00', true],
    [{ unit: 'calendar-day', count: 5 }, '2026-12-30T10:00', true],
    [{ unit: 'hour', count: 24 }, '2026-12-31T10:00', false],
    [{ unit: 'month', count: 3 }, '2026-12-01T10:00', false],
    [{ unit: 'same-day' }, '2026-12-31T18:00', true],
    [{ unit: 'same-day' }, '2027-03-01T10:00', true],
  ])('%j from %s: provisional %s', (budget, receivedAt, provisional) => {
    expect(dueOf(budget, receivedAt)).toMatchObject({ ok: true, value: { provisional } });
  });

  it('is not provisional where a fixed upstream date wins', () => {
    const due = dueOf({ unit: 'working-day', count: 4 }, '2026-12-28T10:00', { upstreamDue: at('2026-12-29T10:00') });
    expect(due).toMatchObject({ value: { provisional: false } });
  });
});

describe('properties of due times', () => {
  const from = startOfDay(dayFromCivil(2004, 1, 1)) / 1000;
  const received = fc.integer({ min: from, max: from + 25 * 366 * 86_400 }).map((seconds) => seconds * 1000);
  const unit = fc.constantFrom<'working-day' | 'calendar-day' | 'hour' | 'month'>(
    'working-day',
    'calendar-day',
    'hour',
    'month',
  );
  const dueAt = (count: number, of: 'working-day' | 'calendar-day' | 'hour' | 'month', receivedAt: number): number => {
    const due = limitDue({ count, unit: of }, receivedAt, calendar);
    return (due.ok ? due.value.dueAt : null) ?? Number.NaN;
  };

  it('a later receipt or a longer budget is never due earlier, and nothing before receipt', () => {
    fc.assert(
      fc.property(received, fc.nat(5e9), unit, fc.integer({ min: 1, max: 60 }), fc.nat(20), (t, later, of, n, more) => {
        expect(dueAt(n, of, t + later)).toBeGreaterThanOrEqual(dueAt(n, of, t));
        expect(dueAt(n + more, of, t)).toBeGreaterThanOrEqual(dueAt(n, of, t));
        expect(dueAt(n, of, t)).toBeGreaterThan(t);
      }),
    );
  });

  it('working days and rolled days end on a working day, and the explanation counts to the budget', () => {
    fc.assert(
      fc.property(
        received,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('working-day', 'calendar-day'),
        (t, n, of) => {
          const due = limitDue({ count: n, unit: of as 'working-day' | 'calendar-day' }, t, calendar);
          if (!due.ok || due.value.dueAt === null) throw new Error('no due');
          expect(calendar.isWorkingDay(dayOf(due.value.dueAt))).toBe(true);
          const days = due.value.steps().filter((step) => step.kind === 'day');
          expect(days.at(-1)).toMatchObject({ counted: true, count: n });
          expect(days.filter(({ counted }) => counted)).toHaveLength(n);
          expect(days[0]?.day).toBe(dayNumber(dayOf(t) + 1));
        },
      ),
    );
  });
});

describe('explaining a due time', () => {
  const lines = (result: Result<Due>) => explainDue(result.ok ? result.value.steps() : []);

  it('names every day with its reason', () => {
    const explained = lines(dueOf({ unit: 'working-day', count: 3 }, '2026-09-30T10:00'));
    expect(explained.slice(0, 3)).toEqual([
      '收到：2026-09-30 10:00:00（周三）',
      '时限：3 个工作日，当日不计',
      '10月1日（周四，国庆节）不计',
    ]);
    expect(explained.slice(-3)).toEqual([
      '10月9日（周五）第 2 个工作日',
      '10月10日（周六，补班）第 3 个工作日',
      '到期：2026年10月10日（周六）24:00 前',
    ]);
  });

  it('shows a roll, a new year, a reduction and an upstream date', () => {
    expect(lines(dueOf({ unit: 'calendar-day', count: 5 }, '2022-04-28T09:00')).slice(-3)).toEqual([
      '5月3日（周二，劳动节）顺延',
      '5月4日（周三，劳动节）顺延',
      '到期：2022年5月5日（周四）24:00 前',
    ]);
    const crossing = lines(dueOf({ unit: 'working-day', count: 1 }, '2026-12-31T10:00'));
    expect(crossing[2]).toBe('2027年1月1日（周五）第 1 个工作日');
    expect(crossing[3]).toContain('暂定');
    expect(lines(dueOf({ unit: 'statutory' }, '2026-03-02T10:00', { statutoryDays: 20 }))[1]).toContain(
      '法定 20 个工作日',
    );
    const upstream = dueOf({ unit: 'hour', count: 24 }, '2026-03-02T10:00', { upstreamDue: at('2026-03-02T12:00') });
    expect(lines(upstream).slice(-2)).toEqual([
      '上级平台要求更早：2026-03-02 12:00:00（周一）前',
      '到期：2026-03-02 12:00:00（周一）前',
    ]);
    expect(lines(dueOf({ unit: 'none' }, '2026-03-02T10:00')).at(-1)).toBe('尚未确定时限');
    expect(lines(dueOf({ unit: 'month-end', month: 5 }, '2026-03-02T10:00'))[1]).toContain('5 月底');
    expect(lines(dueOf({ unit: 'month', count: 3 }, '2026-03-02T10:00'))[1]).toContain('3 个月');
    expect(lines(dueOf({ unit: 'same-day' }, '2026-10-07T10:00'))[2]).toBe('10月7日（周三，国庆节）顺延');
  });
});

describe('clocks of a case', () => {
  const received = { channel: 'hotline-12345', receivedAt: at('2026-03-02T10:00') };
  const due = at('2026-03-05T23:59:59');
  const setting = (now: number) => ({ policy: aPolicy(), calendar, now });

  it('gives a reply rule without a resolving rule both clocks', () => {
    const both = { rule: 'hotline.reply', dueAt: due, unitDueAt: due, provisional: false };
    expect(clocksOf(received, {}, setting(due))).toEqual({
      ok: true,
      value: [
        { ...both, kind: 'respond', state: 'running' },
        { ...both, kind: 'resolve', state: 'running' },
      ],
    });
  });

  it.each([
    [{}, due + 1000, ['missed', 'missed']],
    [{ repliedAt: due }, due + 1000, ['met', 'missed']],
    [{ repliedAt: due + 1000, resolvedAt: due + 1000 }, due + 9000, ['missed', 'missed']],
    [{ resolvedAt: due - 1000 }, due + 9000, ['met', 'met']],
    [{ contactedAt: due - 1000 }, due, ['running', 'running']],
  ])('stops %j seen at %i: %j', (stops, now, states) => {
    const clocks = clocksOf(received, stops, setting(now));
    expect(clocks.ok && clocks.value.map(({ state }) => state)).toEqual(states);
  });

  it.each([
    [{ channel: 'instant-response' }, ['respond instant.reply', 'resolve instant.resolve']],
    [{ channel: 'lifecycle', newEnterprise: true }, ['respond lifecycle.contact']],
    [{ channel: 'lifecycle' }, ['respond lifecycle.reply', 'resolve lifecycle.reply']],
    [{ channel: 'visit', grade: 'major' as const }, ['resolve visit.major']],
  ])('%j has %j', (facts, expected) => {
    const clocks = clocksOf({ ...received, ...facts }, {}, setting(received.receivedAt));
    expect(clocks.ok && clocks.value.map(({ kind, rule }) => `${kind} ${rule}`)).toEqual(expected);
  });

  it('stops the duty to make contact by any nearer or further act, and runs on while undated', () => {
    const contact = clocksOf(
      { ...received, channel: 'lifecycle', newEnterprise: true },
      { repliedAt: due - 3 * 86_400_000 },
      setting(due),
    );
    expect(contact).toMatchObject({ value: [{ state: 'met' }] });
    const major = clocksOf({ ...received, channel: 'visit', grade: 'major' }, {}, setting(due * 2));
    expect(major).toMatchObject({ value: [{ dueAt: null, state: 'running' }] });
  });

  it('refuses a case no rule binds, and passes on what counting refuses', () => {
    expect(clocksOf({ ...received, channel: 'proposals' }, {}, setting(due))).toMatchObject({
      code: 'deadline.no-rule',
    });
    expect(clocksOf({ ...received, channel: 'service-hall' }, {}, setting(due))).toMatchObject({
      code: 'deadline.needs-statutory-days',
    });
  });
});
