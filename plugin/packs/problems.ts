import type { Document, LineCounter } from 'yaml';
import { isCollection, isMap, isNode, isScalar } from 'yaml';
import type { z } from 'zod';

export type NodePath = readonly (string | number)[];

/** One thing wrong in a pack: where it is, what is wrong and what is allowed. `line` counts from 1; 0 = the whole file. */
export interface PackProblem {
  readonly file: string;
  readonly line: number;
  readonly zh: string;
  readonly en: string;
}

/** A parsed YAML file that can still say on which line a value stands. */
export interface Positioned {
  readonly file: string;
  readonly doc: Document;
  readonly lines: LineCounter;
}

interface Sentence {
  readonly zh: string;
  readonly en: string;
}

/** Line of the key or value at `path`; of the nearest enclosing value when the path itself is absent. */
export function lineOf(source: Positioned, path: NodePath): number {
  let node: unknown = source.doc.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    if (!isCollection(node)) break;
    const next = isMap(node)
      ? pairAt(node.items, step)
      : { at: node.items[Number(step)], value: node.items[Number(step)] };
    if (next === undefined || next.value === undefined) break;
    offset = startOf(next.at) ?? offset;
    node = next.value;
  }
  return source.lines.linePos(offset).line;
}

function pairAt(items: readonly { key: unknown; value: unknown }[], step: string | number) {
  const pair = items.find((item) => String(isScalar(item.key) ? item.key.value : item.key) === String(step));
  return pair === undefined ? undefined : { at: pair.key, value: pair.value ?? pair.key };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** Builds a problem at a place of a file. */
export function problemAt(source: Positioned, path: NodePath, sentence: Sentence): PackProblem {
  return { file: source.file, line: lineOf(source, path), ...sentence };
}

/** Every issue of a failed check, one problem each, with the allowed values spelt out. */
export function problemsOf(source: Positioned, error: z.ZodError): readonly PackProblem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === 'symbol' ? step.toString() : step));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => problemAt(source, [...path, key], unknownKey(path, key)));
    }
    return [problemAt(source, path, sentenceFor(issue, path))];
  });
}

function unknownKey(path: NodePath, key: string): Sentence {
  const parent = path.length === 0 ? '' : `${path.join('.')}.`;
  return {
    zh: `不认识的字段 ${parent}${key}，请删除或改正拼写`,
    en: `unknown field ${parent}${key}; remove it or correct its spelling`,
  };
}

function sentenceFor(issue: z.core.$ZodIssue, path: NodePath): Sentence {
  const where = path.length === 0 ? '(file)' : path.join('.');
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && path.length > 0
        ? {
            zh: `${where} 缺失或类型不对，应为 ${issue.expected}`,
            en: `${where} is missing or of the wrong type; expected ${issue.expected}`,
          }
        : {
            zh: `${where} 类型不对，应为 ${issue.expected}`,
            en: `${where} has the wrong type; expected ${issue.expected}`,
          };
    case 'invalid_value':
      return {
        zh: `${where} 的值不允许，可用：${issue.values.map(String).join('、')}`,
        en: `${where} has a value that is not allowed; allowed: ${issue.values.map(String).join(', ')}`,
      };
    case 'invalid_union':
      return {
        zh: `${where} 不在可用取值之内（如 hour、working-day、calendar-day、month、month-end、same-day、statutory、none）`,
        en: `${where} is not one of the allowed forms (hour, working-day, calendar-day, month, month-end, same-day, statutory, none)`,
      };
    case 'too_small':
      return {
        zh: `${where} 过小或过短，至少 ${issue.minimum}`,
        en: `${where} is too small or too short; at least ${issue.minimum}`,
      };
    case 'too_big':
      return {
        zh: `${where} 过大或过长，至多 ${issue.maximum}`,
        en: `${where} is too large or too long; at most ${issue.maximum}`,
      };
    case 'invalid_format': {
      const pattern = 'pattern' in issue && typeof issue.pattern === 'string' ? issue.pattern : issue.format;
      return { zh: `${where} 格式不对，应符合 ${pattern}`, en: `${where} has the wrong format; expected ${pattern}` };
    }
    case 'invalid_key':
      return { zh: `${where} 的键名格式不对`, en: `${where} is a key of the wrong format` };
    default:
      return { zh: `${where} 不合要求：${issue.message}`, en: `${where} is not acceptable: ${issue.message}` };
  }
}
