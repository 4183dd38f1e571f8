import { type Answer, aDistrict, CHATS, type District } from '../../tests/district';
import { dumpTable, tablesOf } from '../../tests/dump';

let district: District;
beforeAll(async () => {
  district = await aDistrict();
});
afterAll(() => district.close());

const codes = (answer: { body: Answer }) =>
  Object.fromEntries((answer.body.errors ?? []).map(({ field, code }) => [field, code]));

describe('the same appeal again', () => {
  it('answers the same key with the same body, whatever the new body says', async () => {
    const first = await district.post({ source_id: 'k-1' }, { key: 'one key' });
    const again = await district.post({ source_id: 'k-2', content: '' }, { key: 'one key' });
    expect(first.status).toBe(201);
    expect(again).toEqual({ status: 200, body: first.body });
    expect(await district.storage.read.cases.bySource('hotline-12345', 'k-2')).toBeUndefined();
  });

  it('answers a known source id with the case it has, and repeats that for its key too', async () => {
    const first = await district.post({ source_id: 'known' });
    const known = await district.post({ source_id: 'known', content: '别的话' }, { key: 'second' });
    expect(known.status).toBe(200);
    expect(known.body).toMatchObject({
      number: first.body.number,
      known_source: true,
      tracking_url: first.body.tracking_url,
    });
    const repeat = await district.post({ source_id: 'new-one' }, { key: 'second' });
    expect(repeat).toEqual(known);
  });

  it('registers one case however often it arrives at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => district.post({ source_id: 'burst' }, { key: `b${index % 5}` })),
    );
    expect(new Set(answers.map((answer) => answer.body.number)).size).toBe(1);
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
  });

  it('takes a key of two hundred characters, and does not mix up two that begin alike', async () => {
    const key = 'k'.repeat(199);
    const [one, two] = [await district.post({}, { key: `${key}1` }), await district.post({}, { key: `${key}2` })];
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(one.body.number).not.toBe(two.body.number);
    const [row] = JSON.parse(dumpTable(district.path, 'inbox')).slice(-1) as [{ id: string }];
    expect(row.id.length).toBeLessThanOrEqual(191);
  });
});

describe('bad input', () => {
  it.each([
    [{ source_id: '' }, { source_id: 'required' }],
    [{ source_id: 'x'.repeat(121) }, { source_id: 'too-long' }],
    [{ content: '   ' }, { content: 'required' }],
    [{ content: undefined }, { content: 'required' }],
    [{ content: '字'.repeat(10_001) }, { content: 'too-long' }],
    [{ title: '字'.repeat(201) }, { title: 'too-long' }],
    [{ received_at: 'yesterday' }, { received_at: 'instant' }],
    [{ received_at: '2026-03-06T10:00:00+08:00' }, { received_at: 'intake.received-in-future' }],
    [{ appellant_kind: 'dog' }, { appellant_kind: 'choose' }],
    [{ type: 'rant' }, { type: 'choose' }],
    [{ grade: 'huge' }, { grade: 'choose' }],
    [{ item: 'no.such-item' }, { item: 'catalogue.unknown' }],
    [{ urgent: 'yes' }, { urgent: 'boolean' }],
    [{ statutory_days: 1.5 }, { statutory_days: 'whole-number' }],
    [{ upstream_due: 'soon' }, { upstream_due: 'instant' }],
    [{ attachments: [{ name: 'a' }] }, { 'attachments.0': 'url-or-base64' }],
    [{ attachments: [{ name: 'a', url: 'javascript:alert(1)' }] }, { 'attachments.0.url': 'malformed' }],
    [
      { content: '', title: '字'.repeat(201), grade: 'huge' },
      { content: 'required', title: 'too-long', grade: 'choose' },
    ],
  ])('names every field that is wrong: %j', async (body, wrong) => {
    const answer = await district.post(body);
    expect([answer.status, codes(answer)]).toEqual([422, wrong]);
    for (const problem of answer.body.errors ?? []) {
      expect(problem.zh).toMatch(/[\u4e00-\u9fa5]/);
      expect(problem.en).toMatch(/^[A-Z]/);
    }
  });

  it('asks the service hall for its limit and proposals for their session', async () => {
    expect(codes(await district.post({}, { token: 'hall-token-of-the-tests' }))).toEqual({
      statutory_days: 'intake.needs-hall-limit',
    });
    expect(codes(await district.post({}, { token: 'proposal-token-of-the-tests' }))).toEqual({
      session: 'intake.needs-session',
      level: 'intake.needs-level',
      handed_over_at: 'intake.needs-handed-over',
    });
  });

  it('uses up no number for what it refuses', async () => {
    const before = (await district.post({})).body.number;
    await district.post({ item: 'no.such-item' });
    const after = (await district.post({})).body.number;
    expect(Number(after.slice(-4))).toBe(Number(before.slice(-4)) + 1);
  });
});

