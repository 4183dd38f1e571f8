import { aDistrict, type District, STAFF } from '../../tests/district';

let district: District;
beforeAll(async () => {
  district = await aDistrict();
});
afterAll(() => district.close());

const logOf = async (number: string) => (await district.storage.read.log.of(number)).map((entry) => entry.type);
const stateOf = async (number: string) => (await district.storage.read.cases.load(number))?.state;

/** A click by hand, on the card as somebody saw it at an earlier version. */
function _clickOn(
  who: keyof typeof STAFF,
  messageId: string,
  value: Record<string, unknown>,
  extra: Record<string, unknown> = {},
) {
  return district.hands.client.click(STAFF[who].id, messageId, { tag: 'button', value, ...extra });
}

it('carries a case from registration to the callback by cards alone', async () => {
  const number = await district.claimed();
  await district.do('handler', 'housing', 'report-progress', number, { note: '已到现场', contacted: 'yes' });
  await district.do('handler', 'housing', 'reply-case', number, { reply: '已更换灯泡', told_by: 'phone' });
  await district.do('handler', 'housing', 'resolve-case', number, {
    outcome: 'resolved',
    result: '已修好',
    basis: '城市照明管理规定',
  });
  await district.do('caller', 'lead', 'record-follow-up', number, {
    reached: 'yes',
    contacted: 'yes',
    resolved: 'yes',
    satisfaction: 'satisfied',
    method: 'phone',
  });
  expect((await stateOf(number))?.status).toBe('archived');
  expect(await logOf(number)).toEqual([
    'case.registered',
    'case.assigned',
    'case.claimed',
    'case.progressed',
    'case.replied',
    'case.resolved',
    'case.followed-up',
  ]);
  expect(await district.journal('refused')).toEqual([]);
});
