import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { busyMachine, percentile } from './report.ts';
import { count } from './support/count.ts';
import { atLeast, atMost, figuresOf } from './support/figures.ts';
import { runLoad, startPinnedService } from './support/pinned.ts';
import { voidIfBusy } from './support/processes.ts';

const measured = z.object({
  in: z.number(),
  joinMs: z.array(z.number()),
  firstPacketMs: z.array(z.number()),
  messages: z.number(),
  bytes: z.number(),
  reconnects: z.number(),
  lagP99Ms: z.number(),
  tookMs: z.number(),
  nodeS: z.number(),
  workersS: z.number(),
  busy: z.number(),
  failures: z.array(z.string()),
});
type Storm = z.infer<typeof measured>;

/** What the booking of one room takes of the one worker, with its share of the moderators' part. */
const packetsPerRoom = 170;

export const benchmark: Benchmark = {
  about: 'all rooms join within 30 s, within 1 s, and eight at a time (--rooms 500 --rounds 3)',
  options: {
    rooms: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '3' },
    slowS: { type: 'string', default: '30' },
    fastS: { type: 'string', default: '1' },
    /** The number of concurrent joins where rooms join as fast as the server admits them. */
    atOnce: { type: 'string', default: '8' },
    /** The number of rooms that join this way. */
    eager: { type: 'string', default: '200' },
  },
  async run(values) {
    const parameters = z
      .object({
        rooms: count.min(2),
        rounds: count,
        slowS: count,
        fastS: count,
        atOnce: count,
        eager: count,
      })
      .parse(values);
    const { rooms, rounds, slowS, fastS, atOnce, eager } = parameters;
    const voidBecause = [...busyMachine()];

    /** Uses a new server, because rooms that have just left still occupy the old one. */
    async function storm(size: number, withinS: number): Promise<Storm> {
      await using service = await startPinnedService({
        DIEMCAU_MEDIA__PACKETSPERS: Math.max(45_000, packetsPerRoom * (rooms + 1)),
      });
      const found = await runLoad(
        new URL('./join-storm-load.ts', import.meta.url),
        [service.url, service.operations, service.process.pid ?? 0, size, withinS * 1_000, atOnce],
        measured,
      );
      voidBecause.push(...found.failures.map((failure) => `within ${withinS} s a room failed: ${failure}`));
      return found;
    }

    const half: Storm[] = [];
    const slow: Storm[] = [];
    const fast: Storm[] = [];
    const few: Storm[] = [];
    const many: Storm[] = [];
    for (let round = 0; round < rounds; round += 1) {
      half.push(await storm(Math.floor(rooms / 2), slowS));
      slow.push(await storm(rooms, slowS));
      fast.push(await storm(rooms, fastS));
      few.push(await storm(eager, 0));
      many.push(await storm(rooms, 0));
    }
    // Only for the slow storms: within one second the load is always busy, and its own delay counts against the
    // server.
    voidBecause.push(...voidIfBusy(Math.max(...slow.map(({ busy }) => busy))));
    const ofHalf = figuresOf(half);
    const ofSlow = figuresOf(slow);
    const ofFast = figuresOf(fast);
    const ofFew = figuresOf(few);
    const ofMany = figuresOf(many);
    const serverS = ({ nodeS, workersS }: Storm): number => nodeS + workersS;
    const all = atLeast(rooms, 'min');
    const firstPacket = (percent: number) => (storm: Storm) => percentile(storm.firstPacketMs, percent);
    const perJoin = (seconds: number): number => (seconds * 1_000) / rooms;
    return {
      parameters,
      voidBecause,
      srtpSuite: 'none (plain RTP)',
      figures: [
        ofSlow('slow_rooms_in', 'rooms', (storm) => storm.in, all),
        ofSlow('slow_join_to_packet_p50', 'ms', firstPacket(50)),
        ofSlow('slow_join_to_packet_p95', 'ms', firstPacket(95), atMost(2_000)),
        ofSlow('slow_loop_lag_p99', 'ms', ({ lagP99Ms }) => lagP99Ms, atMost(50)),
        ofSlow('slow_node_cpu_a_join', 'ms', ({ nodeS }) => perJoin(nodeS)),
        ofSlow('slow_worker_cpu_a_join', 'ms', ({ workersS }) => perJoin(workersS)),
        ofFast('fast_rooms_in', 'rooms', (storm) => storm.in, all),
        ofFast('fast_join_to_packet_p50', 'ms', firstPacket(50)),
        ofFast('fast_join_to_packet_p95', 'ms', firstPacket(95), atMost(3_000)),
        ofFast('fast_loop_lag_p99', 'ms', ({ lagP99Ms }) => lagP99Ms, atMost(100)),
        ofFast('fast_server_cpu_a_join', 'ms', (storm) => perJoin(serverS(storm))),
        ofFew('eager_cpu_a_join_of_few', 'ms', (storm) => (serverS(storm) * 1_000) / eager, atMost(9)),
        ofFew('eager_joins_a_second_of_few', 'joins/s', ({ tookMs }) => (eager * 1_000) / tookMs),
        ofMany('eager_cpu_a_join', 'ms', (storm) => perJoin(serverS(storm)), atMost(11)),
        ofMany('eager_joins_a_second', 'joins/s', ({ tookMs }) => (rooms * 1_000) / tookMs),
        figuresOf([...slow, ...fast, ...few, ...many])(
          'reconnects',
          'reconnects',
          ({ reconnects }) => reconnects,
        ),
        ofHalf('messages_a_room_of_half', 'messages', ({ messages }) => messages / Math.floor(rooms / 2)),
        ofSlow('messages_a_room', 'messages', ({ messages }) => messages / rooms),
        ofHalf('kbytes_a_room_of_half', 'kB', ({ bytes }) => bytes / 1_000 / Math.floor(rooms / 2)),
        ofSlow('kbytes_a_room', 'kB', ({ bytes }) => bytes / 1_000 / rooms),
        // The cost per room stays the same for any number of rooms.
        {
          name: 'growth_of_bytes_a_room',
          unit: 'times',
          samples: slow.map(
            ({ bytes }, round) => bytes / rooms / ((half[round]?.bytes ?? NaN) / Math.floor(rooms / 2)),
          ),
          bar: atMost(1.2),
        },
        // 2 where messages grow as the number of rooms, 4 where they grow as its square.
        {
          name: 'growth_of_messages',
          unit: 'times',
          samples: slow.map(({ messages }, round) => messages / (half[round]?.messages ?? NaN)),
          bar: atMost(2.2),
        },
        ofSlow('slow_load_generator_busy', 'of its core', ({ busy }) => busy),
        ofFast('fast_load_generator_busy', 'of its core', ({ busy }) => busy),
      ],
    };
  },
};
