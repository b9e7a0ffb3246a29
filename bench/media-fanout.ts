import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { busyMachine } from './report.ts';
import { count } from './support/count.ts';
import { atLeast, atMost, figuresOf } from './support/figures.ts';
import { runLoad, serverCpu, startPinnedService, startProgram } from './support/pinned.ts';
import { voidIfBusy } from './support/processes.ts';

const step = z.object({
  receivers: z.number(),
  packetsPerS: z.number(),
  workerUs: z.number(),
  nodeUs: z.number(),
  lossRatio: z.number(),
  delayP50Ms: z.number().nullable(),
  delayP99Ms: z.number().nullable(),
  memory: z.object({ node: z.number(), workers: z.number() }),
  busy: z.number(),
});
type Step = z.infer<typeof step>;
const sweep = z.array(step).min(1);
type Sweep = readonly Step[];
const measured = z.object({
  rounds: z.array(z.object({ service: sweep, bare: sweep })).min(1),
  mostLossRatio: z.number(),
  mostDelayMs: z.number(),
  failures: z.array(z.string()),
});

export const benchmark: Benchmark = {
  about: 'one speaks to N rooms, N grows; beside a bare mediasoup script (--rooms 200 --rounds 5)',
  options: {
    /** The number of rooms at which cost is compared. */
    rooms: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    from: { type: 'string', default: '100' },
    step: { type: 'string', default: '50' },
    to: { type: 'string', default: '600' },
    /**
     * Seconds from the joins to the measurement, until the compiler and the garbage collector have finished
     * their work.
     */
    settle: { type: 'string', default: '10' },
    /** Seconds of measurement for each N. */
    seconds: { type: 'string', default: '6' },
  },
  async run(values) {
    const parameters = z
      .object({
        rooms: count,
        rounds: count,
        from: count,
        step: count,
        to: count.max(900),
        settle: count,
        seconds: count,
      })
      .parse(values);
    const { rooms, rounds, from, to, settle, seconds } = parameters;
    const voidBecause = [...busyMachine()];
    await using service = await startPinnedService({
      // Searches for the knee beyond the capacity that the service would admit.
      DIEMCAU_MEDIA__PACKETSPERS: 1_000_000,
    });
    await using bare = startProgram(new URL('./bare-fanout.ts', import.meta.url), [], serverCpu);
    const { port } = z.object({ port: z.number() }).parse(await bare.firstLine());
    const {
      rounds: found,
      mostLossRatio,
      mostDelayMs,
      failures,
    } = await runLoad(
      new URL('./media-fanout-load.ts', import.meta.url),
      [
        service.url,
        service.process.pid ?? 0,
        port,
        bare.pid,
        rounds,
        from,
        parameters.step,
        to,
        settle,
        seconds,
      ],
      measured,
    );
    const holds = ({ lossRatio, delayP99Ms }: Step): boolean =>
      lossRatio < mostLossRatio && delayP99Ms !== null && delayP99Ms < mostDelayMs;
    const knee = (steps: Sweep): number => steps.filter(holds).at(-1)?.receivers ?? NaN;
    /** At the requested number of rooms, or the next lower one that was measured. */
    const at = (steps: Sweep): Step | undefined =>
      steps.findLast(({ receivers }) => receivers <= rooms) ?? steps[0];
    const busy = Math.max(
      ...found.flatMap(({ service, bare }) => [...service, ...bare]).map((each) => each.busy),
    );
    voidBecause.push(...voidIfBusy(busy), ...failures.map((failure) => `a room failed: ${failure}`));
    const figure = figuresOf(found);
    const worker = (steps: Sweep): number => at(steps)?.workerUs ?? NaN;
    const both = (steps: Sweep): number => worker(steps) + (at(steps)?.nodeUs ?? NaN);
    const delay = (steps: Sweep): number => at(steps)?.delayP99Ms ?? NaN;
    return {
      parameters,
      voidBecause,
      srtpSuite: 'none (plain RTP)',
      figures: [
        figure('service_worker_us_a_packet', 'µs', ({ service }) => worker(service)),
        figure('bare_worker_us_a_packet', 'µs', ({ bare }) => worker(bare)),
        figure('service_worker_and_node_us_a_packet', 'µs', ({ service }) => both(service)),
        figure('bare_worker_and_node_us_a_packet', 'µs', ({ bare }) => both(bare)),
        figure('worker_over_bare', 'times', ({ service, bare }) => worker(service) / worker(bare)),
        figure(
          'worker_and_node_over_bare',
          'times',
          ({ service, bare }) => both(service) / both(bare),
          atMost(1.05),
        ),
        figure('service_knee', 'rooms', ({ service }) => knee(service)),
        figure('bare_knee', 'rooms', ({ bare }) => knee(bare)),
        figure('knee_over_bare', 'times', ({ service, bare }) => knee(service) / knee(bare), atLeast(0.95)),
        figure('service_delay_p99', 'ms', ({ service }) => delay(service)),
        figure('bare_delay_p99', 'ms', ({ bare }) => delay(bare)),
        figure('service_memory_a_room', 'kB', ({ service }) => memoryPerRoom(service)),
        figure('bare_memory_a_room', 'kB', ({ bare }) => memoryPerRoom(bare)),
        { name: 'load_generator_busy', unit: 'of its core', samples: [busy] },
      ],
    };
  },
};

/** The growth of both processes from the first step to the last, per receiver. */
function memoryPerRoom(steps: Sweep): number {
  const [first, last] = [steps[0], steps.at(-1)];
  if (!first || !last || first === last) return NaN;
  return (bytes(last) - bytes(first)) / (last.receivers - first.receivers) / 1_000;
}

const bytes = ({ memory }: Step): number => memory.node + memory.workers;
