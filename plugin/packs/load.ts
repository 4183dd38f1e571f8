import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { Policy } from '../../server/domain/policy';
import { buildPolicy } from './build';
import { checkPack } from './check';
import { type PackProblem, type Positioned, problemsOf } from './problems';
import { type PackContents, type PackFile, packFiles } from './schema';

/** A pack that may be used, or everything that is wrong with it at once. */
export type LoadedPack =
  | { readonly ok: true; readonly value: Policy }
  | { readonly ok: false; readonly problems: readonly PackProblem[] };

/**
 * Reads a rule pack and checks it as a whole: every file against its schema, then the references between files.
 * @param nameOrPath a folder name in `plugin/packs`, or a relative or absolute path to a pack folder
 * @returns the policy, or all problems of all files, each with file and line; never throws for a bad pack
 */
export function loadPack(nameOrPath: string): LoadedPack {
  const folder = findFolder(nameOrPath);
  if (folder === undefined) {
    return {
      ok: false,
      problems: [
        {
          file: nameOrPath,
          line: 0,
          zh: `找不到规则包 ${nameOrPath}，应为 plugin/packs 下的文件夹名或规则包文件夹的路径`,
          en: `rule pack ${nameOrPath} not found; give a folder name in plugin/packs or the path of a pack folder`,
        },
      ],
    };
  }
  const problems: PackProblem[] = [];
  const sources = new Map<PackFile, Positioned>();
  const contents: Partial<PackContents> = {};
  for (const file of FILES) readFile(folder, file, { problems, sources, contents });
  problems.push(...checkPack(contents, sources));
  if (problems.length > 0 || !isComplete(contents)) return { ok: false, problems };
  return { ok: true, value: buildPolicy(contents) };
}

/** One line a problem, as printed at start: `laishan/units.yaml:12 中文 / English`. */
export function describeProblem(problem: PackProblem): string {
  const place = problem.line > 0 ? `${problem.file}:${problem.line}` : problem.file;
  return `${place} ${problem.zh} / ${problem.en}`;
}

const FILES: readonly PackFile[] = [
  'pack.yaml',
  'units.yaml',
  'channels.yaml',
  'deadlines.yaml',
  'catalogue.yaml',
  'grid.yaml',
  'texts.yaml',
  'reminders.yaml',
  'rankings.yaml',
];

function findFolder(nameOrPath: string): string | undefined {
  const isName = !isAbsolute(nameOrPath) && !/[\\/]|^\.+$/.test(nameOrPath);
  // A compiled build runs from another folder than the YAML, so the working folder's packs are looked at too.
  const places = isName
    ? [join(__dirname, nameOrPath), resolve('plugin/packs', nameOrPath), resolve(nameOrPath)]
    : [resolve(nameOrPath)];
  return places.find((place) => existsSync(join(place, 'pack.yaml')) || isOtherFolder(place, isName));
}

/** A path given on purpose is accepted even without `pack.yaml`, so that the missing file itself is reported. */
function isOtherFolder(place: string, isName: boolean): boolean {
  return !isName && existsSync(place) && statSync(place).isDirectory();
}

interface Reading {
  readonly problems: PackProblem[];
  readonly sources: Map<PackFile, Positioned>;
  readonly contents: Partial<PackContents>;
}

function readFile(folder: string, file: PackFile, into: Reading): void {
  const path = join(folder, file);
  if (!existsSync(path)) {
    into.problems.push({ file: path, line: 0, zh: '缺少这个文件', en: 'this file is missing' });
    return;
  }
  const lines = new LineCounter();
  const doc = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines, prettyErrors: false });
  const source: Positioned = { file: path, doc, lines };
  if (doc.errors.length > 0) {
    for (const error of doc.errors) {
      const line = lines.linePos(error.pos[0]).line;
      into.problems.push({
        file: path,
        line,
        zh: `YAML 语法错误：${error.message}`,
        en: `YAML syntax: ${error.message}`,
      });
    }
    return;
  }
  const parsed = packFiles[file].safeParse(doc.toJS());
  if (!parsed.success) {
    into.problems.push(...problemsOf(source, parsed.error));
    return;
  }
  into.sources.set(file, source);
  Object.assign(into.contents, { [file]: parsed.data });
}

function isComplete(contents: Partial<PackContents>): contents is PackContents {
  return FILES.every((file) => contents[file] !== undefined);
}
