import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { createMetrics } from '../../../server/observability/prometheus.ts';

const blockedMs = 400;

/** Blocks the event loop, and lets the timers run that became due meanwhile. */
async function blockOnce(): Promise<void> {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, blockedMs);
  await nextTurn();
  await nextTurn();
}

describe('The lag of the event loop', () => {
  it('has each figure once, with the delays since the last scrape and not the time between samples', async () => {
    const metrics = createMetrics({ version: '0.0.0', mediasoup: '0.0.0' });
    // Node's histogram begins at the first sample.
    await blockOnce();
    await blockOnce();
    const [first, second] = [await metrics.scrape(), await metrics.scrape()].map((text) =>
      [...text.matchAll(/^nodejs_eventloop_lag_(\w+)_seconds (\S+)$/gm)].map(
        ([, figure = '', value]) => [figure, Number(value)] as const,
      ),
    );
    const figures = ['max', 'mean', 'min', 'p50', 'p90', 'p99'];
    expect(first?.map(([figure]) => figure).toSorted()).to.deep.equal(figures);
    expect(new Map(first).get('max')).to.be.within((blockedMs - 60) / 1_000, 60);
    expect(second).to.deep.equal(first?.map(([figure]) => [figure, 0]));
  });
});
