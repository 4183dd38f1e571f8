import { factOf } from '../../sandbox/people/card-reading';
import { aDistrict, CHATS, type District, STAFF, wordsOfCard } from '../district';

const PHONE = '13805357766';
/** What must never stand in any message, in any spelling. */
const SECRETS = [
  PHONE,
  '138 0535 7766',
  '138-0535-7766',
  '１３８０５３５７７６６',
  '370602199001011234',
  'wang.hostile@example.com',
];
const BIDI = '\u202Etxt.exe\u202C\u2066x\u2069';
const CONTROLS = 'a\u0000b\u0007c\u001Bd\u200Be\uFEFF\uD800';
const HOSTILE = [
  '<at id=all></at><at user_id="all">所有人</at><at id=ou_admin></at><at user_id="ou_admin">曲建国</at>',
  '<person id="ou_admin"></person><at email="a"></at>&lt;at id=all&gt;&#60;at id=all&#62;',
  '[点我](javascript:alert(1)) ![图](http://evil.example/x.png) <a href="http://evil.example">x</a> <link url="http://evil.example">y</link>',
  '# 标题\n***粗***\n---\n```js\nalert(1)\n```\n| a | b |\n<font color="red">红</font>{{template}}',
  `${BIDI}${CONTROLS}`,
  `电话 ${PHONE} 或 138 0535 7766 或 138-0535-7766 或 １３８０５３５７７６６`,
  '身份证 370602199001011234 邮箱 wang.hostile@example.com',
].join('\n');

let district: District;
beforeAll(async () => {
  district = await aDistrict();
});
afterAll(() => district.close());

const outgoing = async () =>
  (
    await Promise.all(['message', 'reply', 'patch', 'card-response', 'toast'].map((kind) => district.journal(kind)))
  ).flat();

async function life(body: Record<string, unknown>, texts: string): Promise<string> {
  const number = await district.register(body);
  await district.do('dispatcher', 'dispatch', 'assign-case', number, { unit: 'housing', note: texts });
  await district.do('handler', 'housing', 'claim-case', number);
  await district.do('handler', 'housing', 'report-progress', number, { note: texts });
  await district.do('handler', 'housing', 'reply-case', number, { reply: texts, told_by: 'phone' });
  await district.do('dispatcher', 'dispatch', 'show-case', number);
  await district.do('handler', 'housing', 'resolve-case', number, {
    outcome: 'explained',
    result: texts,
    basis: '依据 <at id=all></at>',
  });
  await district.do('caller', 'lead', 'record-follow-up', number, {
    reached: 'yes',
    satisfaction: 'dissatisfied',
    method: 'phone',
    note: texts,
  });
  return number;
}

it('lives a whole life with hostile words in every field', async () => {
  const letter = `${HOSTILE}\n${'长'.repeat(10_000 - [...HOSTILE].length - 1)}`;
  const short = HOSTILE.slice(0, 180);
  const number = await life(
    {
      content: letter,
      title: short,
      name: `<at id=all></at>${PHONE}`.slice(0, 60),
      address: `${short}`,
      phone: PHONE,
      against: '<at id=all></at>',
    },
    HOSTILE,
  );
  expect((await district.storage.read.cases.load(number))?.state.status).toBe('archived');
});

it('lives it as an enterprise, whose name is shown, and with the secrets in title and name', async () => {
  await life(
    {
      content: HOSTILE,
      title: `找 １３８０５３５７７６６ wang.hostile@example.com`,
      name: `某公司 138 0535 7766`,
      address: '370602199001011234',
      appellant_kind: 'enterprise',
    },
    HOSTILE,
  );
});

it('takes a long answer by text, hostile as it is', async () => {
  const number = await district.claimed({ content: HOSTILE });
  await district.hands.client.say(
    STAFF.handler.id,
    `答复 ${number} ${HOSTILE.replaceAll('<at', '< at').replaceAll('@', '＠')}${'长'.repeat(5000)}`,
    { p2p: true },
  );
  await district.settled();
  expect((await district.storage.read.cases.load(number))?.state.status).toBe('replied');
  await district.do('handler', 'housing', 'show-case', number);
  await district.do('dispatcher', 'dispatch', 'add-call', number, { note: HOSTILE });
  await district.hands.client.say(STAFF.dispatcher.id, '@suban 查 javascript:alert(1)', { chat_id: CHATS.dispatch });
  await district.hands.client.say(STAFF.dispatcher.id, `@suban 查 ${PHONE}`, { chat_id: CHATS.dispatch });
  await district.hands.client.say(STAFF.dispatcher.id, '@suban 待派', { chat_id: CHATS.dispatch });
  await district.hands.client.say(STAFF.handler.id, '我的', { p2p: true });
  await district.hands.client.say(STAFF.dispatcher.id, `@suban ${HOSTILE.slice(0, 300).replaceAll('<at', '< at')}`, {
    chat_id: CHATS.dispatch,
  });
  await district.settled();
});

it('goes through the digests and reminders of the days after', async () => {
  await district.moveTo('2026-03-11T12:00:00');
  await district.settled();
});

it('was refused nothing by the platform, and lost nothing', async () => {
  expect((await district.journal('refused')).map(({ code, msg }) => ({ code, msg }))).toEqual([]);
  expect(await district.journal('callback-error')).toEqual([]);
  expect(await district.storage.read.outbox.dead(10)).toEqual([]);
});

it('called nobody but the staff the product itself calls', async () => {
  const called = new Set(
    (await outgoing()).flatMap((entry) => (Array.isArray(entry.pings) ? entry.pings.map(String) : [])),
  );
  const meant = [STAFF.handler.id, STAFF.dispatcher.id, STAFF.urban.id, STAFF.second.id, STAFF.caller.id];
  expect([...called].filter((id) => !meant.includes(id as (typeof meant)[number]))).toEqual([]);
});

it('shows none of the secrets anywhere, and no live markup, link or invisible character of theirs', async () => {
  for (const entry of await outgoing()) {
    const text = JSON.stringify(entry.card ?? entry.content ?? entry.toast ?? '');
    for (const secret of SECRETS)
      expect([entry.kind, secret, text.includes(secret)]).toEqual([entry.kind, secret, false]);
    const squeezed = text.normalize('NFKC').replace(/[\s\u00a0-]/g, '');
    expect([entry.kind, squeezed.includes(PHONE)]).toEqual([entry.kind, false]);
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]|\\u202e|\\u0000|\\u0007|\\u001b/);
    expect(markdownOf(entry.card)).not.toMatch(/<at (?:id|user_id)=["']?all|\]\(javascript:|<a href|<link|!\[/);
  }
});

it('still shows people what the letter says', async () => {
  const number = await district.register({ content: `${HOSTILE}\n末尾一句：路灯坏了`, name: '王<b>五' });
  const card = await district.card('dispatch', number);
  expect(wordsOfCard(card)).toContain('路灯坏了');
  expect(factOf(card.card, '编号') ?? number).toContain(number);
});

/** Content of every markdown element: the only place where markup is alive. */
function markdownOf(node: unknown): string {
  if (Array.isArray(node)) return node.map(markdownOf).join('\n');
  if (typeof node !== 'object' || node === null) return '';
  const { tag, content } = node as { tag?: unknown; content?: unknown };
  const own = (tag === 'markdown' || tag === 'lark_md') && typeof content === 'string' ? content : '';
  return [own, ...Object.values(node).map(markdownOf)].join('\n');
}
