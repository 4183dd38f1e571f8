import type { Created } from '../district/intake-client';
import { at } from '../district/working-days';
import { headerOf, isNode, nodesOf, optionsOf } from '../people/card-reading';
import type { Entry } from '../people/platform-client';
import type { Complain } from './doing';
import type { Happening } from './happenings';
import { figuresAt, onTimeOf, rankOf, type UnitFigures } from './own-figures';

type Row = Readonly<Record<string, unknown>>;

interface Sources {
  readonly created: () => readonly { readonly answer: Created; readonly lead: string }[];
  readonly happenings: readonly Happening[];
  readonly complain: Complain;
  readonly year: () => string;
}

/** Holds every daily ranking card against figures computed from deliveries and acts alone. */
export class DigestCheck {
  readonly #sources: Sources;
  /** Short name → code, learnt from the unit select of the assignment form. */
  readonly #codes = new Map<string, string>();
  readonly #waiting: Entry[] = [];
  #cards = 0;
  #rows = 0;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  get checked(): { readonly cards: number; readonly rows: number } {
    return { cards: this.#cards, rows: this.#rows };
  }

  /** To be called with every journal entry, in order. */
  read(entry: Entry): void {
    if (entry.card === undefined) return;
    for (const [code, name] of optionsOf(entry.card, 'assign_case__unit')) this.#codes.set(name, code);
    if (entry.kind === 'message' && headerOf(entry.card).title.startsWith('日调度')) this.#waiting.push(entry);
  }

  /** Judges the digests read so far; to be called when all acts up to now have been read as well. */
  judge(): void {
    for (const entry of this.#waiting.splice(0)) this.#judge(entry);
  }

  #judge(entry: Entry): void {
    const { title, subtitle } = headerOf(entry.card);
    const found = /(\d+)月(\d+)日/.exec(title);
    const two = (part: string | undefined) => (part ?? '').padStart(2, '0');
    const day = `${this.#sources.year()}-${two(found?.[1])}-${two(found?.[2])}`;
    const expected = figuresAt(at(day, '08:30'), this.#sources.created(), this.#sources.happenings);
    const tables = tablesOf(entry.card);
    const shown = tables.flat();
    this.#cards += 1;
    const name = `${title} ${subtitle}`;
    const figuresOf = (row: Row) => expected.get(this.#codes.get(String(row.unit)) ?? '') ?? EMPTY;
    for (const table of tables) {
      const all = table.map(figuresOf);
      for (const row of table) this.#compare(`${name} ${String(row.unit)}`, row, { own: figuresOf(row), all });
      const leagues = new Set(table.map((row) => leagueOf(this.#codes.get(String(row.unit)) ?? '')));
      if (leagues.size > 1) this.#sources.complain(`${name}: one table ranks ${[...leagues].join(' and ')} together`);
    }
    const names = new Set(shown.map((row) => this.#codes.get(String(row.unit))));
    for (const [unit, figures] of expected) {
      const isQuiet = figures.claimedDue + figures.repliedDue + figures.overdue + figures.open === 0;
      if (!isQuiet && !names.has(unit))
        this.#sources.complain(`${name}: ${unit} is missing, expected ${words(figures)}`);
    }
  }

  #compare(where: string, row: Row, { own: figures, all }: { own: UnitFigures; all: readonly UnitFigures[] }): void {
    this.#rows += 1;
    const wanted: Record<string, string> = {
      rank: rankOf(figures, all),
      claimed: share(figures.claimedMet, figures.claimedDue),
      replied: share(figures.repliedMet, figures.repliedDue),
      onTime: onTimeOf(figures),
      overdue: String(figures.overdue),
      open: String(figures.open),
    };
    for (const [column, value] of Object.entries(wanted)) {
      if (String(row[column]) === value) continue;
      this.#sources.complain(`${where}: ${column} is ${String(row[column])} on the card, ${value} by own count`);
    }
  }
}

const EMPTY: UnitFigures = { claimedMet: 0, claimedDue: 0, repliedMet: 0, repliedDue: 0, overdue: 0, open: 0 };

function share(met: number, due: number): string {
  return due === 0 ? '—' : `${met}/${due}`;
}

function words(figures: UnitFigures): string {
  return JSON.stringify(figures);
}

function tablesOf(card: unknown): readonly (readonly Row[])[] {
  return nodesOf(card).flatMap(({ node }) =>
    node.tag === 'table' && Array.isArray(node.rows) ? [node.rows.filter(isNode)] : [],
  );
}

const LEADS = new Set(['gov-office', 'industry', 'development', 'approval', 'livelihood']);

/** Streets, lead units and departments are ranked apart. */
function leagueOf(code: string): string {
  if (code.startsWith('street-')) return 'streets';
  return LEADS.has(code) ? 'lead units' : 'departments';
}
