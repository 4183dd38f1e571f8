/** What a card may refer to: people, the chat's members, uploaded images. */
export interface CardSurroundings {
  readonly personExists: (id: string) => boolean;
  readonly isMember: (id: string) => boolean;
  readonly imageExists: (key: string) => boolean;
}

/** One thing wrong with a card, in the words of the platform's 230099 message. */
export interface CardIssue {
  /** Sub-code, e.g. 200861 unknown tag, 100290 bad mention, 11310 too many elements. */
  readonly code: number;
  readonly path: string;
  readonly msg: string;
  readonly value: string;
}

/** Sub-codes of 230099. 200621 covers every unknown property and ill-formed value. */
export const cardCodes = {
  shape: 200621,
  tag: 200861,
  elements: 11310,
  mention: 100290,
  name: 200530,
  image: 200570,
  chart: 200550,
  tableRows: 200914,
  tableKey: 200915,
} as const;

/** Where in the card: segments such as `body`, `elements`, `[2](tag: chart)`. */
export type Path = readonly string[];

/** State of one validation run: issues found, names seen. */
export class CardContext {
  readonly around: CardSurroundings;
  readonly issues: CardIssue[] = [];
  readonly elementIds = new Set<string>();
  readonly formNames = new Set<string>();
  readonly fieldNames = new Set<string>();
  readonly textSizes = new Set<string>();
  tables = 0;

  constructor(around: CardSurroundings) {
    this.around = around;
  }

  report(path: Path, code: number, msg: string, value?: unknown): void {
    const shown = value === undefined ? '' : (JSON.stringify(value) ?? String(value)).slice(0, 120);
    this.issues.push({ code, path: ['ROOT', ...path].join(' -> '), msg, value: shown });
  }

  shape(path: Path, msg: string, value?: unknown): void {
    this.report(path, cardCodes.shape, msg, value);
  }

  /** Notes a name or id that must occur once. @returns whether it was new */
  once(seen: Set<string>, name: string): boolean {
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
