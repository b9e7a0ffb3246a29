import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { busyMachine, percentile } from './report.ts';
import { count } from './support/count.ts';
import { atMost, figuresOf } from './support/figures.ts';
import { runLoad, startPinnedService } from './support/pinned.ts';
import { planBeyond } from './support/plans.ts';
import { voidIfBusy } from './support/processes.ts';
import { Meeting } from './support/rooms.ts';

const strike = z.object({
  signal: z.enum(['SIGKILL', 'SIGSTOP']),
  hit: z.number(),
  seenMs: z.number(),
  backMs: z.array(z.number()),
  lostElsewhere: z.number(),
  spared: z.number(),
  reconnects: z.number(),
  busy: z.number(),
  failures: z.array(z.string()),
});
type Strike = z.infer<typeof strike>;
const measured = z.object({ strikes: z.array(strike).min(2) });

export const benchmark: Benchmark = {
  about: 'one of two workers is killed, and hangs: media back at its rooms (--rooms 200 --rounds 3)',
  options: {
    rooms: { type: 'string', default: '200' },
    /** The number of rounds with each signal. */
    rounds: { type: 'string', default: '3' },
  },
  async run(values) {
    const parameters = z.object({ rooms: count.min(2), rounds: count }).parse(values);
    const { rooms, rounds } = parameters;
    const voidBecause = [...busyMachine()];
    let meetings = '';
    await using service = await startPinnedService({ DIEMCAU_MEDIA__WORKERS: 2 }, async (folder) => {
      meetings = await planBeyond(folder, (url) => Meeting.openMany(url, 2 * rounds, rooms));
    });
    const found = await runLoad(
      new URL('./worker-kill-load.ts', import.meta.url),
      [service.url, service.process.pid ?? 0, rooms, meetings],
      measured,
    );
    const busy = Math.max(...found.strikes.map((each) => each.busy));
    voidBecause.push(
      ...voidIfBusy(busy),
      ...found.strikes.flatMap(({ failures }) => failures.map((failure) => `a room failed: ${failure}`)),
    );
    const of = (signal: Strike['signal']): readonly Strike[] =>
      found.strikes.filter((each) => each.signal === signal);
    const [killed, stopped] = [of('SIGKILL'), of('SIGSTOP')];
    const ofAll = figuresOf(found.strikes);
    const ofKilled = figuresOf(killed);
    const ofStopped = figuresOf(stopped);
    return {
      parameters,
      voidBecause,
      srtpSuite: 'none (plain RTP)',
      figures: [
        ofKilled('rooms_hit', 'rooms', ({ hit }) => hit),
        ofKilled('killed_seen_after', 'ms', ({ seenMs }) => seenMs),
        ofKilled('killed_media_back_p50', 'ms', back(50)),
        ofKilled('killed_media_back_p95', 'ms', back(95), atMost(6_000, 'max')),
        ofKilled('killed_media_back_at_all', 'ms', back(100)),
        ofAll('rooms_never_back', 'rooms', ({ hit, backMs }) => hit - backMs.length, atMost(0, 'max')),
        ofAll('rooms_reloaded', 'rooms', ({ reconnects }) => reconnects, atMost(0, 'max')),
        ofKilled(
          'packets_lost_at_other_rooms',
          'packets',
          ({ lostElsewhere }) => lostElsewhere,
          atMost(0, 'max'),
        ),
        ofStopped('hung_seen_after', 'ms', ({ seenMs }) => seenMs, atMost(5_000, 'max')),
        ofStopped('hung_media_back_p95', 'ms', back(95)),
        ofStopped('hung_media_back_at_all', 'ms', back(100)),
        ofAll('load_generator_busy', 'of its core', (each) => each.busy),
      ],
    };
  },
};

const back =
  (percent: number) =>
  ({ backMs }: Strike): number =>
    percentile(backMs, percent);
