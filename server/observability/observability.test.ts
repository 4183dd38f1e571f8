import { createLogger } from './logger';
import { createMetrics } from './metrics';

function recorded(level: 'info' | 'debug' = 'info') {
  const lines: string[] = [];
  const logger = createLogger(level, { write: (line: string) => void lines.push(line) });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

describe('createLogger', () => {
  it('writes one JSON line per event, with level and time, and only from its level on', () => {
    const { logger, lines, last } = recorded();
    logger.debug({ case: 'LS-20260302-0001' }, 'case loaded');
    logger.info({ case: 'LS-20260302-0001', version: 3 }, 'case stored');
    expect(lines).toHaveLength(1);
    expect(last()).toMatchObject({ level: 'info', event: 'case stored', case: 'LS-20260302-0001', version: 3 });
    expect(String(last().time)).toMatch(/^\d{4}-/);
  });

  it('lets no secret, no personal data and no long text through, however deep', () => {
    const { logger, lines } = recorded();
    logger.warn(
      {
        app_secret: 'geheim1',
        config: { headers: { Authorization: 'Bearer geheim2-geheim2' } },
        note: `call 13812345678 with Bearer abc-geheim3-xyz`,
        content: '楼道灯不亮',
        long: '诉'.repeat(301),
        list: [{ phone: '13912345678' }],
        err: new Error(`refused for t-geheim4abcdef`, { cause: { password: 'geheim5' } }),
      },
      'refused',
    );
    expect(lines[0]).not.toMatch(/geheim|138123|139123|楼道|诉诉/);
    expect(lines[0]).toContain('[dropped 301 chars]');
  });

  it('keeps ids that look like numbers, counts and error codes', () => {
    const { logger, last } = recorded();
    const error = Object.assign(new TypeError('boom'), { code: 'ECONNRESET', parameters: ['李某某'] });
    logger.error({ messageId: 'om_13812345678', at: 1_772_413_200_000, tokenCount: 2, err: error }, 'send failed');
    expect(last()).toMatchObject({
      messageId: 'om_13812345678',
      at: 1_772_413_200_000,
      tokenCount: 2,
      err: { name: 'TypeError', code: 'ECONNRESET', message: 'boom' },
    });
    expect(JSON.stringify(last())).not.toContain('李某某');
  });

  it('survives circular fields', () => {
    const { logger, lines } = recorded();
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    logger.info({ loop }, 'looped');
    expect(lines).toHaveLength(1);
  });
});

describe('createMetrics', () => {
  it('prints what was counted, observed and set', async () => {
    const metrics = createMetrics({ process: false });
    metrics.count('intake_total', { channel: 'portal', result: 'created' });
    metrics.count('intake_total', { channel: 'portal', result: 'created' }, 2);
    metrics.gauge('outbox_waiting', 7);
    metrics.observe('click_seconds', 0.2);
    const { text, type } = await metrics.text();
    expect(type).toContain('text/plain');
    expect(text).toContain('intake_total{channel="portal",result="created"} 3');
    expect(text).toContain('outbox_waiting 7');
    expect(text).toContain('click_seconds_count 1');
  });

  it('throws for an undeclared name, or tells of it where asked to', () => {
    expect(() => createMetrics({ process: false }).count('intake_totals')).toThrow('intake_totals');
    const told: string[] = [];
    createMetrics({ process: false, onUnknown: (name) => void told.push(name) }).gauge('nope', 1);
    expect(told).toEqual(['nope']);
  });

  it('has the figures of the process', async () => {
    expect((await createMetrics().text()).text).toContain('process_resident_memory_bytes');
  });
});
