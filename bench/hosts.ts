import { sql } from 'kysely';
import { z } from 'zod';
import type { Benchmark } from './benchmark.ts';
import { busyMachine, percentile } from './report.ts';
import { count } from './support/count.ts';
import { atMost, figuresOf } from './support/figures.ts';
import { startHosts } from './support/hosts.ts';
import { runLoad } from './support/pinned.ts';
import { voidIfBusy } from './support/processes.ts';

const common = { lost: z.number(), busy: z.number(), failures: z.array(z.string()) };
const ended = z.object({
  ...common,
  hit: z.number(),
  backMs: z.array(z.number()),
  reopened: z.number(),
  streamsReplaced: z.number(),
  hands: z.array(z.object({ meetingId: z.uuid(), accepted: z.array(z.string()) })),
});
const killed = z.object({
  ...common,
  hit: z.number(),
  backMs: z.array(z.number()),
  lostElsewhere: z.number(),
});
const drained = z.object({
  ...common,
  participants: z.number(),
  moved: z.number(),
  emptyMs: z.number(),
  soundMs: z.array(z.number()),
  pictureMs: z.array(z.number()),
});

export const benchmark: Benchmark = {
  about:
    'two control processes and two bridges: one control process or bridge ends, and a bridge is drained (--rooms 200 --sessions 10)',
  options: {
    rooms: { type: 'string', default: '200' },
    sessions: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '1' },
  },
  async run(values) {
    const parameters = z.object({ rooms: count, sessions: count.min(2), rounds: count }).parse(values);
    const voidBecause = [...busyMachine()];
    const rounds: Awaited<ReturnType<typeof round>>[] = [];
    while (rounds.length < parameters.rounds) rounds.push(await round(parameters));
    const all = rounds.flatMap((each) => Object.values(each));
    voidBecause.push(
      ...voidIfBusy(Math.max(...all.map(({ busy }) => busy))),
      ...all.flatMap(({ failures }) => failures.map((failure) => `a room failed: ${failure}`)),
      ...rounds.flatMap(({ controlKilled, controlStopped, bridgeKilled, bridgeDrained }) =>
        [controlKilled.hit, controlStopped.hit, bridgeKilled.hit, bridgeDrained.participants].some(
          (hit) => hit === 0,
        )
          ? ['a fault hit nobody']
          : [],
      ),
    );
    const ofControl = (['controlKilled', 'controlStopped'] as const).flatMap((name) => {
      const figure = figuresOf(rounds.map((each) => each[name]));
      const named = (what: string): string =>
        `${name === 'controlKilled' ? 'control_killed' : 'control_stopped'}_${what}`;
      return [
        figure(named('rooms_hit'), 'rooms', ({ hit }) => hit),
        figure(named('commands_again_p50'), 'ms', ({ backMs }) => percentile(backMs, 50)),
        figure(
          named('commands_again_p95'),
          'ms',
          ({ backMs }) => percentile(backMs, 95),
          atMost(name === 'controlKilled' ? 8_000 : 3_000, 'max'),
        ),
        figure(
          named('rooms_never_back'),
          'rooms',
          ({ hit, backMs }) => hit - backMs.length,
          atMost(0, 'max'),
        ),
        figure(named('packets_lost'), 'packets', ({ lost }) => lost, atMost(0, 'max')),
        figure(named('transports_reopened'), 'transports', ({ reopened }) => reopened, atMost(0, 'max')),
        figure(
          named('streams_replaced'),
          'streams',
          ({ streamsReplaced }) => streamsReplaced,
          atMost(0, 'max'),
        ),
        figure(named('events_lost_or_doubled'), 'events', ({ wrong }) => wrong, atMost(0, 'max')),
      ];
    });
    const ofKilled = figuresOf(rounds.map(({ bridgeKilled }) => bridgeKilled));
    const ofDrained = figuresOf(rounds.map(({ bridgeDrained }) => bridgeDrained));
    return {
      parameters,
      voidBecause,
      srtpSuite: 'none (plain RTP)',
      figures: [
        ...ofControl,
        ofKilled('bridge_killed_rooms_hit', 'rooms', ({ hit }) => hit),
        ofKilled('bridge_killed_media_back_p50', 'ms', ({ backMs }) => percentile(backMs, 50)),
        ofKilled(
          'bridge_killed_media_back_p95',
          'ms',
          ({ backMs }) => percentile(backMs, 95),
          atMost(6_000, 'max'),
        ),
        ofKilled(
          'bridge_killed_rooms_never_back',
          'rooms',
          ({ hit, backMs }) => hit - backMs.length,
          atMost(0, 'max'),
        ),
        ofKilled(
          'bridge_killed_packets_lost_elsewhere',
          'packets',
          ({ lostElsewhere }) => lostElsewhere,
          atMost(0, 'max'),
        ),
        ofDrained('drained_participants', 'participants', ({ participants }) => participants),
        ofDrained('drained_moves', 'moves', ({ moved }) => moved),
        ofDrained('drained_empty_after', 'ms', ({ emptyMs }) => emptyMs),
        ofDrained(
          'drained_sound_gap_p95',
          'ms',
          ({ soundMs }) => percentile(soundMs, 95),
          atMost(100, 'max'),
        ),
        ofDrained(
          'drained_picture_gap_p95',
          'ms',
          ({ pictureMs }) => percentile(pictureMs, 95),
          atMost(1_000, 'max'),
        ),
        figuresOf(all)('load_generator_busy', 'of its core', ({ busy }) => busy),
      ],
    };
  },
};

interface Size {
  readonly rooms: number;
  readonly sessions: number;
}

/** Each fault once. */
const round = async (size: Size) => ({
  controlKilled: await endControl('control-killed', size),
  controlStopped: await endControl('control-stopped', size),
  bridgeKilled: await under('bridge-killed', size, killed),
  bridgeDrained: await under('bridge-drained', size, drained),
});

/** Runs one fault among hosts of its own. */
async function under<Found>(
  fault: string,
  { rooms, sessions }: Size,
  found: z.ZodType<Found>,
): Promise<Found> {
  await using world = await startHosts();
  return await load(fault, world.hosts, { rooms, sessions }, found);
}

const load = <Found>(fault: string, hosts: object, { rooms, sessions }: Size, found: z.ZodType<Found>) =>
  runLoad(
    new URL('./hosts-load.ts', import.meta.url),
    [fault, JSON.stringify(hosts), rooms, sessions],
    found,
  );

/** Also counts the accepted raised hands that the log has not exactly once. */
async function endControl(fault: 'control-killed' | 'control-stopped', size: Size) {
  await using world = await startHosts();
  const found = await load(fault, world.hosts, size, ended);
  const { rows } = await sql<{ conference: string; participant: string; times: number }>`
    select conference_id as conference, payload->>'participantId' as participant, count(*)::int as times
      from conference_event where type = 'hand.raised' group by 1, 2`.execute(world.storage.database);
  const times = new Map(rows.map((row) => [`${row.conference} ${row.participant}`, row.times]));
  const wrong = found.hands
    .flatMap(({ meetingId, accepted }) => accepted.map((id) => times.get(`${meetingId} ${id}`)))
    .filter((logged) => logged !== 1).length;
  return { ...found, wrong };
}
