import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { loadClips } from '../../simulation/clip.ts';
import { Pacer } from '../../simulation/pacer.ts';
import { RestCaller } from '../../simulation/rest.ts';
import { SyntheticRoom } from '../../simulation/room.ts';
import { eventually } from '../../test/support/eventually.ts';
import { BusyMeter } from '../support/processes.ts';
import { failuresOf } from '../support/rooms.ts';
import { say } from '../support/say.ts';
import { LeakWatch } from './leaks.ts';
import { soakWorld } from './world.ts';

/**
 * The honest side of a soak: rooms with media, a chair that leads, a secretary that reads lists, an official
 * that signs in and out. Prints one JSON value at the end.
 *
 *   honest-load.ts URL MINUTES CALM_MINUTES WORLD_JSON
 */
const [url, minutes, calmMinutes, worldJson] = z
  .tuple([z.url(), z.coerce.number().positive(), z.coerce.number().positive(), z.string()])
  .parse(process.argv.slice(2));
const world = soakWorld.parse(JSON.parse(worldJson));
const { markers } = world;

const shared = { clips: loadClips(), pacer: new Pacer() };
const begunMs = performance.now();
const calmUntilMs = begunMs + calmMinutes * 60_000;
const untilMs = calmUntilMs + minutes * 60_000;

interface Took {
  readonly what: string;
  readonly ms: number;
  /** Minutes since the attacks began; negative before. */
  readonly minute: number;
}
const times: Took[] = [];
const refusals = new Map<string, number>();

/** Measures one honest action; it resolves to `ok` or to why it failed. */
async function timed(what: string, act: () => Promise<string>): Promise<void> {
  const fromMs = performance.now();
  const outcome = await act().catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  times.push({
    what,
    ms: performance.now() - fromMs,
    minute: Math.floor((fromMs - calmUntilMs) / 60_000),
  });
  if (outcome !== 'ok') {
    const key = `${what}: ${outcome}`;
    refusals.set(key, (refusals.get(key) ?? 0) + 1);
  }
}

/** Repeats an action until the soak ends, each time that long after the last one began. */
async function every(periodMs: number, firstAfterMs: number, act: () => Promise<void>): Promise<void> {
  await wait(firstAfterMs);
  while (performance.now() < untilMs) {
    const fromMs = performance.now();
    await act();
    await wait(Math.max(0, fromMs + periodMs - performance.now()));
  }
}

const watches: LeakWatch[] = [];
function watch(who: string, forbidden: readonly string[]): LeakWatch {
  const made = new LeakWatch(who, forbidden);
  watches.push(made);
  return made;
}

function enter(
  who: string,
  caller: RestCaller,
  forbidden: readonly string[],
  sends: { camera: 'always' | 'in-demand' },
) {
  const leaks = watch(who, forbidden);
  const room = new SyntheticRoom({
    ...shared,
    url,
    token: () => caller.joinToken(world.mainMeetingId),
    sends: { microphone: sends.camera, camera: sends.camera },
    onEvent: (event) => leaks.look(event, 'event'),
  });
  return { room, caller, leaks };
}

/** Sends commands as one room; resolves to `ok` or to the code of the refusal. */
const commandOf =
  (room: SyntheticRoom) =>
  async (...[type, payload]: Parameters<SyntheticRoom['command']>): Promise<string> => {
    const answer = await room.command(type, payload);
    return answer.ok ? 'ok' : answer.error.code;
  };

const chair = enter(
  'chair',
  await RestCaller.signIn(url, world.chair.login, world.chair.password),
  [markers.closedMeeting],
  { camera: 'always' },
);
await chair.room.joined;
const secretary = await RestCaller.signIn(url, world.secretary.login, world.secretary.password);
const rooms: ReturnType<typeof enter>[] = [];
for (const [index, code] of world.pairingCodes.entries()) {
  const forbidden = [markers.closedMeeting, markers.leadersDocument];
  const caller = await RestCaller.pair(url, code);
  rooms.push(
    enter(`room ${index}`, caller, index === 0 ? forbidden : [...forbidden, markers.privateMessage], {
      camera: 'in-demand',
    }),
  );
}
await Promise.all(rooms.map(({ room }) => room.joined));
for (const { room, leaks } of [chair, ...rooms]) leaks.look(room.state, 'snapshot');
const [privateRoom] = rooms;
const lead = commandOf(chair.room);
await lead('conference.start', {});
await eventually(
  () => rooms.every(({ room }) => room.figures.firstPacketMs !== undefined),
  'all rooms to hear the chair',
  { timeoutMs: 60_000, intervalMs: 200 },
);

const meter = new BusyMeter();
const received = () =>
  rooms
    .flatMap(({ room }) => room.reception.streams)
    .reduce((sum, { packets, lost }) => ({ packets: sum.packets + packets, lost: sum.lost + lost }), {
      packets: 0,
      lost: 0,
    });
const handEveryMs = 10_000;
let turn = 0;
await Promise.all([
  ...rooms.map(({ room, caller }, index) => {
    const asRoom = commandOf(room);
    let raised = false;
    const staggerMs = (index * handEveryMs) / rooms.length;
    return Promise.all([
      every(handEveryMs, staggerMs, () =>
        timed('command', () => {
          raised = !raised;
          return raised
            ? asRoom('hand.raise', { category: 'speech', subject: 'Xin phát biểu' })
            : asRoom('hand.lower', {});
        }),
      ),
      every(handEveryMs, staggerMs + 500, () =>
        timed('room page', async () => {
          await caller.call('room.get', {});
          return 'ok';
        }),
      ),
    ]);
  }),
  every(20_000, 5_000, () => {
    const participantId = rooms[turn++ % rooms.length]?.room.participantId ?? '';
    return timed('command', () => lead('floor.grant', { participantId }));
  }),
  every(30_000, 7_000, () =>
    timed('command', () =>
      lead('chat.send', {
        messageId: crypto.randomUUID(),
        to: { kind: 'participant', participantId: privateRoom?.room.participantId ?? '' },
        text: markers.privateMessage,
        documentIds: [],
      }),
    ),
  ),
  every(3_000, 1_000, () =>
    timed('desk', async () => {
      await secretary.call('meeting.list', { query: {} });
      return 'ok';
    }),
  ),
  every(5_000, 2_000, () =>
    timed('desk', async () => {
      await secretary.call('readiness.get', { params: { meetingId: world.mainMeetingId } });
      return 'ok';
    }),
  ),
  every(30_000, 3_000, () =>
    timed('sign-in', async () => {
      const official = await RestCaller.signIn(url, world.chair.login, world.chair.password);
      await official.call('account.own', {});
      await official.call('session.signOut', {});
      return 'ok';
    }),
  ),
]);

const everybody = [chair.room, ...rooms.map(({ room }) => room)];
say({
  times,
  refusals: [...refusals].map(([what, count]) => `${count} × ${what}`),
  reconnects: everybody.reduce((sum, { figures }) => sum + figures.reconnects, 0),
  failures: failuresOf(everybody),
  received: received(),
  leaks: watches.flatMap(({ found }) => found),
  busy: meter.share(),
});
