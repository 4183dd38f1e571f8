import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import packageJson from '../package.json';
import { SECRETS, schema } from '../server/config-schema';
import { STATUSES } from '../server/domain/case';
import { DECLARED } from '../server/observability/metrics';
import { aPolicy } from './factories';

const ROOT = resolve(__dirname, '..');
const READMES = ['README.md', 'README.zh-CN.md'] as const;
/** What a path in the documents may start with to be meant as a file of this repository. */
const FILE = /`((?:server|cards|plugin|sandbox|migrations|tests|docs)\/[\w./-]+\.(?:ts|js|md|yaml|json))`/g;

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const documents = [
  ...READMES,
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

function all(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function withoutCode(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
}

/** The commands of every `sh` block, in order. */
function commands(text: string): string[] {
  return all(/^ *```sh\n([\s\S]*?)^ *```$/gm, text).map((block) => block.trim());
}

describe('the documents', () => {
  it('link only to files that exist', () => {
    const broken = documents.flatMap((file) =>
      all(/\]\(([^)\s]+)\)/g, withoutCode(read(file)))
        .filter((link) => !/^(https?:|mailto:|#)/.test(link))
        .filter((link) => !existsSync(resolve(ROOT, dirname(file), link.split('#')[0] ?? '')))
        .map((link) => `${file}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('name only files that exist', () => {
    const missing = documents.flatMap((file) =>
      all(FILE, withoutCode(read(file)))
        .filter((path) => !existsSync(join(ROOT, path)))
        .map((path) => `${file}: ${path}`),
    );
    expect(missing).toEqual([]);
  });

  it('name only scripts of package.json', () => {
    const known = Object.keys(packageJson.scripts);
    const unknown = documents.flatMap((file) =>
      all(/npm run (?:--silent )?([\w:-]+)/g, read(file))
        .filter((script) => !known.includes(script))
        .map((script) => `${file}: npm run ${script}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe('docs/operations.md', () => {
  const rows = read('docs/operations.md').split('\n');
  const rowOf = (word: string) => rows.find((row) => row.startsWith('|') && row.split('|')[1]?.includes(`\`${word}\``));

  it('lists every setting, and marks those that may come from a file', () => {
    const variables = schema.keyof().options;
    expect(variables.filter((name) => rowOf(name) === undefined)).toEqual([]);
    expect(variables.filter((name) => rowOf(name)?.split('|')[1]?.includes('◆')).sort()).toEqual([...SECRETS].sort());
  });

  it('lists every metric', () => {
    expect(Object.keys(DECLARED).filter((name) => rowOf(name) === undefined)).toEqual([]);
  });
});

describe('docs/glossary.md', () => {
  it('has every status, role and chat purpose', () => {
    const { roles, chatPurposes } = aPolicy();
    const purposes = Object.keys(chatPurposes).map((key) => (key === 'unit' ? 'unit:<code>' : key));
    const glossary = read('docs/glossary.md');
    const missing = [...STATUSES, ...Object.keys(roles), ...purposes].filter(
      (word) => !glossary.includes(`\`${word}\``),
    );
    expect(missing).toEqual([]);
  });
});

describe('the two READMEs', () => {
  const [english, chinese] = READMES.map(read) as [string, string];

  it('have the same headings by level and the same commands', () => {
    const levels = (text: string) => all(/^(#+) /gm, withoutCode(text));
    expect(levels(chinese)).toEqual(levels(english));
    expect(commands(chinese)).toEqual(commands(english));
  });

  it('link to the same files', () => {
    const targets = (text: string) => [...new Set(all(/\]\(((?!README)[^)\s]+)\)/g, withoutCode(text)))].sort();
    expect(targets(chinese)).toEqual(targets(english));
  });

  it('give the test line that CI runs', () => {
    const line = commands(english).find((block) => block.includes('npm run check')) ?? 'none';
    expect(read('.ci/run')).toContain(`(${line})`);
  });
});
