import { setInterval as everyInterval } from 'node:timers/promises';
import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { busyMachine, percentile } from './report.ts';
import { createWorld } from './soak/world.ts';
import { atMost } from './support/figures.ts';
import { loadCpu, startPinnedService, startProgram } from './support/pinned.ts';
import { memory, openFiles, processesOf, voidIfBusy } from './support/processes.ts';

const listed = z.array(z.string());
const honestFindings = z.object({
  times: z.array(z.object({ what: z.string(), ms: z.number(), minute: z.number() })),
  refusals: listed,
  reconnects: z.number(),
  failures: listed,
  received: z.object({ packets: z.number(), lost: z.number() }),
  leaks: listed,
  busy: z.number(),
});
const attackFindings = z.object({ made: listed, breaches: listed, cut: listed, leaks: listed });

const sampleEveryMs = 10_000;
/**
 * The share of the run in which the server's memory settles. The memory after it is compared with the memory at
 * the end.
 */
const warmUp = 0.3;
const lastPart = 0.2;

/** Honest clients and attackers at the same time. Measures what the honest ones notice, and what leaks. */
export const benchmark: Benchmark = {
  about:
    'honest rooms, a chair and a desk beside ten attackers of ten kinds (--minutes 60 --calm 2 --rooms 40)',
  options: {
    minutes: { type: 'string', default: '60' },
    calm: { type: 'string', default: '2' },
    rooms: { type: 'string', default: '40' },
  },
  async run(values) {
    const parameters = z
      .object({
        minutes: z.coerce.number().positive(),
        calm: z.coerce.number().positive(),
        rooms: z.coerce.number().int().min(2),
      })
      .parse(values);
    const { minutes, calm, rooms } = parameters;
    const voidBecause = [...busyMachine()];
    await using service = await startPinnedService({ DIEMCAU_IDENTITY__PAIRINGCODETTLS: 3_600 });
    const world = await createWorld(service.url, rooms);
    const args = [service.url, minutes, calm, JSON.stringify(world)];
    await using honest = startProgram(new URL('./soak/honest-load.ts', import.meta.url), args, loadCpu);
    await using attack = startProgram(new URL('./soak/attack-load.ts', import.meta.url), args, loadCpu);
    const server = processesOf(service.process.pid ?? 0);
    const samples: { readonly residentBytes: number; readonly files: number }[] = [];
    const over = new AbortController();
    const sampling = sample(over.signal, () => {
      const { node, workers } = memory(server);
      samples.push({ residentBytes: node + workers, files: openFiles(server) });
    });
    const [found, attacked] = await Promise.all([
      honest.firstLine().then((line) => honestFindings.parse(line)),
      attack.firstLine().then((line) => attackFindings.parse(line)),
    ]);
    over.abort();
    await sampling;
    voidBecause.push(...voidIfBusy(found.busy));
    for (const line of [...attacked.made, ...attacked.cut]) process.stderr.write(`attacks: ${line}\n`);
    const worst = [
      ...found.refusals,
      ...found.failures,
      ...attacked.breaches,
      ...found.leaks,
      ...attacked.leaks,
    ];
    for (const line of worst) process.stderr.write(`NOT HELD: ${line}\n`);

    const between = (from: number, to: number) => samples.slice(from * samples.length, to * samples.length);
    const growth = (of: (sample: (typeof samples)[number]) => number): number =>
      mean(between(1 - lastPart, 1).map(of)) / mean(between(warmUp, warmUp + lastPart).map(of));
    const during = found.times.filter(({ minute }) => minute >= 0);
    const kinds = [...new Set(during.map(({ what }) => what))];
    const p99 = (times: typeof during): number =>
      percentile(
        times.map(({ ms }) => ms),
        99,
      );
    const byMinute = Object.values(Object.groupBy(during, ({ minute }) => minute)).filter(
      (times) => times !== undefined,
    );
    return {
      parameters,
      voidBecause,
      figures: [
        {
          name: 'honest_p99_in_peace',
          unit: 'ms',
          samples: [p99(found.times.filter(({ minute }) => minute < 0))],
        },
        { name: 'honest_p99_under_attack', unit: 'ms', samples: [p99(during)], bar: atMost(200) },
        ...kinds.map((what) => ({
          name: `honest_${what.replaceAll(/[ -]/g, '_')}_p99`,
          unit: 'ms',
          samples: [p99(during.filter((each) => each.what === what))],
        })),
        { name: 'honest_p99_by_minute', unit: 'ms', samples: byMinute.map(p99) },
        { name: 'honest_refusals', unit: 'requests', samples: [counted(found.refusals)], bar: atMost(0) },
        { name: 'honest_reconnects', unit: 'rooms', samples: [found.reconnects], bar: atMost(0) },
        {
          name: 'honest_packets_lost',
          unit: '% of all',
          samples: [(100 * found.received.lost) / (found.received.packets + found.received.lost)],
          bar: atMost(0.1),
        },
        {
          name: 'attacks_that_got_through',
          unit: 'attacks',
          samples: [counted(attacked.breaches)],
          bar: atMost(0),
        },
        {
          name: 'leaks',
          unit: 'messages',
          samples: [counted([...found.leaks, ...attacked.leaks])],
          bar: atMost(0),
        },
        {
          name: 'memory_growth',
          unit: 'end / settled',
          samples: [growth(({ residentBytes }) => residentBytes)],
          bar: atMost(1.05),
        },
        {
          name: 'open_files_growth',
          unit: 'end / settled',
          samples: [growth(({ files }) => files)],
          bar: atMost(1.05),
        },
        { name: 'load_generator_busy', unit: 'of its core', samples: [found.busy] },
      ],
    };
  },
};

async function sample(signal: AbortSignal, take: () => void): Promise<void> {
  try {
    for await (const _ of everyInterval(sampleEveryMs, undefined, { signal })) take();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

/** Of lines such as `3 × what`. */
const counted = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + Number.parseInt(line, 10), 0);
