import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeProblem, loadPack } from './load';

function laishan() {
  const loaded = loadPack('laishan');
  if (!loaded.ok) throw new Error(loaded.problems.map(describeProblem).join('\n'));
  return loaded.value;
}

describe('the laishan pack', () => {
  const policy = laishan();
  const handling = policy.units.filter((unit) => unit.level === 'department' || unit.level === 'street');

  it('has the units of the district', () => {
    const count = (level: string) => policy.units.filter((unit) => unit.level === level).length;
    expect([handling.length, count('lead'), count('street'), count('group'), count('top')]).toEqual([24, 5, 6, 2, 1]);
  });

  it('has six channels and one sub-channel', () => {
    expect(policy.channels.filter((channel) => channel.parent === undefined)).toHaveLength(6);
    expect(policy.channels.find((channel) => channel.code === 'instant-response')?.parent).toBe('hotline-12345');
  });

  it('has the fourteen rules, each stopping its clock where its name says', () => {
    expect(policy.rules.map((rule) => `${rule.id}:${rule.clock}:${rule.stop}`)).toEqual([
      'service-hall.immediate:resolve:resolved',
      'service-hall.committed:resolve:resolved',
      'hotline.reply:respond:replied',
      'instant.reply:respond:replied',
      'instant.resolve:resolve:resolved',
      'lifecycle.contact:respond:contacted',
      'lifecycle.reply:respond:replied',
      'portal.reply:respond:replied',
      'proposals.city:resolve:resolved',
      'proposals.district:resolve:resolved',
      'proposals.between-sessions:resolve:resolved',
      'visit.general:resolve:resolved',
      'visit.complex:resolve:resolved',
      'visit.major:resolve:resolved',
    ]);
    expect(policy.rules.filter((rule) => rule.soft)).toHaveLength(3);
    expect(policy.rules.filter((rule) => rule.provenance.kind === '默认解释').map((rule) => rule.id)).toEqual([
      'lifecycle.reply',
    ]);
  });

  it('has a catalogue that gives every handling unit something to answer for', () => {
    expect(policy.catalogue.length).toBeGreaterThanOrEqual(90);
    const answered = new Set(policy.catalogue.map((item) => item.unit));
    expect(handling.filter((unit) => !answered.has(unit.code))).toEqual([]);
    for (const { code, keywords } of policy.catalogue) {
      expect([code, keywords.length >= 4 && keywords.length <= 12]).toEqual([code, true]);
    }
  });

  it('covers 126 communities by 63 grid posts', () => {
    expect([policy.communities.length, policy.gridPosts.length]).toEqual([126, 63]);
    expect(policy.gridPosts.flatMap((post) => post.communities)).toHaveLength(126);
  });

  it('is found by path as well as by name', () => {
    expect(loadPack(join(__dirname, 'laishan')).ok).toBe(true);
    expect(loadPack('./plugin/packs/laishan').ok).toBe(true);
  });
});

describe('a pack with mistakes', () => {
  let folder: string;
  const change = (file: string, from: string, to: string) => {
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    if (!before.includes(from)) throw new Error(`${file} no longer contains ${from}`);
    writeFileSync(path, before.replace(from, to));
    return before.slice(0, before.indexOf(from)).split('\n').length;
  };
  const problems = () => {
    const loaded = loadPack(folder);
    return loaded.ok ? [] : loaded.problems.map((problem) => ({ ...problem, file: problem.file.split('/').pop() }));
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'suban-pack-'));
    cpSync(join(__dirname, 'laishan'), folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('reports mistakes of several files together, each at its line', () => {
    const hours = change('pack.yaml', 'from: "08:30"', 'from: "8:30"');
    const channel = change('deadlines.yaml', 'channel: portal', 'channel: postal');
    const typo = change('reminders.yaml', 'due_day_at', 'due_day');
    const found = problems();
    expect(found).toContainEqual(expect.objectContaining({ file: 'pack.yaml', line: hours }));
    expect(found).toContainEqual(
      expect.objectContaining({
        file: 'deadlines.yaml',
        line: channel,
        zh: expect.stringContaining('可用：service-hall、hotline-12345'),
      }),
    );
    expect(found).toContainEqual(
      expect.objectContaining({
        file: 'reminders.yaml',
        line: typo,
        en: expect.stringContaining('unknown field due_day'),
      }),
    );
  });

  it('names the allowed values of a closed list', () => {
    const line = change('deadlines.yaml', 'clock: respond', 'clock: answer');
    expect(problems()).toContainEqual(
      expect.objectContaining({
        file: 'deadlines.yaml',
        line,
        en: expect.stringContaining('allowed: respond, resolve'),
      }),
    );
  });

  it('refuses an unknown unit in the catalogue', () => {
    const line = change('catalogue.yaml', 'co: [development, market]', 'co: [development, markets]');
    expect(problems()).toEqual([
      expect.objectContaining({
        file: 'catalogue.yaml',
        line,
        en: expect.stringContaining('co-unit markets is not available'),
      }),
    ]);
  });

  it('refuses a community covered twice and one not covered at all', () => {
    change('grid.yaml', '["370613001011", "370613001012"]', '["370613001011", "370613001015"]');
    expect(problems().map((problem) => problem.en)).toEqual([
      '370613001015 is already covered by G-HH-01; a community belongs to one post',
      'community 370613001012 is covered by no grid post',
    ]);
  });

  it('refuses a promise that saves less than 30 % of its base', () => {
    const budget = '{ unit: working-day, count: 5 }';
    const line = change(
      'deadlines.yaml',
      `budget: ${budget}`,
      `budget: ${budget}\n    base: { unit: working-day, count: 7 }`,
    );
    expect(problems()).toEqual([
      expect.objectContaining({ line, en: 'portal.reply promises 5; at least 30 % less than 7 is at most 4' }),
    ]);
  });

  it('points at the line of a syntax error and goes on with the other files', () => {
    const line = change('rankings.yaml', '  minimum_sample: 10', '  minimum_sample: [10');
    rmSync(join(folder, 'texts.yaml'));
    const found = problems();
    expect(found.find((problem) => problem.file === 'rankings.yaml')?.line).toBeGreaterThanOrEqual(line);
    expect(found).toContainEqual(expect.objectContaining({ file: 'texts.yaml', line: 0, en: 'this file is missing' }));
  });

  it('says so when there is no such pack', () => {
    const loaded = loadPack('atlantis');
    expect(loaded).toEqual({ ok: false, problems: [expect.objectContaining({ file: 'atlantis', line: 0 })] });
  });
});
