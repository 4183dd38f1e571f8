import { headerOf } from '../../sandbox/people/card-reading';
import { aDistrict, CHATS, type District } from '../../tests/district';
import { at } from '../../tests/factories';

let district: District;
afterEach(() => district.close());

const firedOf = (moved: { fired: readonly { kind: string; case?: string; at: string }[] }, number?: string) =>
  moved.fired.filter((one) => one.case === number).map((one) => `${one.kind} ${one.at.slice(0, 16)}`);
const digestDays = async () => {
  await district.board.pull();
  return district.board
    .newest(CHATS.daily)
    .map((one) => headerOf(one.card).title)
    .filter((title) => title.includes('日调度'))
    .toReversed();
};

it('fires every reminder of a case once, in order, each at its own time', async () => {
  district = await aDistrict();
  const number = await district.register({ received_at: '2026-03-04T09:30:00+08:00' });
  const moved = await district.moveTo('2026-03-12T12:00:00');
  expect(firedOf(moved, number)).toEqual([
    'remind:respond:due-day 2026-03-09T08:30',
    'remind:respond:overdue 2026-03-10T08:30',
    'remind:respond:overdue-again 2026-03-11T08:30',
    'remind:respond:overdue-again 2026-03-12T08:30',
  ]);
  const times = moved.fired.map((one) => Date.parse(one.at));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(moved.pending).toBe(0);
  const log = await district.storage.read.log.of(number);
  const reminded = log.filter((entry) => entry.type === 'case.reminded');
  expect(reminded).toHaveLength(4);
  for (const entry of reminded) {
    expect(entry.at).toBe(entry.data.dueAt);
    expect(entry.data.late).toBe(false);
  }
  expect(firedOf(await district.moveTo('2026-03-12T12:00:00'), number)).toEqual([]);
});

it('reminds of a case no more once it is answered and resolved, and archives it after thirty days', async () => {
  district = await aDistrict();
  const number = await district.claimed();
  await district.do('handler', 'housing', 'resolve-case', number, {
    outcome: 'resolved',
    result: '好了',
    basis: '规定',
    reply: '已修',
    told_by: 'phone',
  });
  const moved = await district.moveTo('2026-04-10T00:00:00');
  expect(firedOf(moved, number)).toEqual(['archive 2026-04-03T10:00']);
  expect((await district.storage.read.cases.load(number))?.state.status).toBe('archived');
});

it('posts the digest at half past eight of working days only, a make-up Saturday among them, none in Spring Festival', async () => {
  district = await aDistrict({ start: '2026-02-11T12:00:00' });
  const moved = await district.moveTo('2026-02-26T12:00:00');
  const digests = moved.fired.filter((one) => one.kind === 'slot:day-digest').map((one) => one.at);
  expect(digests).toEqual(
    ['2026-02-12', '2026-02-13', '2026-02-14', '2026-02-24', '2026-02-25', '2026-02-26'].map(
      (day) => `${day}T08:30:00+08:00`,
    ),
  );
  expect((await digestDays()).length).toBe(6);
  expect(new Set(await digestDays()).size).toBe(6);
});

it('goes on where it stood after a restart, and posts only the newest digest that was missed', async () => {
  district = await aDistrict();
  await district.moveTo('2026-03-05T12:00:00');
  const number = await district.register();
  await district.stop();
  // Days pass while nothing runs: the stored instant is what a system clock would show at the next start.
  await district.storage.write((stores) => stores.meta.set('clock.now', String(at('2026-03-11T10:00:00'))));
  await district.start({ SUBAN_CLOCK_START: '2030-01-01T00:00:00Z' });
  const moved = await district.clock({ advance: 'PT0S' });
  expect(moved.body.now).toBe('2026-03-11T10:00:00+08:00');
  await district.settled();
  expect(await digestDays()).toEqual([expect.stringContaining('3月5日'), expect.stringContaining('3月11日')]);
  const reminded = (await district.storage.read.log.of(number)).filter((entry) => entry.type === 'case.reminded');
  expect(reminded.length).toBeGreaterThan(0);
  expect(reminded.every((entry) => entry.at === at('2026-03-11T10:00:00'))).toBe(true);
  expect(await district.journal('refused')).toEqual([]);
});

describe('the controlled clock', () => {
  it('goes backwards only while no case exists', async () => {
    district = await aDistrict();
    expect((await district.clock({ now: '2026-03-01T08:00:00+08:00' })).status).toBe(200);
    await district.register({ received_at: '2026-02-28T08:00:00+08:00' });
    const refused = await district.clock({ now: '2026-02-28T09:00:00+08:00' });
    expect(refused.status).toBe(409);
    expect((await district.clock({ advance: 'PT0S' })).body.now).toBe('2026-03-01T08:00:00+08:00');
  });

  it('posts the digests of days lived through a second time', async () => {
    district = await aDistrict();
    await district.moveTo('2026-03-06T12:00:00');
    expect((await district.clock({ now: '2026-03-04T10:00:00+08:00' })).status).toBe(200);
    const again = await district.moveTo('2026-03-10T12:00:00');
    expect(again.fired.map((one) => one.at.slice(0, 10))).toEqual([
      '2026-03-05',
      '2026-03-06',
      '2026-03-09',
      '2026-03-10',
    ]);
  });

  it('moves to the next due instant, and by a duration', async () => {
    district = await aDistrict();
    const next = (await district.clock({ advance: 'next-due' })).body;
    expect(next).toMatchObject({ now: '2026-03-05T08:30:00+08:00', pending: 0, fired: [{ kind: 'slot:day-digest' }] });
    expect((await district.clock({ advance: 'P1DT30M' })).body.now).toBe('2026-03-06T09:00:00+08:00');
  });

  it.each([{}, { now: 'soon' }, { advance: 'P' }, { advance: '2h' }, { advance: 'PT1H', now: '2026-03-05T00:00:00Z' }])(
    'refuses %j',
    async (body) => {
      district = await aDistrict();
      const answer = await district.clock(body);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    },
  );

  it('comes through a hundred timers at once and leaves nothing pending', async () => {
    district = await aDistrict();
    await Promise.all(Array.from({ length: 30 }, () => district.post({ received_at: '2026-03-04T09:00:00+08:00' })));
    await district.settled(30_000);
    const moved = await district.moveTo('2026-03-10T09:30:00');
    expect(moved.pending).toBe(0);
    const keys = moved.fired.map((one) => `${one.kind}${one.case}${one.at}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThanOrEqual(60);
    // One reminder card a day for the group, not one message a case.
    const cards = district.board.newest(CHATS.dispatch).filter((one) => headerOf(one.card).title.includes('提醒'));
    expect(cards.length).toBeLessThanOrEqual(5);
    expect(await district.journal('refused')).toEqual([]);
  });
});
