import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { busyMachine } from './report.ts';
import type { Figure } from './report.ts';
import { count } from './support/count.ts';
import { atMost, figuresOf } from './support/figures.ts';
import { freePort } from '../test/support/network/free-port.ts';
import { launchPostgres } from '../test/support/storage/postgres.ts';
import { runLoad, startPinnedService } from './support/pinned.ts';

const measured = z.object({
  looks: z
    .array(
      z.object({
        joins: z.number(),
        nodeBytes: z.number(),
        workerBytes: z.number(),
        heapBytes: z.number(),
        files: z.number(),
        handles: z.number(),
        resources: z.number(),
      }),
    )
    .min(3),
  failures: z.array(z.string()),
});
type Look = z.infer<typeof measured>['looks'][number];

export const benchmark: Benchmark = {
  about: 'rooms come and go: what the server holds afterwards (--joins 10000)',
  options: {
    joins: { type: 'string', default: '10000' },
    /** The number of readings; the first fifth is the warm-up. */
    looks: { type: 'string', default: '10' },
  },
  async run(values) {
    const parameters = z.object({ joins: count.min(100), looks: count.min(5) }).parse(values);
    const voidBecause = [...busyMachine()];
    // The database's own memory is no leak of the server. The embedded database would keep it in the server's
    // process.
    await using postgres = await launchPostgres();
    const inspectorPort = await freePort();
    await using service = await startPinnedService({
      DIEMCAU_STORAGE__URL: await postgres.bareDatabase(),
      // All rooms of the meeting are booked, but only 25 are connected at a time.
      DIEMCAU_MEDIA__PACKETSPERS: 1_000_000,
      NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort}`,
    });
    const { looks, failures } = await runLoad(
      new URL('./join-leave-load.ts', import.meta.url),
      [
        service.url,
        service.operations,
        service.process.pid ?? 0,
        inspectorPort,
        parameters.joins,
        parameters.looks,
      ],
      measured,
    );
    voidBecause.push(...failures.map((failure) => `a room failed: ${failure}`));
    const warm = looks.slice(Math.ceil(looks.length / 5));
    const figure = figuresOf(warm);
    /** From the first reading after the warm-up to the last. */
    const growth = (name: string, of: (look: Look) => number): Figure => {
      const [first, last] = [warm[0], warm.at(-1)];
      return {
        name,
        unit: '%',
        samples: [first && last ? (of(last) / of(first) - 1) * 100 : NaN],
        bar: atMost(2, 'max'),
      };
    };
    return {
      parameters,
      voidBecause,
      srtpSuite: 'none (plain RTP)',
      figures: [
        figure('node_memory', 'MB', ({ nodeBytes }) => MB(nodeBytes)),
        growth('node_memory_growth', ({ nodeBytes }) => nodeBytes),
        figure('heap', 'MB', ({ heapBytes }) => MB(heapBytes)),
        growth('heap_growth', ({ heapBytes }) => heapBytes),
        figure('worker_memory', 'MB', ({ workerBytes }) => MB(workerBytes)),
        growth('worker_memory_growth', ({ workerBytes }) => workerBytes),
        figure('open_files', 'files', ({ files }) => files),
        growth('open_files_growth', ({ files }) => files),
        figure('handles', 'handles', ({ handles }) => handles),
        growth('handles_growth', ({ handles }) => handles),
        figure('resources', 'resources', ({ resources }) => resources),
        growth('resources_growth', ({ resources }) => resources),
      ],
    };
  },
};

const MB = (bytes: number): number => bytes / 1e6;
