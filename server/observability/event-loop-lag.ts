import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

/**
 * Time between two samples. Each sample wakes the process: at prom-client's 10 ms, the samples cost 16 ms of
 * CPU a second beside a busy media worker, a third of what 200 rooms cost this process. A shorter delay than
 * this is seen only if it coincides with a sample.
 */
const everyMs = 50;
/** prom-client starts a monitor of its own that cannot be turned off. Once an hour costs nothing. */
const neverMs = 3_600_000;

type Delays = ReturnType<typeof monitorEventLoopDelay>;

const figures: Readonly<Record<string, (delays: Delays) => number>> = {
  min: ({ min }) => min,
  mean: ({ mean }) => mean,
  p50: (delays) => delays.percentile(50),
  p90: (delays) => delays.percentile(90),
  p99: (delays) => delays.percentile(99),
  max: ({ max }) => max,
};

/** Options of prom-client's `collectDefaultMetrics` that leave the event loop to `measureEventLoopLag`. */
export const withoutEventLoop = { eventLoopMonitoringPrecision: neverMs } as const;

/**
 * Replaces prom-client's gauges `nodejs_eventloop_lag_*_seconds` by gauges of the same names: how late the
 * event loop was since the last scrape, 0 at rest. Node's histogram records the time between samples.
 */
export function measureEventLoopLag(registry: Registry): void {
  const histogram = monitorEventLoopDelay({ resolution: everyMs });
  histogram.enable();
  for (const [figure, of] of Object.entries(figures)) {
    const name = `nodejs_eventloop_lag_${figure}_seconds`;
    registry.removeSingleMetric(name);
    registry.registerMetric(
      new Gauge({
        name,
        help: `How late the event loop was since the last scrape: ${figure}.`,
        registers: [],
        collect() {
          this.set(histogram.count === 0 ? 0 : Math.max(0, of(histogram) / 1e6 - everyMs) / 1e3);
          // The last gauge of the table ends the interval: gauges are collected in the order of registration.
          if (figure === 'max') histogram.reset();
        },
      }),
    );
  }
  registry.removeSingleMetric('nodejs_eventloop_lag_stddev_seconds');
}
