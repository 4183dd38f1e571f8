import type { RunResult } from './one-run';

const PROBLEMS_SHOWN = 40;

/** The figures of a run as lines for the terminal. */
export function reportLines(result: RunResult): readonly string[] {
  const { watched, measures, assigned, digests } = result;
  const counts = [...result.counts].map(([what, count]) => `  ${what.padEnd(44)}${String(count).padStart(6)}`);
  const share = assigned.all === 0 ? 0 : (100 * assigned.elsewhere) / assigned.all;
  return [
    ...counts,
    `  assigned to another unit than the lead unit  ${assigned.elsewhere} of ${assigned.all} (${share.toFixed(1)} %)`,
    `  cards and texts sent ${watched.sent} · patched ${watched.patched} · refused ${watched.refused} · clicks ${watched.clicks}`,
    `  daily rankings checked ${digests.cards} (${digests.rows} rows)`,
    `  seeding ${result.seedSeconds.toFixed(1)} s · replay ${result.runSeconds.toFixed(1)} s · product memory ${measures.residentMiB} MiB`,
  ];
}

/** The first problems in full, the number of the others. */
export function problemLines(problems: readonly string[]): readonly string[] {
  const rest = problems.length - PROBLEMS_SHOWN;
  return [
    ...problems.slice(0, PROBLEMS_SHOWN).map((problem) => `  ✗ ${problem}`),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
  ];
}
