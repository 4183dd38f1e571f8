import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { describeProblem, loadPack } from '../../plugin/packs/load';
import { readPackName } from '../config';
import { buildCalendar } from '../domain/calendar';
import { explainDue } from '../domain/deadline-steps';
import { describe } from '../domain/errors';
import { publishedHolidays } from '../domain/published-holidays';
import { answerLine, type Counter, countDue, DeadlineQuestion } from './deadline-line';
import { linesOf } from './lines';

export interface DeadlineArgs {
  readonly jsonl?: boolean | undefined;
  readonly rule?: string | undefined;
  readonly received?: string | undefined;
  readonly statutoryDays?: string | undefined;
  readonly level?: string | undefined;
  readonly session?: string | undefined;
  readonly handedOverAt?: string | undefined;
}

export interface Streams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/**
 * `suban deadline`: no database and no variable needed.
 * @returns 0, or 1 when a line or the question was refused, or 2 when neither form of the command was given
 */
export async function run(args: DeadlineArgs, streams: Streams = process): Promise<number> {
  const isLines = args.jsonl === true;
  const isQuestion = args.rule !== undefined && args.received !== undefined;
  const isMixed = isLines && (args.rule !== undefined || args.received !== undefined);
  if (isMixed || (!isLines && !isQuestion)) {
    streams.stderr.write('用法 / usage: suban deadline --jsonl | suban deadline --rule ID --received ISO\n');
    return 2;
  }
  const counter = counterOf(streams);
  if (counter === undefined) return 1;
  return isLines ? answerLines(counter, streams) : answerPerson(args, counter, streams);
}

function counterOf({ stderr }: Streams): Counter | undefined {
  const pack = loadPack(readPackName());
  if (pack.ok) return { policy: pack.value, calendar: buildCalendar(publishedHolidays()) };
  for (const problem of pack.problems) stderr.write(`${describeProblem(problem)}\n`);
  return undefined;
}

/** One write per group of lines, and none faster than the reader takes them. */
async function answerLines(counter: Counter, { stdin, stdout }: Streams): Promise<number> {
  let hasErrors = false;
  for await (const lines of linesOf(stdin)) {
    let answers = '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      const answer = answerLine(line, counter);
      if ('error' in answer) hasErrors = true;
      answers += `${JSON.stringify(answer)}\n`;
    }
    if (answers !== '' && !stdout.write(answers)) await once(stdout, 'drain');
  }
  return hasErrors ? 1 : 0;
}

function answerPerson(args: DeadlineArgs, counter: Counter, { stdout, stderr }: Streams): number {
  const question = DeadlineQuestion.safeParse({
    received: args.received,
    rule: args.rule,
    statutory_days: args.statutoryDays === undefined ? undefined : Number(args.statutoryDays),
    level: args.level,
    session: args.session,
    handed_over_at: args.handedOverAt,
  });
  if (!question.success) {
    const options = question.error.issues.map((issue) => `--${issue.path.join('.').replaceAll('_', '-')}`).join(', ');
    stderr.write(`${options} 的值不正确，请对照 suban deadline --help / wrong value, see suban deadline --help\n`);
    return 2;
  }
  const due = countDue(question.data, counter);
  if (!due.ok) {
    const { zh, en } = describe(due);
    stderr.write(`${zh}\n${en}\n`);
    return 1;
  }
  stdout.write(`${explainDue(due.value.steps()).join('\n')}\n`);
  return 0;
}
