import { z } from 'zod';
import type { Benchmark } from './main.ts';
import { busyMachine, percentile } from './report.ts';
import type { Figure } from './report.ts';
import { loadCpu, startPinnedService, startProgram } from './support/pinned.ts';
import { voidIfBusy } from './support/processes.ts';

const strike = z.object({
  signal: z.enum(['SIGKILL', 'SIGSTOP']),
  hit: z.number(),
  seenMs: z.number(),
  backMs: z.array(z.number()),
  lostElsewhere: z.number(),
  spared: z.number(),
  reconnects: z.number(),
  busy: z.number(),
});
type Strike = z.infer<typeof strike>;
const measured = z.object({ strikes: z.array(strike).min(2), failures: z.array(z.string()) });

export const benchmark: Benchmark = {
  about: 'one of two workers is killed, and hangs: media back at its rooms (--rooms 200 --rounds 3)',
  options: {
    rooms: { type: 'string', default: '200' },
    /** With each signal. */
    rounds: { type: 'string', default: '3' },
  },
  async run(values) {
    const count = z.coerce.number().int().min(1);
    const parameters = z.object({ rooms: count.min(2), rounds: count }).parse(values);
    const { rooms, rounds } = parameters;
    const voidBecause = [...busyMachine()];
    await using service = await startPinnedService({ DIEMCAU_MEDIA__WORKERS: 2 });
    await using load = startProgram(
      'worker-kill-load.ts',
      [service.url, service.process.pid ?? 0, rooms, rounds],
      loadCpu,
    );
    const found = measured.parse(await load.firstLine());
    const busy = Math.max(...found.strikes.map((each) => each.busy));
    voidBecause.push(...voidIfBusy(busy), ...found.failures.map((failure) => `a room failed: ${failure}`));
    const of = (signal: Strike['signal']): readonly Strike[] =>
      found.strikes.filter((each) => each.signal === signal);
    const [killed, stopped] = [of('SIGKILL'), of('SIGSTOP')];
    const figure = (
      name: string,
      unit: string,
      strikes: readonly Strike[],
      measure: (each: Strike) => number,
      most?: number,
    ): Figure => ({
      name,
      unit,
      samples: strikes.map(measure),
      ...(most !== undefined && { bar: { of: 'max', sign: '<=', value: most } }),
    });
    const back = (percent: number) => (each: Strike) => percentile(each.backMs, percent);
    return {
      parameters,
      voidBecause,
      srtpSuite: 'none (plain RTP)',
      figures: [
        figure('rooms_hit', 'rooms', killed, ({ hit }) => hit),
        figure('killed_seen_after', 'ms', killed, ({ seenMs }) => seenMs),
        figure('killed_media_back_p50', 'ms', killed, back(50)),
        figure('killed_media_back_p95', 'ms', killed, back(95), 6_000),
        figure('killed_media_back_at_all', 'ms', killed, back(100)),
        figure('rooms_never_back', 'rooms', found.strikes, ({ hit, backMs }) => hit - backMs.length, 0),
        figure('rooms_reloaded', 'rooms', found.strikes, ({ reconnects }) => reconnects, 0),
        figure('packets_lost_at_other_rooms', 'packets', killed, ({ lostElsewhere }) => lostElsewhere, 0),
        figure('hung_seen_after', 'ms', stopped, ({ seenMs }) => seenMs, 5_000),
        figure('hung_media_back_p95', 'ms', stopped, back(95)),
        figure('hung_media_back_at_all', 'ms', stopped, back(100)),
        figure('load_generator_busy', 'of its core', found.strikes, (each) => each.busy),
      ],
    };
  },
};
