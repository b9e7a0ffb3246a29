import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { preciseNow } from '../simulation/pacer.ts';
import { RestCaller } from '../simulation/rest.ts';
import type { SyntheticRoom } from '../simulation/room.ts';
import { eventually } from '../test/support/eventually.ts';
import { administrator } from '../test/support/rest/secrets.ts';
import { count } from './support/count.ts';
import { framesAt } from './support/frames.ts';
import { hosts } from './support/hosts.ts';
import { BusyMeter } from './support/processes.ts';
import { failuresOf, Meeting, spread } from './support/rooms.ts';
import { say } from './support/say.ts';

/**
 * The load of `hosts`, on a core of its own: sessions on two bridges, in each of which the chair is heard and
 * seen. One fault happens, and it prints what each room noticed.
 *
 *   hosts-load.ts FAULT HOSTS ROOMS SESSIONS
 */
const [fault, world, roomCount, sessionCount] = z
  .tuple([
    z.enum(['control-killed', 'control-stopped', 'bridge-killed', 'bridge-drained']),
    z.string(),
    count,
    count,
  ])
  .parse(process.argv.slice(2));
const { url, controls, bridges } = hosts.parse(JSON.parse(world));

const joinEveryMs = 20;
const settleMs = 3_000;
const giveUpMs = 20_000;
const askEveryMs = 50;

interface Session {
  readonly id: string;
  readonly chair: SyntheticRoom;
  readonly rooms: readonly SyntheticRoom[];
}

async function gathered(meeting: Meeting): Promise<Session> {
  const chair = await meeting.begin();
  const rooms: SyntheticRoom[] = [];
  await spread(Array.from({ length: meeting.rooms }), meeting.rooms * joinEveryMs, (_, index) => {
    rooms.push(meeting.enter(index));
  });
  await Promise.all(rooms.map(({ joined }) => joined));
  return { id: meeting.id, chair, rooms };
}

/** The current stream of a source of the chair at a room. */
const streamOf = (room: SyntheticRoom, { chair }: Session, source: 'microphone' | 'camera') =>
  room.reception.open.find(
    ({ delivery }) => delivery.participantId === chair.participantId && delivery.source === source,
  );

const meetings = await Meeting.openApart(url, sessionCount, Math.floor(roomCount / sessionCount));
const sessions: Session[] = [];
for (const meeting of meetings) sessions.push(await gathered(meeting));
const everyRoom = sessions.flatMap((session) => session.rooms.map((room) => ({ room, session })));
const everybody = sessions.flatMap(({ chair, rooms }) => [chair, ...rooms]);
await eventually(
  () =>
    everyRoom.every(
      ({ room, session }) =>
        (streamOf(room, session, 'camera')?.frames ?? 0) > 0 &&
        (streamOf(room, session, 'microphone')?.packets ?? 0) > 0,
    ),
  'all rooms to hear and see their chair',
  { timeoutMs: 60_000, intervalMs: 500 },
);
await wait(settleMs);

const total = (of: (room: SyntheticRoom) => number): number =>
  everybody.reduce((all, room) => all + of(room), 0);
const lost = (room: SyntheticRoom): number =>
  room.reception.streams.reduce((all, stream) => all + stream.lost, 0);

/** The pid of the control process that leads most conferences. */
async function leader(): Promise<number> {
  const led = await Promise.all(
    controls.map(async ({ pid, operations }) => {
      const metrics = await (await fetch(`http://${operations}/metrics`)).text();
      return { pid, conferences: Number(/^diemcau_conferences (\d+)$/m.exec(metrics)?.[1] ?? 0) };
    }),
  );
  return led.toSorted((a, b) => b.conferences - a.conferences)[0]?.pid ?? 0;
}

/** Asks for the floor again and again until the request is accepted; undefined where it never is. */
async function acceptedAt(room: SyntheticRoom, reconnects: number): Promise<number | undefined> {
  const untilMs = preciseNow() + giveUpMs;
  while (preciseNow() < untilMs) {
    if (room.figures.reconnects > reconnects && (await room.command('hand.raise', {})).ok)
      return preciseNow();
    await wait(askEveryMs);
  }
  return undefined;
}

/** Ends the leading control process, and observes what its rooms notice. */
async function endControl(signal: 'SIGKILL' | 'SIGTERM') {
  const pid = await leader();
  const before = new Map(everybody.map((room) => [room, room.figures]));
  const heard = everyRoom.map(({ room, session }) => streamOf(room, session, 'microphone'));
  const atMs = preciseNow();
  process.kill(pid, signal);
  const asked = everybody.map((room) => acceptedAt(room, before.get(room)?.reconnects ?? 0));
  // The rooms of the other control process notice nothing: nobody waits for them longer than for the hit ones.
  const accepted = await Promise.all(asked);
  await wait(settleMs);
  const hit = everybody.filter((room) => room.figures.reconnects > (before.get(room)?.reconnects ?? 0));
  const backMs = accepted.flatMap((at) => (at === undefined ? [] : [at - atMs]));
  return {
    hit: hit.length,
    backMs,
    reopened: total((room) => room.figures.mediaOpenings - (before.get(room)?.mediaOpenings ?? 0)),
    streamsReplaced: everyRoom.filter(
      ({ room, session }, index) => streamOf(room, session, 'microphone') !== heard[index],
    ).length,
    hands: sessions.map(({ id, chair, rooms }) => ({
      meetingId: id,
      accepted: [chair, ...rooms].flatMap((room) =>
        accepted[everybody.indexOf(room)] === undefined ? [] : [room.participantId ?? ''],
      ),
    })),
  };
}

