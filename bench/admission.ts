import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { busyMachine } from './report.ts';
import { count } from './support/count.ts';
import { atLeast, atMost, figuresOf } from './support/figures.ts';
import { runLoad, startPinnedService } from './support/pinned.ts';
import { planBeyond } from './support/plans.ts';
import { voidIfBusy } from './support/processes.ts';
import { Meeting } from './support/rooms.ts';

const phase = z.object({
  inside: z.number(),
  refused: z.number(),
  knocksPerS: z.number(),
  losses: z.array(z.number()).min(1),
  faceless: z.number(),
  packetsPerS: z.number(),
  slidesPerS: z.number(),
  reconnects: z.number(),
  busy: z.number(),
});
const measured = z.object({
  rounds: z.array(z.object({ still: phase, moving: phase })).min(1),
  failures: z.array(z.string()),
});

/**
 * What admission counts for a room where slides are shown: two voices, the smallest picture, and the lowest
 * rate of slides.
 */
const packetsPerRoom = 150;

export const benchmark: Benchmark = {
  about:
    '50% more rooms than fit, with slides that begin to move in all conferences at once: what admitted rooms lose (--packets 45000 --rounds 5)',
  options: {
    /** The capacity of the one worker, in packets per second. */
    packets: { type: 'string', default: '45000' },
    conferences: { type: 'string', default: '3' },
    /** Joining rooms, as a multiple of those that fit. */
    times: { type: 'string', default: '1.5' },
    withinS: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '5' },
  },
  async run(values) {
    const parameters = z
      .object({
        packets: count.min(1_000),
        conferences: count,
        times: z.coerce.number().min(1.2),
        withinS: count,
        seconds: count,
        rounds: count,
      })
      .parse(values);
    const { packets, conferences, times, withinS, seconds, rounds } = parameters;
    const fitting = Math.floor(packets / packetsPerRoom);
    const coming = Math.ceil((fitting * times) / conferences);
    const voidBecause = [...busyMachine()];
    let meetings = '';
    await using service = await startPinnedService(
      { DIEMCAU_MEDIA__PACKETSPERS: packets },
      async (folder) => {
        meetings = await planBeyond(folder, (url) => Meeting.openApart(url, conferences, coming));
      },
    );
    const found = await runLoad(
      new URL('./admission-load.ts', import.meta.url),
      [service.url, meetings, withinS * 1_000, seconds, rounds],
      measured,
    );
    const busy = Math.max(...found.rounds.flatMap(({ still, moving }) => [still.busy, moving.busy]));
    voidBecause.push(...voidIfBusy(busy), ...found.failures.map((failure) => `a room failed: ${failure}`));
    const figure = figuresOf(found.rounds);
    const figures = (['still', 'moving'] as const).flatMap((slides) => {
      const ofPhase = figuresOf(found.rounds.map((round) => round[slides]));
      const named = (name: string): string => `${slides}_${name}`;
      return [
        ofPhase(named('loss_inside'), '%', ({ losses }) => mean(losses) * 100, atMost(1, 'max')),
        ofPhase(
          named('loss_at_the_worst_room'),
          '%',
          ({ losses }) => Math.max(...losses) * 100,
          atMost(1, 'max'),
        ),
        ofPhase(named('rooms_without_a_face'), 'rooms', ({ faceless }) => faceless, atMost(0, 'max')),
        ofPhase(named('delivered'), 'packets/s', ({ packetsPerS }) => packetsPerS, atMost(packets, 'max')),
        ofPhase(named('slides_to_each_room'), 'packets/s', ({ slidesPerS }) => slidesPerS),
        ofPhase(named('reconnects_inside'), 'times', ({ reconnects }) => reconnects, atMost(0, 'max')),
      ];
    });
    return {
      parameters,
      voidBecause,
      srtpSuite: 'none (plain RTP)',
      figures: [
        // The chairs occupy places, too.
        figure('rooms_inside', 'rooms', ({ still }) => still.inside, atLeast(fitting - conferences, 'min')),
        figure('rooms_refused', 'rooms', ({ still }) => still.refused),
        figure('knocks', 'a second', ({ moving }) => moving.knocksPerS),
        ...figures,
        { name: 'load_generator_busy', unit: 'of its core', samples: [busy] },
      ],
    };
  },
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
