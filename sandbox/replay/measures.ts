/** What the product tells of itself at `/metrics`. */
export interface Measures {
  readonly residentMiB: number;
  readonly outboxDead: number;
  readonly outboxPending: number;
}

export async function readMeasures(url: string): Promise<Measures> {
  const response = await fetch(`${url}/metrics`);
  const text = await response.text();
  return {
    residentMiB: Math.round((sumOf(text, 'process_resident_memory_bytes') / 1_048_576) * 10) / 10,
    outboxDead: sumOf(text, 'outbox_dead_total'),
    outboxPending: sumOf(text, 'outbox_pending'),
  };
}

/** The sum over all labels of a metric, whatever prefix it carries; 0 where it has not been counted yet. */
function sumOf(text: string, name: string): number {
  const pattern = new RegExp(`^(?:suban_)?${name}(?:\\{[^}]*\\})? ([\\d.e+-]+)$`, 'gm');
  return [...text.matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0);
}
