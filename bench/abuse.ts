import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { busyMachine, percentile } from './report.ts';
import type { Figure } from './report.ts';
import { count } from './support/count.ts';
import { atMost, figuresOf } from './support/figures.ts';
import { runLoad, startPinnedService } from './support/pinned.ts';
import { voidIfBusy } from './support/processes.ts';

const times = z.array(z.number()).min(1);
const attacked = z.object({ othersMs: times, cutAfterMs: times });
const measured = z.object({
  rounds: z.array(z.object({ calmMs: times, flood: attacked, frames: attacked })),
  busy: z.number(),
});
type Round = z.infer<typeof measured>['rounds'][number];

/** A client that sends too much is cut off, reconnects at once and repeats it, while the others work. */
export const benchmark: Benchmark = {
  about: 'commands of others while one client floods or sends frames of 1 MB (--others 50 --rounds 5)',
  options: {
    others: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '5' },
  },
  async run(values) {
    const parameters = z.object({ others: count, rounds: count }).parse(values);
    const voidBecause = [...busyMachine()];
    await using service = await startPinnedService();
    const { rounds, busy } = await runLoad(
      new URL('./abuse-load.ts', import.meta.url),
      [service.url, parameters.others, parameters.rounds],
      measured,
    );
    voidBecause.push(...voidIfBusy(busy));
    const figure = figuresOf(rounds);
    const p99 = (name: string, of: (round: Round) => readonly number[], bar?: Figure['bar']): Figure =>
      figure(name, 'ms', (round) => percentile(of(round), 99), bar);
    const cut = (name: string, of: (round: Round) => readonly number[]): Figure => ({
      name,
      unit: 'ms',
      samples: rounds.flatMap(of),
      bar: atMost(1_000, 'max'),
    });
    return {
      parameters,
      voidBecause,
      figures: [
        p99('others_command_p99_in_peace', ({ calmMs }) => calmMs),
        p99('others_command_p99_under_flood', ({ flood }) => flood.othersMs, atMost(200)),
        p99('others_command_p99_under_large_frames', ({ frames }) => frames.othersMs, atMost(200)),
        cut('flood_cut_after', ({ flood }) => flood.cutAfterMs),
        cut('large_frame_cut_after', ({ frames }) => frames.cutAfterMs),
        { name: 'load_generator_busy', unit: 'of its core', samples: [busy] },
      ],
    };
  },
};
