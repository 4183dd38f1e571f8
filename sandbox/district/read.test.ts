import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readDistrict } from './read';

const district = readDistrict();
const holders = (role: string, unit?: string) =>
  district.people.filter((one) => one.grants.some((g) => g.role === role && (unit === undefined || g.unit === unit)));
const unitChats = district.chats.filter((chat) => chat.key.startsWith('unit:'));

describe('people', () => {
  it.each([
    ['admin', 1],
    ['dispatcher', 15],
    ['lead', 5],
    ['head', 29],
    ['handler', 58],
    ['grid', 63],
    ['reviewer', 3],
    ['follow-up', 5],
    ['supervisor', 2],
    ['liaison', 2],
    ['duty', 2],
    ['leader', 2],
  ])('has the holders of role %s: %i', (role, count) => {
    expect(holders(role)).toHaveLength(count);
  });

  it('gives every person an id and a name of their own', () => {
    expect(new Set(district.people.map((one) => one.open_id)).size).toBe(district.people.length);
    expect(new Set(district.people.map((one) => one.name)).size).toBe(district.people.length);
  });

  it('puts one grid member to each of 63 posts', () => {
    const posts = district.people.flatMap((one) => one.grants.flatMap((g) => (g.post === undefined ? [] : [g.post])));
    expect(new Set(posts).size).toBe(63);
  });
});

describe('chats', () => {
  it('has a group with a head and two handlers for each of 29 units', () => {
    expect(unitChats).toHaveLength(29);
    for (const chat of unitChats) {
      const unit = chat.key.slice('unit:'.length);
      const inside = (role: string) => holders(role, unit).filter((one) => chat.members.includes(one.open_id));
      expect([unit, inside('head').length, inside('handler').length]).toEqual([unit, 1, 2]);
    }
  });

  it('has one group for every other purpose, none of them empty', () => {
    const others = district.chats.filter((chat) => !chat.key.startsWith('unit:'));
    expect(others.map((chat) => chat.key).sort()).toEqual(
      [
        'daily',
        'dispatch',
        'group:citizen',
        'group:enterprise',
        'monthly',
        'review',
        'supervision',
        'warning',
        'weekly',
      ].sort(),
    );
    expect(others.every((chat) => chat.members.length > 0)).toBe(true);
  });

  it('lists nobody twice in a group', () => {
    for (const chat of district.chats) expect(new Set(chat.members).size).toBe(chat.members.length);
  });
});

describe('appeals', () => {
  it('are forty, each with a source id of its own, over all seven channels', () => {
    expect(district.appeals).toHaveLength(40);
    expect(new Set(district.appeals.map((one) => one.body.source_id)).size).toBe(40);
    expect(new Set(district.appeals.map((one) => one.channel)).size).toBe(7);
  });

  it('carry what their channel requires', () => {
    for (const { channel, body, handed_over } of district.appeals) {
      if (channel === 'service-hall') expect(body.immediate === true || body.statutory_days !== undefined).toBe(true);
      if (channel === 'proposals') expect([body.session, body.level, handed_over]).not.toContain(undefined);
      if (channel === 'lifecycle-platform') expect(body.new_enterprise).toBeDefined();
    }
  });

  it('show urgency, reports that name whom they are against, one of them a unit, and an anonymous appellant', () => {
    const bodies = district.appeals.map((one) => one.body);
    expect(bodies.filter((body) => body.urgent === true)).toHaveLength(2);
    const reports = bodies.filter((body) => body.type === 'report');
    expect(reports.map((body) => body.against)).not.toContain(undefined);
    expect(reports.map((body) => body.against)).toContain('urban');
    expect(bodies.some((body) => body.name === undefined && body.phone === undefined)).toBe(true);
  });
});

it('names the same units and grid posts as the district pack', () => {
  const pack = (file: string): unknown =>
    parse(readFileSync(join(__dirname, '../../plugin/packs/laishan', file), 'utf8'));
  const { units } = pack('units.yaml') as { units: { code: string; level: string; handles: boolean }[] };
  const { posts } = pack('grid.yaml') as { posts: { code: string; street: string }[] };
  const expected = units
    .filter((unit) => ['lead', 'department', 'street'].includes(unit.level))
    .map((unit) => unit.code);
  expect(unitChats.map((chat) => chat.key.slice(5)).sort()).toEqual(expected.sort());
  const granted = holders('grid').flatMap((one) => one.grants.map((g) => `${g.post} ${g.unit}`));
  expect(granted.sort()).toEqual(posts.map((post) => `${post.code} ${post.street}`).sort());
});