it('numbers by the Shanghai day of receipt and tells the clocks', async () => {
  const { body } = await district.post({ received_at: '2026-03-01T16:30:00Z' });
  expect(body.number).toBe('LS-20260302-0001');
  const before = await district.post({ received_at: '2026-03-01T15:59:59Z' });
  expect(before.body.number).toBe('LS-20260301-0001');
  expect(body).toMatchObject({
    status: 'registered',
    duplicates: [],
    clocks: [{ kind: 'respond', rule: 'hotline.reply', due: '2026-03-05T23:59:59+08:00' }, { kind: 'resolve' }],
  });
});

it('finds a duplicate by the phone in any spelling and nearly the same words, and nothing else', async () => {
  const words = '金海小区三号楼旁边的路灯连续三天不亮，晚上出行很不方便，希望尽快修复';
  const first = (await district.post({ phone: '13805350001', content: words })).body.number;
  expect((await district.post({ phone: '+86 138-0535-0001', content: `${words}。谢谢` })).body.duplicates).toEqual([
    first,
  ]);
  expect((await district.post({ phone: '13805350002', content: words })).body.duplicates).toEqual([]);
  expect(
    (await district.post({ phone: '13805350001', content: '孩子入学报名需要哪些材料，什么时候开始登记' })).body
      .duplicates,
  ).toEqual([]);
  expect(
    (await district.post({ phone: '13805350001', content: words, received_at: '2026-03-04T09:00:00+08:00' })).body
      .duplicates.length,
  ).toBeGreaterThan(0);
});

it('gives a tracking link that leads to the case and stands in no group', async () => {
  const { body } = await district.post({ source_id: 'tracked' });
  await district.settled();
  const code = body.tracking_url.split('/track/')[1] ?? '';
  expect(code.length).toBeGreaterThanOrEqual(16);
  expect(JSON.stringify((await district.storage.read.cases.bySource('hotline-12345', 'tracked')) ?? {})).not.toContain(
    code,
  );
  await district.board.pull();
  expect(JSON.stringify(district.board.entries)).not.toContain(code);
});

it('shows the appellant status, promise and reply by the tracking link, and no personal data', async () => {
  const { body } = await district.post({ source_id: 'seen', name: '欧阳建国', phone: '13905357788' });
  const page = async () => {
    const response = await fetch(body.tracking_url);
    return { status: response.status, html: await response.text() };
  };
  const first = await page();
  expect(first.status).toBe(200);
  expect(first.html).toContain(body.number);
  expect(first.html).toContain('正在交办');
  expect(first.html).toMatch(/24:00 前/);
  const card = { reply: '已答复，请拨打13905357788', told_by: 'phone' };
  await district.do('dispatcher', 'dispatch', 'resolve-on-spot', body.number, card);
  const last = await page();
  expect(last.html).toContain('已办结');
  expect(last.html).toContain('已答复，请拨打');
  for (const secret of ['13905357788', '欧阳建国']) expect(first.html + last.html).not.toContain(secret);
  expect(last.html.length).toBeLessThan(50_000);
  expect((await fetch(`${body.tracking_url}x`)).status).toBe(404);
});

it('keeps personal data out of every table and every message, through a whole life', async () => {
  const person = { name: '欧阳建国', phone: '13905357788', address: '金海小区7号楼2单元501室' };
  const mail = 'ouyang.jg@example.com';
  const words = `我是${person.name}，电话${person.phone}，家住${person.address}，邮箱${mail}，路灯坏了`;
  const number = await district.claimed({ ...person, content: words, title: `${person.name}反映路灯` });
  await district.do('handler', 'housing', 'report-progress', number, { note: `已致电${person.phone} ${mail}` });
  await district.do('handler', 'housing', 'reply-case', number, {
    reply: `已告知${person.name} ${person.phone}`,
    told_by: 'phone',
  });
  await district.do('handler', 'housing', 'resolve-case', number, {
    outcome: 'resolved',
    result: `${person.name}家门口已修`,
    basis: '规定',
  });
  const typed = district.hands.client.say('ou_dispatcher', `查 ${person.phone}`, { p2p: true });
  await typed;
  await district.settled();
  const secrets = [person.phone, person.name, '7号楼2单元501室', mail];
  const tables = tablesOf(district.path);
  expect(tables).toEqual(expect.arrayContaining(['case_file', 'case_log', 'outbox', 'inbox', 'settings_log']));
  for (const table of tables) {
    const text = dumpTable(district.path, table);
    for (const secret of secrets) expect([table, secret, text.includes(secret)]).toEqual([table, secret, false]);
  }
  const sent = JSON.stringify(
    (await district.journal('message')).concat(
      await district.journal('reply'),
      await district.journal('patch'),
      await district.journal('card-response'),
    ),
  );
  for (const secret of secrets) expect([secret, sent.includes(secret)]).toEqual([secret, false]);
  expect(await district.journal('refused')).toEqual([]);
});

it('shows every registered case in the dispatch group', async () => {
  await district.settled(60_000);
  const { cases } = await district.storage.read.cases.totals();
  expect((await district.storage.read.cards.withPrefix('case:', CHATS.dispatch)).length).toBe(cases);
});
