import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { busyMachine, percentile } from './report.ts';
import type { Figure } from './report.ts';
import { count } from './support/count.ts';
import { atMost } from './support/figures.ts';
import { runLoad, serverCpu, startPinnedService, startProgram } from './support/pinned.ts';
import { voidIfBusy } from './support/processes.ts';

const samples = z.array(z.array(z.number()));
const measured = z.object({
  mute: samples,
  grant: samples,
  bareMute: samples,
  bareGrant: samples,
  pause: samples,
  busy: z.number(),
  busyInBursts: z.number(),
  bytes: z.object({ mute: z.number(), grant: z.number() }),
});

export const benchmark: Benchmark = {
  about: 'mute-all and floor.grant to all clients, beside a bare ws broadcast (--clients 1000 --rounds 5)',
  options: {
    clients: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    /** In each round. */
    mutes: { type: 'string', default: '8' },
    grants: { type: 'string', default: '20' },
  },
  async run(values) {
    const parameters = z.object({ clients: count, rounds: count, mutes: count, grants: count }).parse(values);
    const { clients, rounds, mutes, grants } = parameters;
    const voidBecause = [...busyMachine()];
    await using service = await startPinnedService({
      DIEMCAU_CONFERENCE__MAXPARTICIPANTS: clients + 10,
      // None of these clients receives media.
      DIEMCAU_MEDIA__PACKETSPERS: 1_000_000,
      DIEMCAU_SOCKET__REQUESTSPERS: 1_000,
      DIEMCAU_SOCKET__BURST: 10_000,
      DIEMCAU_SOCKET__PACKETS__PERS: 100_000,
      DIEMCAU_SOCKET__PACKETS__BURST: 1_000_000,
      DIEMCAU_SOCKET__BYTES__PERS: 10_000_000,
      DIEMCAU_SOCKET__BYTES__BURST: 100_000_000,
      // The chair asks all to unmute before each mute, more often than people would.
      DIEMCAU_CONFERENCE__PACE__MODERATORS__EVENTS__BURST: 1_000_000,
      DIEMCAU_CONFERENCE__PACE__MODERATORS__EVENTS__PERMINUTE: 1_000_000,
    });
    await using bare = startProgram(new URL('./bare-ws.ts', import.meta.url), [], serverCpu);
    const { port } = z.object({ port: z.number() }).parse(await bare.firstLine());
    const found = await runLoad(
      new URL('./fanout-load.ts', import.meta.url),
      [service.url, port, clients, rounds, mutes, grants],
      measured,
    );
    voidBecause.push(...voidIfBusy(found.busy));
    return {
      parameters: { ...parameters, muteBytes: found.bytes.mute, grantBytes: found.bytes.grant },
      voidBecause,
      figures: [
        ...toTheLast('mute_all', found.mute, 150),
        ...toTheLast('floor_grant', found.grant, 150),
        ...toTheLast('bare_ws_mute_all', found.bareMute),
        ...toTheLast('bare_ws_floor_grant', found.bareGrant),
        over('mute_all_over_bare_ws', found.mute, found.bareMute),
        over('floor_grant_over_bare_ws', found.grant, found.bareGrant),
        {
          name: 'producers_paused_after',
          unit: 'ms',
          samples: found.pause.flat(),
          bar: atMost(50, 'max'),
        },
        { name: 'load_generator_busy', unit: 'of its core', samples: [found.busy] },
        { name: 'load_generator_busy_in_bursts', unit: 'of its core', samples: [found.busyInBursts] },
      ],
    };
  },
};

type Rounds = readonly (readonly number[])[];

/** From the command to the last client, by round. */
const toTheLast = (what: string, found: Rounds, atMostMs?: number): readonly Figure[] =>
  [50, 95, 99].map((percent) => ({
    name: `${what}_to_last_client_p${percent}`,
    unit: 'ms',
    samples: found.map((times) => percentile(times, percent)),
    ...(percent === 99 && atMostMs !== undefined && { bar: atMost(atMostMs) }),
  }));

/** The ratio to the bare broadcast of the same round. */
const over = (name: string, found: Rounds, bare: Rounds): Figure => ({
  name,
  unit: 'times',
  samples: found.map((times, round) => percentile(times, 50) / percentile(bare[round] ?? [], 50)),
  bar: atMost(2.5),
});