/** Kills the first bridge, and observes when its rooms hear and see their chair again. */
async function killBridge() {
  const [victim] = bridges;
  const before = new Map(
    everybody.map((room) => [room, { losses: room.figures.mediaLosses, lost: lost(room) }]),
  );
  const waits = new Map<SyntheticRoom, Promise<readonly number[]>>();
  const atMs = preciseNow();
  process.kill(victim?.pid ?? 0, 'SIGKILL');
  const isHit = (room: SyntheticRoom): boolean => room.figures.mediaLosses > (before.get(room)?.losses ?? 0);
  const look = setInterval(() => {
    for (const { room, session } of everyRoom) {
      if (waits.has(room) || !isHit(room)) continue;
      const chairId = session.chair.participantId ?? '';
      const both = (['camera', 'microphone'] as const).map((source) =>
        framesAt([room], chairId, source, giveUpMs),
      );
      waits.set(
        room,
        Promise.all(both).then((came) => came.flat()),
      );
    }
  }, 5);
  await wait(giveUpMs);
  clearInterval(look);
  const came = await Promise.all(waits.values());
  const hit = everyRoom.filter(({ room }) => isHit(room)).length;
  return {
    hit,
    backMs: came.flatMap((atBoth) => (atBoth.length === 2 ? [Math.max(...atBoth) - atMs] : [])),
    lostElsewhere: everybody
      .filter((room) => !isHit(room))
      .reduce((all, room) => all + lost(room) - (before.get(room)?.lost ?? 0), 0),
  };
}

/** The longest time between two packets of the chair at a room, whichever delivery they belong to. */
class Gaps {
  longestMs = 0;
  #lastMs = preciseNow();

  look(lastPacketAtMs: number | undefined): void {
    if (lastPacketAtMs === undefined || lastPacketAtMs <= this.#lastMs) return;
    this.longestMs = Math.max(this.longestMs, lastPacketAtMs - this.#lastMs);
    this.#lastMs = lastPacketAtMs;
  }

  /** The wait that has not ended counts too. */
  end(): number {
    return Math.max(this.longestMs, preciseNow() - this.#lastMs);
  }
}

/** Drains the bridge with most participants until it is empty, and observes the gaps at every room. */
async function drainBridge() {
  const staff = await RestCaller.signIn(url, administrator.login, administrator.password);
  const listed = async () => (await staff.call('bridge.list', {})).bridges;
  const [drained] = (await listed()).toSorted((a, b) => b.participants - a.participants);
  if (drained === undefined) throw new Error('there is no bridge');
  const watched = everyRoom.map((of) => ({ ...of, sound: new Gaps(), picture: new Gaps() }));
  // Sound comes every 20 ms: looks that are closer see each packet.
  const look = setInterval(() => {
    for (const { room, session, sound, picture } of watched) {
      for (const { delivery, lastPacketAtMs } of room.reception.open) {
        if (delivery.participantId !== session.chair.participantId) continue;
        if (delivery.source === 'microphone') sound.look(lastPacketAtMs);
        if (delivery.source === 'camera') picture.look(lastPacketAtMs);
      }
    }
  }, 10);
  const moves = total(({ figures }) => figures.moveGapsMs.length);
  const atMs = preciseNow();
  await staff.call('bridge.drain', { params: { bridgeId: drained.id } });
  const left = async (): Promise<number | undefined> =>
    (await listed()).find(({ id }) => id === drained.id)?.participants;
  await eventually(async () => (await left()) === 0, 'the bridge to be empty', {
    timeoutMs: 180_000,
    intervalMs: 500,
  });
  const emptyMs = preciseNow() - atMs;
  await wait(settleMs);
  clearInterval(look);
  return {
    participants: drained.participants,
    moved: total(({ figures }) => figures.moveGapsMs.length) - moves,
    emptyMs,
    soundMs: watched.map(({ sound }) => sound.end()),
    pictureMs: watched.map(({ picture }) => picture.end()),
  };
}

const meter = new BusyMeter();
const lostBefore = total(lost);
const found = await (fault === 'bridge-killed'
  ? killBridge()
  : fault === 'bridge-drained'
    ? drainBridge()
    : endControl(fault === 'control-killed' ? 'SIGKILL' : 'SIGTERM'));
say({
  ...found,
  lost: total(lost) - lostBefore,
  busy: meter.share(),
  failures: failuresOf(everybody),
});
