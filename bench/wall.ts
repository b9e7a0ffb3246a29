import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { busyMachine, percentile } from './report.ts';
import { count } from './support/count.ts';
import { atMost, figuresOf, sum } from './support/figures.ts';
import { runLoad, startPinnedService } from './support/pinned.ts';
import { voidIfBusy } from './support/processes.ts';

const turn = z.object({
  /** Null where no frame arrived. */
  toLastMs: z.number().nullable(),
  missing: z.number(),
  unwatched: z.number(),
  messages: z.number(),
});
const measured = z.object({
  rounds: z.array(z.object({ turns: z.array(turn).min(1), cores: z.number(), busy: z.number() })).min(1),
  failures: z.array(z.string()),
});
type Round = z.infer<typeof measured>['rounds'][number];

/** What the booking of one room takes of the one worker, with its share of the moderators' part. */
const packetsPerRoom = 170;

export const benchmark: Benchmark = {
  about:
    'a secretary pages through all rooms: from the turn to all frames of the page (--rooms 300 --page 16 --rounds 3)',
  options: {
    rooms: { type: 'string', default: '300' },
    page: { type: 'string', default: '16' },
    /** The number of passes through all pages. */
    rounds: { type: 'string', default: '3' },
  },
  async run(values) {
    const parameters = z.object({ rooms: count, page: count.max(25), rounds: count }).parse(values);
    const { rooms, page, rounds } = parameters;
    const voidBecause = [...busyMachine()];
    await using service = await startPinnedService({
      // The capacity that the booking needs.
      DIEMCAU_MEDIA__PACKETSPERS: Math.max(45_000, packetsPerRoom * rooms),
    });
    const found = await runLoad(
      new URL('./wall-load.ts', import.meta.url),
      [service.url, service.process.pid ?? 0, rooms, page, rounds],
      measured,
    );
    const busy = Math.max(...found.rounds.map((round) => round.busy));
    voidBecause.push(...voidIfBusy(busy), ...found.failures.map((failure) => `a room failed: ${failure}`));
    const figure = figuresOf(found.rounds);
    return {
      parameters,
      voidBecause,
      srtpSuite: 'none (plain RTP)',
      figures: [
        figure('turn_to_last_frame_p50', 'ms', (round) => percentile(times(round), 50)),
        figure('turn_to_last_frame_p95', 'ms', (round) => percentile(times(round), 95), atMost(500)),
        figure(
          'rooms_without_frame',
          'rooms',
          ({ turns }) => sum(turns.map(({ missing }) => missing)),
          atMost(0, 'max'),
        ),
        figure(
          'video_packets_of_unwatched_rooms_after_2_s',
          'packets',
          ({ turns }) => sum(turns.map(({ unwatched }) => unwatched)),
          atMost(0, 'max'),
        ),
        figure(
          'messages_to_the_secretary_a_turn',
          'messages',
          ({ turns }) => sum(turns.map(({ messages }) => messages)) / turns.length,
        ),
        figure('server_cores', 'cores', ({ cores }) => cores),
        figure('load_generator_busy', 'of its core', ({ busy }) => busy),
      ],
    };
  },
};

const times = ({ turns }: Round): readonly number[] => turns.map(({ toLastMs }) => toLastMs ?? Infinity);
