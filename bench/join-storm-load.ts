import { z } from 'zod';
import type { SyntheticRoom } from '../simulation/room.ts';
import { eventually } from '../test/support/eventually.ts';
import { count } from './support/count.ts';
import { BusyMeter, cpuTimes, processesOf } from './support/processes.ts';
import { failuresOf, Meeting, spread } from './support/rooms.ts';
import { say } from './support/say.ts';

/**
 * The load of `join-storm`, on a core of its own: rooms that join with passes and full signalling and hear the
 * chair speak. They join evenly within a time or, where that is 0, a fixed number at a time, as fast as the
 * server admits them.
 *
 *   join-storm-load.ts URL OPERATIONS SERVER_PID ROOMS WITHIN_MS AT_ONCE
 */
const [url, operations, serverPid, roomCount, withinMs, atOnce] = z
  .tuple([z.url(), z.string(), count, count, z.coerce.number().int().min(0), count])
  .parse(process.argv.slice(2));

const mostMs = 60_000;

/** One metric of the server, without labels. Metrics of the event loop cover the time since the last call. */
async function metric(name: string): Promise<number> {
  const text = await (await fetch(`http://${operations}/metrics`)).text();
  const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(text) ?? [];
  if (value === undefined) throw new Error(`the server has no metric ${name}`);
  return Number(value);
}
const loopLagP99 = 'nodejs_eventloop_lag_p99_seconds';

const meeting = await Meeting.open(url, roomCount);
// Sound only: this measures joins, and receiving 25 packets a second of pictures in each room would load this
// process. The fastest joins are measured in silence, because forwarding is no part of a join.
const isSilent = withinMs === 0;
const chair = await meeting.begin({
  sends: { camera: 'never', microphone: isSilent ? 'never' : 'always' },
});
await metric(loopLagP99);
const server = processesOf(serverPid);
const cpu = cpuTimes(server);
const meter = new BusyMeter();
const rooms: SyntheticRoom[] = [];
const enter = (index: number): SyntheticRoom => {
  const room = meeting.enter(index);
  rooms.push(room);
  return room;
};
const begunMs = performance.now();
if (withinMs > 0) {
  await spread(Array.from({ length: roomCount }), withinMs, (_, index) => void enter(index));
} else {
  let next = 0;
  const oneAfterAnother = async (): Promise<void> => {
    while (next < roomCount) await enter(next++).joined;
  };
  await Promise.all(Array.from({ length: atOnce }, oneAfterAnother));
}
const tookMs = performance.now() - begunMs;
const isIn = ({ figures }: SyntheticRoom): boolean =>
  isSilent ? figures.joinMs !== undefined : figures.firstPacketMs !== undefined;
await eventually(
  () => rooms.every((room) => isIn(room) || room.figures.status === 'ended'),
  'all rooms to hear the chair',
  { timeoutMs: mostMs, intervalMs: 100 },
).catch(() => undefined);
const [busy, cpuAfter] = [meter.share(), cpuTimes(server)];
const lagP99Ms = (await metric(loopLagP99)) * 1_000;
const defined = (values: readonly (number | undefined)[]): readonly number[] =>
  values.filter((value) => value !== undefined);
say({
  in: rooms.filter(isIn).length,
  joinMs: defined(rooms.map(({ figures }) => figures.joinMs)),
  firstPacketMs: defined(rooms.map(({ figures }) => figures.firstPacketMs)),
  messages: [chair, ...rooms].reduce((total, { figures }) => total + figures.told + figures.asked, 0),
  bytes: rooms.reduce((total, { figures }) => total + figures.toldBytes, 0),
  reconnects: rooms.reduce((total, { figures }) => total + figures.reconnects, 0),
  lagP99Ms,
  tookMs,
  nodeS: cpuAfter.node - cpu.node,
  workersS: cpuAfter.workers - cpu.workers,
  busy,
  failures: failuresOf(rooms),
});
