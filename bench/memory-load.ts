import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { SyntheticRoom } from '../simulation/room.ts';
import { eventually } from '../test/support/eventually.ts';
import { count } from './support/count.ts';
import { memory, processesOf, workshopMemory } from './support/processes.ts';
import { failuresOf, Meeting, spread } from './support/rooms.ts';
import { say } from './support/say.ts';

/**
 * The load of `memory`, on a core of its own: rooms join one after another, see and hear the chair, and stay.
 *
 *   memory-load.ts URL SERVER_PID ROOMS
 */
const [url, serverPid, roomCount] = z.tuple([z.url(), count, count]).parse(process.argv.slice(2));

const joinEveryMs = 20;
/** Longer than the workshop keeps an idle process. */
const restMs = 70_000;

const meeting = await Meeting.open(url, roomCount);
const chair = await meeting.begin();
const rooms: SyntheticRoom[] = [];
await spread(Array.from({ length: roomCount }), roomCount * joinEveryMs, (_, index) => {
  rooms.push(meeting.enter(index));
});
await eventually(
  () => rooms.every(({ figures }) => figures.firstPacketMs !== undefined),
  'all rooms to hear the chair',
  { timeoutMs: 120_000, intervalMs: 500 },
);
const server = processesOf(serverPid);
const joined = memory(server);
await wait(restMs);
say({
  joined,
  rested: memory(server),
  workshopRested: workshopMemory(serverPid),
  failures: failuresOf([chair, ...rooms]),
});
