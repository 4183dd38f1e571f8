import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { dayOf, isoShanghai } from '../district/working-days';
import { Chance } from './random';

/** A citizen's letter with the department's real reply; times are Beijing wall-clock times without offset. */
const letter = z.object({
  id: z.string(),
  at: z.string(),
  title: z.string(),
  content: z.string(),
  reply: z.string(),
});

export interface ReplayLetter {
  readonly id: string;
  /** Epoch ms, shifted. */
  readonly receivedAt: number;
  readonly title: string;
  readonly content: string;
  readonly reply: string;
}

export interface Chosen {
  readonly letters: readonly ReplayLetter[];
  /** How many of the year there are to choose from. */
  readonly available: number;
}

const YEAR = '2019';
/** 365 whole weeks: the weekday stays, 3 January 2019 becomes 1 January 2026. */
const SHIFT_MS = 365 * 7 * 86_400_000;
/** The longest content and title the intake takes. */
const CONTENT_MAX = 10_000;
const TITLE_MAX = 100;

/**
 * A run of `limit` successive letters of 2019, its beginning chosen by the seed, moved by 365 weeks into 2026.
 * Successive letters keep the density of real days, which a sample spread over the year would not.
 */
export function chooseLetters(path: string, limit: number, seed: string): Chosen {
  const all = readLetters(path);
  const room = Math.max(0, all.length - limit);
  const start = new Chance(seed, 'letters').whole(0, room);
  return { letters: all.slice(start, start + limit), available: all.length };
}

function readLetters(path: string): readonly ReplayLetter[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const found = lines.flatMap((line): ReplayLetter[] => {
    if (line.trim() === '') return [];
    const parsed = letter.parse(JSON.parse(line));
    if (!parsed.at.startsWith(YEAR)) return [];
    const receivedAt = Date.parse(`${parsed.at}+08:00`) + SHIFT_MS;
    // The first two days of January fall into the year before.
    if (dayOf(receivedAt) < '2026-01-01' || parsed.content.trim() === '' || parsed.reply.trim() === '') return [];
    return [
      {
        id: parsed.id,
        receivedAt,
        title: [...parsed.title].slice(0, TITLE_MAX).join(''),
        content: [...parsed.content].slice(0, CONTENT_MAX).join(''),
        reply: parsed.reply.trim(),
      },
    ];
  });
  return found.sort((a, b) => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1));
}

/** For the report: `2026-04-01T08:12:00+08:00 … 2026-05-20T…`. */
export function spanOf(letters: readonly ReplayLetter[]): string {
  const [first, last] = [letters[0], letters.at(-1)];
  return first && last ? `${isoShanghai(first.receivedAt)} … ${isoShanghai(last.receivedAt)}` : 'none';
}
