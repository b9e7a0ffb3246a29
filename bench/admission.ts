import { z } from 'zod';
import type { Benchmark } from './main.ts';
import { busyMachine } from './report.ts';
import { atLeast, atMost, figuresOf } from './support/figures.ts';
import { loadCpu, startPinnedService, startProgram } from './support/pinned.ts';
import { voidIfBusy } from './support/processes.ts';

const measured = z.object({
  rounds: z
    .array(
      z.object({
        inside: z.number(),
        refused: z.number(),
        knocksPerS: z.number(),
        losses: z.array(z.number()).min(1),
        packetsPerS: z.number(),
        reconnects: z.number(),
        busy: z.number(),
      }),
    )
    .min(1),
  failures: z.array(z.string()),
});

/** What a room is counted for at the door: two voices and the smallest picture. */
const packetsPerRoom = 125;

export const benchmark: Benchmark = {
  about: 'one and a half times the rooms that fit: what those inside lose (--packets 45000 --rounds 5)',
  options: {
    /** Packets per second that the one worker is to take. */
    packets: { type: 'string', default: '45000' },
    /** Rooms that come, over those that fit. */
    times: { type: 'string', default: '1.5' },
    withinS: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '5' },
  },
  async run(values) {
    const count = z.coerce.number().int().min(1);
    const parameters = z
      .object({
        packets: count.min(1_000),
        times: z.coerce.number().min(1),
        withinS: count,
        seconds: count,
        rounds: count,
      })
      .parse(values);
    const { packets, times, withinS, seconds, rounds } = parameters;
    const fitting = Math.floor(packets / packetsPerRoom);
    const voidBecause = [...busyMachine()];
    await using service = await startPinnedService({
      DIEMCAU_MEDIA__WORKERS: 1,
      DIEMCAU_MEDIA__PACKETSPERS: packets,
    });
    await using load = startProgram(
      new URL('./admission-load.ts', import.meta.url),
      [service.url, Math.round(fitting * times), withinS * 1_000, seconds, rounds],
      loadCpu,
    );
    const found = measured.parse(await load.firstLine());
    const busy = Math.max(...found.rounds.map((round) => round.busy));
    voidBecause.push(...voidIfBusy(busy), ...found.failures.map((failure) => `a room failed: ${failure}`));
    const figure = figuresOf(found.rounds);
    return {
      parameters,
      voidBecause,
      srtpSuite: 'none (plain RTP)',
      figures: [
        // The chair takes a place, too.
        figure('rooms_inside', 'rooms', ({ inside }) => inside, atLeast(fitting - 1, 'min')),
        figure('rooms_refused', 'rooms', ({ refused }) => refused),
        figure('knocks', 'a second', ({ knocksPerS }) => knocksPerS),
        figure('loss_inside', '%', ({ losses }) => mean(losses) * 100, atMost(1, 'max')),
        figure('loss_at_the_worst_room', '%', ({ losses }) => Math.max(...losses) * 100, atMost(1, 'max')),
        figure('delivered', 'packets/s', ({ packetsPerS }) => packetsPerS),
        figure('reconnects_inside', 'times', ({ reconnects }) => reconnects, atMost(0, 'max')),
        { name: 'load_generator_busy', unit: 'of its core', samples: [busy] },
      ],
    };
  },
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
