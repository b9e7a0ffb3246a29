import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { preciseNow } from '../simulation/pacer.ts';
import type { SyntheticRoom } from '../simulation/room.ts';
import { eventually } from '../test/support/eventually.ts';
import { BusyMeter } from './support/processes.ts';
import { failuresOf, Meeting, spread } from './support/rooms.ts';
import { say } from './support/say.ts';

/**
 * The program that admission pins to a core of its own: more rooms than fit come, and those that are refused go on knocking
 * while those inside watch.
 *
 *   admission-load.ts URL ROOMS WITHIN_MS SECONDS ROUNDS
 */
const count = z.coerce.number().int().min(1);
const [url, roomCount, withinMs, seconds, rounds] = z
  .tuple([z.url(), count, count, count, count])
  .parse(process.argv.slice(2));

const meeting = await Meeting.open(url, roomCount);
const chair = await meeting.begin();
const rooms: SyntheticRoom[] = [];
await spread(Array.from({ length: roomCount }), withinMs, (_, index) => {
  rooms.push(meeting.enter(index));
});
const isIn = ({ figures }: SyntheticRoom): boolean => figures.firstPacketMs !== undefined;
const refusals = ({ figures }: SyntheticRoom): number =>
  figures.errors.filter(({ code }) => code === 'full').length;
await eventually(
  () => rooms.every((room) => isIn(room) || refusals(room) > 0),
  'every room to be in or refused',
  { timeoutMs: 60_000, intervalMs: 100 },
);

const inside = rooms.filter(isIn);
const total = (of: (room: SyntheticRoom) => number, some: readonly SyntheticRoom[]): number =>
  some.reduce((sum, room) => sum + of(room), 0);
const packets = (room: SyntheticRoom): number =>
  room.reception.streams.reduce((sum, stream) => sum + stream.packets, 0);
const lost = (room: SyntheticRoom): number =>
  room.reception.streams.reduce((sum, stream) => sum + stream.lost, 0);

const found: unknown[] = [];
for (let round = 0; round < rounds; round += 1) {
  const [meter, begunMs] = [new BusyMeter(), preciseNow()];
  const before = inside.map((room) => ({ packets: packets(room), lost: lost(room) }));
  const knocksBefore = total(refusals, rooms);
  await wait(seconds * 1_000);
  const elapsedS = (preciseNow() - begunMs) / 1_000;
  const lossOf = (room: SyntheticRoom, index: number): number => {
    const came = packets(room) - (before[index]?.packets ?? 0);
    const missing = lost(room) - (before[index]?.lost ?? 0);
    return came + missing === 0 ? 1 : missing / (came + missing);
  };
  found.push({
    inside: inside.length,
    refused: rooms.length - inside.length,
    knocksPerS: (total(refusals, rooms) - knocksBefore) / elapsedS,
    losses: inside.map(lossOf),
    packetsPerS: (total(packets, inside) - before.reduce((sum, { packets }) => sum + packets, 0)) / elapsedS,
    reconnects: total(({ figures }) => figures.reconnects, inside),
    busy: meter.share(),
  });
}
say({ rounds: found, failures: failuresOf([chair, ...inside]) });
