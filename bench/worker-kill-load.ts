import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { preciseNow } from '../simulation/pacer.ts';
import type { SyntheticRoom } from '../simulation/room.ts';
import { eventually } from '../test/support/eventually.ts';
import { count } from './support/count.ts';
import { framesAt } from './support/frames.ts';
import { plannedIn } from './support/plans.ts';
import { BusyMeter, processesOf } from './support/processes.ts';
import { failuresOf, spread, told } from './support/rooms.ts';
import type { Meeting } from './support/rooms.ts';
import { say } from './support/say.ts';

/**
 * The load of `worker-kill`, on a core of its own: all rooms, one of which speaks. It kills or stops one of the
 * server's workers, and prints when each room on it saw and heard the speaker again, and what the others
 * missed.
 *
 *   worker-kill-load.ts URL SERVER_PID ROOMS MEETINGS
 */
const [url, serverPid, roomCount, plans] = z
  .tuple([z.url(), count, count, z.string()])
  .parse(process.argv.slice(2));

const joinEveryMs = 20;
const giveUpMs = 30_000;
const settleMs = 3_000;

/** A meeting whose rooms are spread over all workers and all see the speaker. */
async function gathered(meeting: Meeting, into: AsyncDisposableStack) {
  const chair = into.use(await meeting.begin());
  const rooms: SyntheticRoom[] = [];
  await spread(Array.from({ length: roomCount }), roomCount * joinEveryMs, (_, index) => {
    rooms.push(into.use(meeting.enter(index)));
  });
  await Promise.all(rooms.map(({ joined }) => joined));
  const [speaker, ...others] = rooms;
  const speakerId = speaker?.participantId;
  if (!speaker || speakerId === undefined) throw new Error('no room');
  await told(chair, 'floor.grant', { participantId: speakerId });
  await eventually(
    () => others.every((room) => (cameraOf(room, speakerId)?.frames ?? 0) > 0),
    'all rooms to see the speaker',
    { timeoutMs: 60_000, intervalMs: 500 },
  );
  return { chair, speaker, speakerId, all: [chair, ...rooms] };
}

const cameraOf = (room: SyntheticRoom, participantId: string) =>
  room.reception.streams.findLast(
    ({ delivery }) => delivery.participantId === participantId && delivery.source === 'camera',
  );
const lossesOf = (room: SyntheticRoom): number => room.figures.mediaLosses;
const lostPackets = (room: SyntheticRoom): number =>
  room.reception.streams.reduce((total, { lost }) => total + lost, 0);

/**
 * Sends the signal to the first or second running worker, and observes all rooms. Uses a new meeting each time,
 * because afterwards all rooms are on the other worker.
 */
async function strike(signal: 'SIGKILL' | 'SIGSTOP', index: number, meeting: Meeting) {
  await using stack = new AsyncDisposableStack();
  const { chair, speaker, speakerId, all } = await gathered(meeting, stack);
  await wait(settleMs);
  const { workers } = processesOf(serverPid);
  const victim = workers[index % workers.length];
  if (victim === undefined) throw new Error('the server has no workers');
  const meter = new BusyMeter();
  const losses = new Map(all.map((room) => [room, lossesOf(room)]));
  const lost = new Map(all.map((room) => [room, lostPackets(room)]));
  const reconnects = all.reduce((total, { figures }) => total + figures.reconnects, 0);
  const hit = new Set<SyntheticRoom>();
  const backMs: number[] = [];
  let seenMs = Infinity;
  const atMs = preciseNow();
  process.kill(victim, signal);
  const everybodyIsBack = (): boolean => {
    for (const room of all) {
      if (hit.has(room) || lossesOf(room) === losses.get(room)) continue;
      if (hit.size === 0) seenMs = preciseNow() - atMs;
      hit.add(room);
      const from = room === speaker ? (chair.participantId ?? '') : speakerId;
      void framesAt([room], from, 'camera', giveUpMs).then((came) => {
        for (const cameAtMs of came) backMs.push(cameAtMs - atMs);
      });
    }
    return hit.size > 0 && backMs.length === hit.size;
  };
  // Rooms that never come back are the finding.
  await eventually(everybodyIsBack, 'all to be back', { timeoutMs: giveUpMs, intervalMs: 5 }).catch(
    () => undefined,
  );
  await wait(settleMs);
  const spared = all.filter((room) => !hit.has(room));
  return {
    signal,
    hit: hit.size,
    seenMs,
    backMs,
    lostElsewhere: spared.reduce((total, room) => total + lostPackets(room) - (lost.get(room) ?? 0), 0),
    spared: spared.length,
    reconnects: all.reduce((total, { figures }) => total + figures.reconnects, 0) - reconnects,
    busy: meter.share(),
    failures: failuresOf(all),
  };
}

const found: unknown[] = [];
const meetings = plannedIn(plans, url);
for (const [index, meeting] of meetings.entries()) {
  found.push(await strike(index < meetings.length / 2 ? 'SIGKILL' : 'SIGSTOP', index, meeting));
}
say({ strikes: found });
