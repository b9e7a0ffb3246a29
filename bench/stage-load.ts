import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { loadClips, scrolled } from '../simulation/clip.ts';
import { preciseNow } from '../simulation/pacer.ts';
import type { SyntheticRoom } from '../simulation/room.ts';
import { eventually } from '../test/support/eventually.ts';
import { framesAt } from './support/frames.ts';
import { BusyMeter, cpuTimes, processesOf } from './support/processes.ts';
import { failuresOf, Meeting, spread, told } from './support/rooms.ts';
import { say } from './support/say.ts';

/**
 * The load of `stage`, on a core of its own: all rooms, ready to send, most of which only receive. The floor
 * goes through the queue, and each room records when it could show the new speaker: first with still slides,
 * then from the moment the slides begin to move.
 *
 *   stage-load.ts URL SERVER_PID ROOMS ROUNDS CHANGES EVERY_MS MICROPHONES
 */
const count = z.coerce.number().int().min(0);
const [url, serverPid, roomCount, rounds, changes, everyMs, microphones] = z
  .tuple([z.url(), count, count, count, count, count, count])
  .parse(process.argv.slice(2));

/**
 * The number of rooms that speak, one after another: enough that each has left the stage and the prepared
 * places before its next turn.
 */
const speakerCount = Math.min(12, Math.floor(roomCount / 2));
const queued = 4;
const joinEveryMs = 20;
/** The pause before the next change, in which nothing is under way. */
const restMs = 1_000;
/** A page that is turned each second, and a page that is scrolled at the highest bitrate of its encoder. */
const { screen: still } = loadClips();
const slides = { still, moving: scrolled(still, 2_500_000) } as const;

const meeting = await Meeting.open(url, roomCount);
const chair = await meeting.begin({ sends: { screen: 'in-demand' } });
await told(chair, 'stage.take', { seat: 'slides' });
const rooms: SyntheticRoom[] = [];
await spread(Array.from({ length: roomCount }), roomCount * joinEveryMs, (_, index) => {
  // Rooms that are asked to unmute must receive the event.
  const heard = index >= roomCount - microphones;
  rooms.push(meeting.enter(index, { follows: heard }));
});
await Promise.all(rooms.map(({ joined }) => joined));
for (const room of rooms.slice(roomCount - microphones)) {
  await told(chair, 'participant.askToUnmute', {
    target: { kind: 'participants', participantIds: [room.participantId ?? ''] },
  });
}
const inView = [chair, ...rooms];
await eventually(
  () => rooms.every(({ figures }) => figures.firstPacketMs !== undefined),
  'all rooms to see the chair',
  { timeoutMs: 60_000, intervalMs: 500 },
);

const showsSlides = ({ reception }: SyntheticRoom): boolean =>
  reception.streams.some(({ delivery, packets }) => delivery.source === 'screen' && packets > 0);
const speakers = rooms.slice(0, speakerCount);
let turn = 0;
const next = (): SyntheticRoom | undefined => speakers[turn++ % speakers.length];
for (let n = 0; n < queued; n += 1) await raiseHand();
await eventually(() => rooms.every(showsSlides), 'all rooms to see the slides', {
  timeoutMs: 60_000,
  intervalMs: 500,
});
await wait(everyMs);

async function raiseHand(): Promise<void> {
  const room = next();
  if (room) await told(room, 'hand.raise', {});
}

const messages = (): number =>
  rooms.reduce((total, { figures }) => total + figures.told + figures.asked, 0) / rooms.length;
const ofSlides = (): number =>
  rooms
    .flatMap(({ reception }) => reception.streams)
    .reduce((total, { delivery, packets }) => total + (delivery.source === 'screen' ? packets : 0), 0);
const lost = (): { readonly lost: number; readonly packets: number } => {
  const streams = rooms.flatMap(({ reception }) => reception.streams);
  return {
    lost: streams.reduce((total, stream) => total + stream.lost, 0),
    packets: streams.reduce((total, stream) => total + stream.packets, 0),
  };
};

/** @returns ms from the grant until the new speaker could be shown, and be heard, of each room that got there */
async function change() {
  const first = chair.state.floor.queue[0]?.participantId;
  if (first === undefined) throw new Error('nobody is waiting for the floor');
  const others = inView.filter(({ participantId }) => participantId !== first);
  const [grantedAtMs, messagesBefore] = [preciseNow(), messages()];
  const pictures = framesAt(others, first, 'camera', everyMs - restMs);
  const sounds = framesAt(others, first, 'microphone', everyMs - restMs);
  await told(chair, 'floor.grant', { participantId: first });
  const after = (cameAtMs: readonly number[]): readonly number[] =>
    cameAtMs.map((atMs) => atMs - grantedAtMs);
  const found = { pictures: after(await pictures), sounds: after(await sounds), rooms: others.length };
  await wait(Math.max(0, grantedAtMs + everyMs - restMs - preciseNow()));
  const heard = messages() - messagesBefore;
  // The speaker has left the queue; raising the next hand is no part of the change.
  await raiseHand();
  await wait(Math.max(0, grantedAtMs + everyMs - preciseNow()));
  return { ...found, messages: heard };
}

const server = processesOf(serverPid);

/** Some changes of the floor with slides of this kind. */
async function measure(kind: keyof typeof slides) {
  chair.present(slides[kind]);
  const meter = new BusyMeter();
  const [begunMs, cpu, lossBefore, slidesBefore] = [preciseNow(), cpuTimes(server), lost(), ofSlides()];
  const made: Awaited<ReturnType<typeof change>>[] = [];
  for (let n = 0; n < changes; n += 1) made.push(await change());
  const [elapsedS, cpuAfter, lossAfter] = [(preciseNow() - begunMs) / 1_000, cpuTimes(server), lost()];
  const packets = lossAfter.packets - lossBefore.packets;
  return {
    pictures: made.flatMap(({ pictures }) => pictures),
    sounds: made.flatMap(({ sounds }) => sounds),
    missing: made.reduce((total, { rooms, pictures }) => total + rooms - pictures.length, 0),
    messages: made.reduce((total, { messages }) => total + messages, 0) / changes,
    nodeCores: (cpuAfter.node - cpu.node) / elapsedS,
    workerCores: (cpuAfter.workers - cpu.workers) / elapsedS,
    packetsPerS: packets / elapsedS,
    slidesPerS: (ofSlides() - slidesBefore) / elapsedS / rooms.length,
    lossRatio: (lossAfter.lost - lossBefore.lost) / Math.max(1, packets),
    busy: meter.share(),
  };
}

const found: unknown[] = [];
// The first change differs from the others: no participant had the floor before.
await change();
for (let round = 0; round < rounds; round += 1) {
  found.push({ still: await measure('still'), moving: await measure('moving') });
}
say({ rounds: found, failures: failuresOf(inView) });
