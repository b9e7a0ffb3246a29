import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { busyMachine, percentile } from './report.ts';
import { count } from './support/count.ts';
import { atMost, figuresOf } from './support/figures.ts';
import { runLoad, startPinnedService } from './support/pinned.ts';
import { voidIfBusy } from './support/processes.ts';

const phase = z.object({
  pictures: z.array(z.number()),
  sounds: z.array(z.number()),
  missing: z.number(),
  messages: z.number(),
  nodeCores: z.number(),
  workerCores: z.number(),
  packetsPerS: z.number(),
  slidesPerS: z.number(),
  lossRatio: z.number(),
  busy: z.number(),
});
const measured = z.object({
  rounds: z.array(z.object({ still: phase, moving: phase })).min(1),
  failures: z.array(z.string()),
});

/** The limit of one worker in config/default.yaml. */
const workerPacketsPerS = 45_000;

export const benchmark: Benchmark = {
  about:
    'the floor changes before all rooms, beside still and moving slides: grant to first frame (--rooms 200 --rounds 5)',
  options: {
    rooms: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    /**
     * Changes of the floor in each half of a round, and the time between them: first beside still slides, then
     * beside moving ones.
     */
    changes: { type: 'string', default: '4' },
    everyS: { type: 'string', default: '5' },
    /**
     * Open microphones beside those of the chair and the speaker; each sends 50 packets/s to every room,
     * because these voices never pause.
     */
    microphones: { type: 'string', default: '0' },
  },
  async run(values) {
    const parameters = z
      .object({
        rooms: count.min(4),
        rounds: count,
        changes: count,
        everyS: z.coerce.number().min(2),
        microphones: z.coerce.number().int().min(0).max(10),
      })
      .parse(values);
    const { rooms, rounds, changes, everyS, microphones } = parameters;
    const voidBecause = [...busyMachine()];
    await using service = await startPinnedService();
    const found = await runLoad(
      new URL('./stage-load.ts', import.meta.url),
      [service.url, service.process.pid ?? 0, rooms, rounds, changes, everyS * 1_000, microphones],
      measured,
    );
    const busy = Math.max(...found.rounds.flatMap(({ still, moving }) => [still.busy, moving.busy]));
    voidBecause.push(...voidIfBusy(busy), ...found.failures.map((failure) => `a room failed: ${failure}`));
    const figures = (['still', 'moving'] as const).flatMap((slides) => {
      const figure = figuresOf(found.rounds.map((round) => round[slides]));
      const named = (name: string): string => `${slides}_${name}`;
      return [
        figure(named('grant_to_frame_p50'), 'ms', ({ pictures }) => percentile(pictures, 50)),
        figure(named('grant_to_frame_p95'), 'ms', ({ pictures }) => percentile(pictures, 95), atMost(500)),
        figure(named('grant_to_frame_p99'), 'ms', ({ pictures }) => percentile(pictures, 99), atMost(1_000)),
        figure(named('grant_to_sound_p95'), 'ms', ({ sounds }) => percentile(sounds, 95)),
        figure(named('rooms_without_frame'), 'rooms', ({ missing }) => missing, atMost(0, 'max')),
        figure(named('messages_a_room_a_change'), 'messages', ({ messages }) => messages, atMost(3)),
        figure(
          named('server_cores_a_100_rooms'),
          'cores',
          (r) => ((r.nodeCores + r.workerCores) * 100) / rooms,
        ),
        figure(named('worker_cores_a_100_rooms'), 'cores', ({ workerCores }) => (workerCores * 100) / rooms),
        figure(
          named('delivered'),
          'packets/s',
          ({ packetsPerS }) => packetsPerS,
          atMost(workerPacketsPerS, 'max'),
        ),
        figure(named('slides_to_each_room'), 'packets/s', ({ slidesPerS }) => slidesPerS),
        figure(named('loss'), 'of 1', ({ lossRatio }) => lossRatio),
        figure(named('load_generator_busy'), 'of its core', ({ busy }) => busy),
      ];
    });
    return { parameters, voidBecause, srtpSuite: 'none (plain RTP)', figures };
  },
};
