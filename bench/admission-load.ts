import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { loadClips, scrolled } from '../simulation/clip.ts';
import { preciseNow } from '../simulation/pacer.ts';
import type { SyntheticRoom } from '../simulation/room.ts';
import { eventually } from '../test/support/eventually.ts';
import { count } from './support/count.ts';
import { plannedIn } from './support/plans.ts';
import { BusyMeter } from './support/processes.ts';
import { failuresOf, spread, told } from './support/rooms.ts';
import { say } from './support/say.ts';

/**
 * The load of `admission`, on a core of its own. Several conferences show slides, and more rooms join than fit.
 * Refused rooms retry while the admitted ones watch. At first the slides are still, then they move in all
 * conferences at once.
 *
 *   admission-load.ts URL MEETINGS WITHIN_MS SECONDS ROUNDS
 */
const [url, plans, withinMs, seconds, rounds] = z
  .tuple([z.url(), z.string(), count, count, count])
  .parse(process.argv.slice(2));

const { screen: still } = loadClips();
const slides = { still, moving: scrolled(still, 2_500_000) } as const;

const meetings = plannedIn(plans, url);
const chairs = await Promise.all(
  meetings.map((meeting) => meeting.begin({ sends: { screen: 'in-demand' } })),
);
for (const chair of chairs) await told(chair, 'stage.take', { seat: 'slides' });
const roomCount = Math.min(...meetings.map((meeting) => meeting.rooms));
const places = Array.from({ length: roomCount }, (_, room) =>
  meetings.map((meeting) => ({ meeting, room })),
).flat();
const rooms: SyntheticRoom[] = [];
await spread(places, withinMs, ({ meeting, room }) => {
  rooms.push(meeting.enter(room));
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
const ofSlides = (room: SyntheticRoom): number =>
  room.reception.streams.reduce(
    (sum, { delivery, packets: came }) => sum + (delivery.source === 'screen' ? came : 0),
    0,
  );
const ofFaces = (room: SyntheticRoom): number =>
  room.reception.streams.reduce(
    (sum, { delivery, packets: came }) => sum + (delivery.source === 'camera' ? came : 0),
    0,
  );

/** What admitted rooms receive and lose with slides of this kind, from the first such slide on. */
async function measure(kind: keyof typeof slides) {
  for (const chair of chairs) chair.present(slides[kind]);
  const [meter, begunMs] = [new BusyMeter(), preciseNow()];
  const before = inside.map((room) => ({
    packets: packets(room),
    lost: lost(room),
    faces: ofFaces(room),
  }));
  const [knocksBefore, slidesBefore] = [total(refusals, rooms), total(ofSlides, inside)];
  await wait(seconds * 1_000);
  const elapsedS = (preciseNow() - begunMs) / 1_000;
  const lossOf = (room: SyntheticRoom, index: number): number => {
    const came = packets(room) - (before[index]?.packets ?? 0);
    const missing = lost(room) - (before[index]?.lost ?? 0);
    return came + missing === 0 ? 1 : missing / (came + missing);
  };
  return {
    inside: inside.length,
    refused: rooms.length - inside.length,
    knocksPerS: (total(refusals, rooms) - knocksBefore) / elapsedS,
    losses: inside.map(lossOf),
    faceless: inside.filter((room, index) => ofFaces(room) === before[index]?.faces).length,
    packetsPerS: (total(packets, inside) - before.reduce((sum, { packets }) => sum + packets, 0)) / elapsedS,
    slidesPerS: (total(ofSlides, inside) - slidesBefore) / elapsedS / inside.length,
    reconnects: total(({ figures }) => figures.reconnects, inside),
    busy: meter.share(),
  };
}

const found: unknown[] = [];
for (let round = 0; round < rounds; round += 1) {
  found.push({ still: await measure('still'), moving: await measure('moving') });
}
say({ rounds: found, failures: failuresOf([...chairs, ...inside]) });
