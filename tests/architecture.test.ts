import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CARDS } from '../cards/registry';
import { MIGRATION_NAMES } from '../migrations/names';
import { MIGRATIONS } from '../migrations/registry';
import { readManifest } from '../plugin/manifest';
import { CHAT_COMMANDS } from '../server/commands/chat/registry';
import { CASE_COMMANDS, OPEN_COMMANDS } from '../server/commands/registry';

const ROOT = join(__dirname, '..');
const OURS = ['server', 'cards', 'plugin', 'sandbox', 'tests', 'bench', 'migrations'];
/** Measured in lines; the house rule is 250, this is where a build breaks. */
const LONGEST_FILE = 400;

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const filesIn = (folder: string, ending = '.ts') =>
  existsSync(join(ROOT, folder))
    ? readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(ending) && !name.includes('node_modules') && !name.includes('dist/'))
        .map((name) => join(folder, name))
    : [];
const sources = OURS.flatMap((folder) => filesIn(folder));
const products = sources.filter(
  (path) => !path.endsWith('.test.ts') && /^(?:server|cards|plugin|migrations)\//.test(path),
);
const lookFor = (paths: readonly string[], pattern: RegExp) =>
  paths.filter((path) => pattern.test(withoutComments(read(path))));

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

/** Files of a folder that define one of the things a registry lists, by their file name. */
function definers(folder: string, pattern: RegExp): string[] {
  return filesIn(folder)
    .filter((path) => !path.endsWith('.test.ts') && !path.endsWith('registry.ts') && pattern.test(read(path)))
    .map((path) => basename(path, '.ts'))
    .sort();
}

/** Names between the brackets of a registry's list, one a line. */
function linesOf(path: string, list: string): string[] {
  const body = new RegExp(`${list}[^=]*= \\[([\\s\\S]*?)\\];`).exec(read(path))?.[1] ?? '';
  return body
    .split(/,\s*(?![^(]*\))/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

describe('the registries', () => {
  it('hold exactly the commands of the manifest', () => {
    const named = (kind: string) =>
      readManifest()
        .commands.filter((command) => command.kind === kind)
        .map((command) => command.name);
    expect(named('case')).toEqual(CASE_COMMANDS.map((command) => command.name));
    expect(named('open')).toEqual(OPEN_COMMANDS.map((command) => command.name));
    expect(named('chat')).toEqual(CHAT_COMMANDS.map((command) => command.name));
  });

  it('tell in the manifest what a command is called on the cards', () => {
    for (const { name, label } of CASE_COMMANDS)
      expect(readManifest().commands.find((command) => command.name === name)).toMatchObject(label);
    for (const { name, usage } of CHAT_COMMANDS)
      expect(readManifest().commands.find((command) => command.name === name)).toMatchObject(usage);
  });

  it('hold exactly the cards of the manifest', () => {
    expect(CARDS.map((card) => card.name)).toEqual(readManifest().cards.map((card) => card.name));
  });

  it('hold every command file once, under its own name', () => {
    expect(CASE_COMMANDS.map((command) => command.name).sort()).toEqual(
      definers('server/commands/case', /defineCaseCommand\(/),
    );
    expect(OPEN_COMMANDS.map((command) => command.name).sort()).toEqual(
      definers('server/commands/open', /OpenCommand\b/),
    );
    const chatFiles: Readonly<Record<string, string>> = { 1634: 'mechanism' };
    expect(CHAT_COMMANDS.map((command) => chatFiles[command.name] ?? command.name).sort()).toEqual(
      definers('server/commands/chat', /kind: 'chat'/),
    );
  });

  it('cost one line a command and one line a card', () => {
    expect(linesOf('server/commands/registry.ts', 'CASE_COMMANDS')).toHaveLength(CASE_COMMANDS.length);
    expect(linesOf('server/commands/chat/registry.ts', 'CHAT_COMMANDS')).toHaveLength(CHAT_COMMANDS.length);
    expect(linesOf('cards/registry.ts', 'CARDS')).toHaveLength(definers('cards', /defineCard<[^V]/).length);
  });

  it('hold every card file once, under its own name', () => {
    expect(CARDS.map((card) => card.name).sort()).toEqual(definers('cards', /= defineCard</));
  });
});

describe('the source', () => {
  it(`has no file of more than ${LONGEST_FILE} lines`, () => {
    const long = [...sources, ...filesIn('sandbox', '.tsx')].filter(
      (path) => read(path).split('\n').length > LONGEST_FILE + 1,
    );
    expect(long).toEqual([]);
  });

  it('has no default export, no `any` and no junk drawer', () => {
    expect(
      lookFor(
        sources.filter((path) => !path.startsWith('sandbox/web/')),
        /^export default /m,
      ),
    ).toEqual([]);
    expect(lookFor(products, /:\s*any\b|<any>|\bas any\b/)).toEqual([]);
    expect(sources.filter((path) => /(?:^|\/)(?:index|utils?|helpers?|common|misc)\.tsx?$/.test(path))).toEqual([]);
    expect(sources.filter((path) => !/^[a-z0-9.-]+$/.test(basename(path)))).toEqual([]);
  });

  it('reads the environment in one place', () => {
    expect(lookFor(products, /process\.env\b/)).toEqual(['server/config.ts']);
  });

  it('keeps clock, chance and the outside away from the rules and the cards', () => {
    const pure = products.filter(
      (path) => /^(?:server\/domain|cards)\//.test(path) && path !== 'server/domain/published-holidays.ts',
    );
    expect(
      lookFor(pure, /Date\.now\(|new Date\(\)|Math\.random|node:|process\.|\bawait\b|\basync\b|\bfetch\(|console\./),
    ).toEqual([]);
  });

  it('keeps SQL in the storage', () => {
    const elsewhere = products.filter((path) => !/^(?:server\/storage|migrations)\//.test(path));
    expect(lookFor(elsewhere, /\b(?:SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b/)).toEqual([]);
  });

  it('breaks no rule about who may import whom', () => {
    const bin = join(ROOT, 'node_modules', '.bin', 'depcruise');
    const folders = OURS.filter((folder) => existsSync(join(ROOT, folder)));
    const cruise = () =>
      execFileSync(bin, ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...folders], {
        cwd: ROOT,
        encoding: 'utf8',
      });
    expect(cruise()).toMatch(/no dependency violations found/);
  }, 120_000);
});

it('locks packages by their hash and by no address', () => {
  const lock = read('package-lock.json');
  expect(lock).not.toMatch(/"resolved"\s*:/);
  expect(lock).toMatch(/"integrity": "sha512-/);
});

it('lists every migration by name, so that an up-to-date database is known without loading TypeORM', () => {
  expect(MIGRATIONS.map((Migration) => new Migration().name)).toEqual([...MIGRATION_NAMES]);
});

it('locks the binaries of every platform, so that npm ci works on all of them', () => {
  const lock = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const locked = new Set(Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
  const missing = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies).filter((name) => !locked.has(name)),
  );
  expect(missing).toEqual([]);
});
