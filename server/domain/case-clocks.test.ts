import fc from 'fast-check';
import { A_MORNING, aCalendar, aCase, aPolicy, at } from '../../tests/factories';
import type { CaseState } from './case';
import { caseClocks, nearestClock, nextTimer, stopOf } from './case-clocks';
import { isOfficeTime } from './office-hours';

const setting = (now = A_MORNING) => ({ policy: aPolicy(), calendar: aCalendar(), now });

/** Fires what is next, again and again, as the shell does. */
function course(state: CaseState, count: number): { kind: string; at: number }[] {
  const fired: { kind: string; at: number }[] = [];
  let now = state;
  for (let index = 0; index < count; index += 1) {
    const timer = nextTimer(now, setting());
    if (!timer) break;
    fired.push(timer);
    now = { ...now, timerMark: timer };
  }
  return fired;
}

const words = (timer: { kind: string; at: number }) =>
  `${timer.kind} ${new Date(timer.at + 8 * 3_600_000).toISOString().slice(0, 16)}`;

it('reminds at the shares, on the due day, when overdue, and then every working day', () => {
  const state = aCase({ receivedAt: at('2026-03-05T09:00:00'), registeredAt: at('2026-03-05T09:00:00') });
  expect(course(state, 6).map(words)).toEqual([
    'remind:respond:share-50 2026-03-09T08:30',
    'remind:respond:due-day 2026-03-10T08:30',
    'remind:respond:overdue 2026-03-11T08:30',
    'remind:respond:overdue-again 2026-03-12T08:30',
    'remind:respond:overdue-again 2026-03-13T08:30',
    'remind:respond:overdue-again 2026-03-16T08:30',
  ]);
});

it('reminds of an urgent case around the clock', () => {
  const state = aCase({ urgent: true, receivedAt: at('2026-03-05T09:00:00'), registeredAt: at('2026-03-05T09:00:00') });
  expect(course(state, 4).map(words)).toEqual([
    'remind:respond:share-50 2026-03-08T04:29',
    'remind:respond:share-80 2026-03-09T20:59',
    'remind:respond:due-day 2026-03-10T08:30',
    'remind:respond:overdue 2026-03-11T00:00',
  ]);
});

it('reminds only in office hours and never goes back, whenever the appeal came', () => {
  const minute = fc.integer({ min: 0, max: 360 * 24 * 60 });
  fc.assert(
    fc.property(
      minute,
      fc.constantFrom('hotline-12345', 'instant-response', 'portal', 'enterprise-visit'),
      (offset, channel) => {
        const receivedAt = at('2026-01-01T00:00:00') + offset * 60_000;
        const fired = course(aCase({ channel, receivedAt, registeredAt: receivedAt }), 12);
        expect(fired.length).toBe(12);
        const keys = fired.map((timer) => `${timer.kind}${timer.at}`);
        expect(new Set(keys).size).toBe(keys.length);
        fired.forEach((timer, index) => {
          expect(isOfficeTime(timer.at, aPolicy().officeHours, aCalendar())).toBe(true);
          expect(timer.at).toBeGreaterThanOrEqual(fired[index - 1]?.at ?? receivedAt);
        });
      },
    ),
    { numRuns: 60 },
  );
});

it('arms nothing that lies before the registration of a late delivery, but still says it is overdue', () => {
  const state = aCase({ receivedAt: at('2026-02-02T09:00:00'), registeredAt: A_MORNING });
  expect(course(state, 1).map((timer) => timer.kind)).toEqual(['remind:respond:overdue']);
});

it('has one timer once resolved, the archiving after thirty days, and none when closed', () => {
  const resolved = aCase({ status: 'resolved', repliedAt: A_MORNING, resolvedAt: A_MORNING });
  expect(course(resolved, 3)).toEqual([{ kind: 'archive', at: A_MORNING + 30 * 86_400_000 }]);
  for (const status of ['archived', 'declined', 'merged'] as const)
    expect(nextTimer(aCase({ status }), setting())).toBeUndefined();
});

it('goes on with the resolving clock when the reply is done', () => {
  const state = aCase({ channel: 'instant-response', status: 'replied', repliedAt: A_MORNING });
  expect(course(state, 3).every((timer) => timer.kind.startsWith('remind:resolve'))).toBe(true);
});

it('derives the clocks from the facts each time: the same now and later, but for their state', () => {
  const state = aCase({ channel: 'instant-response' });
  const early = caseClocks(state, setting());
  const late = caseClocks(state, setting(A_MORNING + 60 * 86_400_000));
  if (!early.ok || !late.ok) throw new Error('no clocks');
  expect(late.value.map(({ state: _state, ...clock }) => clock)).toEqual(
    early.value.map(({ state: _state, ...clock }) => clock),
  );
  expect([early.value.map((clock) => clock.state), late.value.map((clock) => clock.state)]).toEqual([
    ['running', 'running'],
    ['missed', 'missed'],
  ]);
  expect(nearestClock(early.value)?.kind).toBe('respond');
});

it('stops a reply clock by the reply, and by resolving without one', () => {
  const clock = { kind: 'respond' as const, rule: 'hotline.reply' };
  expect(stopOf(aCase({ resolvedAt: 5 }), clock, aPolicy())).toBe(5);
  expect(stopOf(aCase({ contactedAt: 3 }), clock, aPolicy())).toBeUndefined();
  expect(stopOf(aCase({ contactedAt: 3 }), { kind: 'respond', rule: 'lifecycle.contact' }, aPolicy())).toBe(3);
});
