import { factOf, headerOf, isNode } from '../people/card-reading';
import type { Entry } from '../people/platform-client';
import type { Complain } from './doing';

const PROBLEMS: ReadonlySet<string> = new Set(['refused', 'callback-error', 'event-failed']);

/** Looks at everything that appears and complains of refusals and of cases nobody answers for. */
export class Watch {
  readonly #complain: Complain;
  /** While the product is being killed, unanswered pushes are expected; refusals of the platform never are. */
  readonly #forgivesSilence: boolean;
  readonly counts = { sent: 0, patched: 0, refused: 0, unanswered: 0, clicks: 0 };

  constructor(complain: Complain, forgivesSilence: boolean) {
    this.#complain = complain;
    this.#forgivesSilence = forgivesSilence;
  }

  /** To be called with every journal entry, in order. */
  read(entry: Entry): void {
    if (entry.kind === 'message' || entry.kind === 'reply') this.counts.sent += 1;
    if (entry.kind === 'patch' || entry.kind === 'card-response') this.counts.patched += 1;
    if (entry.kind === 'click') this.counts.clicks += 1;
    if (PROBLEMS.has(entry.kind)) this.#problem(entry);
    if (entry.card !== undefined) this.#responsible(entry);
  }

  #problem(entry: Entry): void {
    if (entry.kind === 'refused') this.counts.refused += 1;
    else this.counts.unanswered += 1;
    if (entry.kind !== 'refused' && this.#forgivesSilence) return;
    const { seq, kind, code, msg, reason, api } = entry;
    this.#complain(`journal ${seq} ${kind}: ${JSON.stringify({ api, code, msg, reason })}${requestWords(entry)}`);
  }

  /** Every case card names the unit and the person who answer for it. */
  #responsible(entry: Entry): void {
    const unit = factOf(entry.card, '责任单位');
    const person = factOf(entry.card, '责任人');
    if (unit === undefined && person === undefined) return;
    const isEmpty = (fact: string | undefined) => fact === undefined || fact.trim() === '' || /空缺|未定/.test(fact);
    if (isEmpty(unit) || isEmpty(person)) {
      this.#complain(`journal ${entry.seq}: nobody answers for the case (责任单位：${unit}，责任人：${person})`);
    }
  }
}

/** What a refused call wanted to show, and where: the title of its card, the path it went to. */
function requestWords({ request }: Entry): string {
  if (!isNode(request)) return '';
  const content = isNode(request.body) ? request.body.content : undefined;
  const { title, subtitle } = headerOf(typeof content === 'string' ? cardOf(content) : undefined);
  return ` to ${String(request.path)} with “${[title, subtitle].filter((part) => part !== '').join(' · ')}”`;
}

function cardOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
