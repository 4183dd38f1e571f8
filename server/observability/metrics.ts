import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../ports/observability';

interface Declared {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds in seconds. */
  readonly buckets?: readonly number[];
}

/** Every figure the product keeps. A figure that is not listed here does not exist. */
export const DECLARED = {
  http_requests_total: { kind: 'counter', help: 'HTTP requests answered', labels: ['method', 'route', 'status'] },
  intake_total: { kind: 'counter', help: 'Intake calls by channel and result', labels: ['channel', 'result'] },
  clicks_total: { kind: 'counter', help: 'Card clicks by command and result', labels: ['command', 'result'] },
  click_seconds: {
    kind: 'histogram',
    help: 'Time to answer a card click',
    labels: [],
    // The platform gives up at 3 s; we answer "in progress" at 2.5 s.
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 2.5, 3],
  },
  outbox_sent_total: { kind: 'counter', help: 'Outbox rows sent, by kind and result', labels: ['kind', 'result'] },
  outbox_waiting: { kind: 'gauge', help: 'Outbox rows not sent yet', labels: [] },
  outbox_dead_total: { kind: 'counter', help: 'Outbox rows given up', labels: [] },
  send_seconds: {
    kind: 'histogram',
    help: 'Time of one call to the platform',
    labels: [],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
  timers_fired_total: { kind: 'counter', help: 'Timers fired, by kind', labels: ['kind'] },
  timers_overdue_seconds: { kind: 'gauge', help: 'Age of the oldest timer that is due and has not fired', labels: [] },
  inbox_pending: { kind: 'gauge', help: 'Inbox rows waiting for work', labels: [] },
} as const satisfies Readonly<Record<string, Declared>>;

export interface PrometheusMetrics extends Metrics {
  /** What `/metrics` answers. */
  text(): Promise<{ readonly type: string; readonly text: string }>;
}

export interface MetricsOptions {
  /** CPU, memory and event loop of this process. Default true. */
  readonly process?: boolean;
  /** Told of an undeclared name. Default: throws, so that tests find it; a server logs it instead. */
  readonly onUnknown?: (name: string) => void;
}

/** Metrics in a registry of their own, so that two in one process (tests) do not meet. */
export function createMetrics(options: MetricsOptions = {}): PrometheusMetrics {
  const registry = new Registry();
  if (options.process ?? true) collectDefaultMetrics({ register: registry });
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();
  for (const [name, declared] of Object.entries<Declared>(DECLARED)) {
    const settings = { name, help: declared.help, labelNames: [...declared.labels], registers: [registry] };
    if (declared.kind === 'counter') counters.set(name, new Counter(settings));
    else if (declared.kind === 'gauge') gauges.set(name, new Gauge(settings));
    else histograms.set(name, new Histogram({ ...settings, buckets: [...(declared.buckets ?? [])] }));
  }
  const unknown =
    options.onUnknown ??
    ((name: string) => {
      throw new Error(`undeclared metric: ${name}`);
    });
  return {
    count(name, labels = {}, by = 1) {
      const counter = counters.get(name);
      if (counter) counter.inc(labels, by);
      else unknown(name);
    },
    observe(name, seconds, labels = {}) {
      const histogram = histograms.get(name);
      if (histogram) histogram.observe(labels, seconds);
      else unknown(name);
    },
    gauge(name, value, labels = {}) {
      const gauge = gauges.get(name);
      if (gauge) gauge.set(labels, value);
      else unknown(name);
    },
    async text() {
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}
