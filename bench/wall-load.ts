import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { preciseNow } from '../simulation/pacer.ts';
import type { SyntheticRoom } from '../simulation/room.ts';
import { count } from './support/count.ts';
import { framesAt } from './support/frames.ts';
import { BusyMeter, cpuTimes, processesOf } from './support/processes.ts';
import { failuresOf, Meeting, spread } from './support/rooms.ts';
import { say } from './support/say.ts';

/**
 * The load of `wall`, on a core of its own: rooms that send and receive nothing, and one secretary that pages
 * through them.
 *
 *   wall-load.ts URL SERVER_PID ROOMS PAGE ROUNDS
 */
const [url, serverPid, roomCount, pageSize, rounds] = z
  .tuple([z.url(), count, count, count, count])
  .parse(process.argv.slice(2));

const joinEveryMs = 20;
/**
 * The time for which the secretary looks at a page; by then the rooms of the previous page must have stopped
 * sending.
 */
const lookMs = 2_500;
const silentWithinMs = 2_000;

const meeting = await Meeting.open(url, roomCount);
const chair = await meeting.begin({ receives: false, sends: { camera: 'never', microphone: 'never' } });
const secretary = meeting.enter('secretary', {
  sends: { camera: 'never', microphone: 'never' },
});
const rooms: SyntheticRoom[] = [];
await spread(Array.from({ length: roomCount }), roomCount * joinEveryMs, (_, index) => {
  rooms.push(meeting.enter(index, { receives: false }));
});
const all = [chair, secretary, ...rooms];
await Promise.all(all.map(({ joined }) => joined));

const pages: (readonly SyntheticRoom[])[] = [];
for (let at = 0; at < roomCount; at += pageSize) pages.push(rooms.slice(at, at + pageSize));
const idsOf = (page: readonly SyntheticRoom[]): string[] =>
  page.map(({ participantId }) => participantId ?? '');

async function turnTo(index: number) {
  const page = pages[index % pages.length] ?? [];
  const next = pages[(index + 1) % pages.length] ?? [];
  const turnedAtMs = preciseNow();
  const frames = page.map((room) => framesAt([secretary], room.participantId ?? '', 'camera', lookMs - 300));
  const toldBefore = secretary.figures.told;
  const answer = await secretary.setView({ kind: 'wall', page: idsOf(page), next: idsOf(next) });
  if (!answer.ok) throw new Error(`media.setView: ${answer.error.code}`);
  await wait(silentWithinMs - (preciseNow() - turnedAtMs));
  const others = rooms.filter((room) => !page.includes(room));
  const before = others.reduce((total, room) => total + room.sent('camera'), 0);
  const came = (await Promise.all(frames)).flat();
  await wait(Math.max(0, turnedAtMs + lookMs - preciseNow()));
  return {
    toLastMs: Math.max(...came) - turnedAtMs,
    missing: page.length - came.length,
    unwatched: others.reduce((total, room) => total + room.sent('camera'), 0) - before,
    messages: secretary.figures.told - toldBefore,
  };
}

// The first page is opened, not turned to, so it was not prepared.
await turnTo(0);
await turnTo(0);
const server = processesOf(serverPid);
const found: unknown[] = [];
for (let round = 0; round < rounds; round += 1) {
  const [meter, begunMs, cpu] = [new BusyMeter(), preciseNow(), cpuTimes(server)];
  const turns: Awaited<ReturnType<typeof turnTo>>[] = [];
  for (let n = 0; n < pages.length; n += 1) turns.push(await turnTo(n + 1));
  const elapsedS = (preciseNow() - begunMs) / 1_000;
  const cpuAfter = cpuTimes(server);
  found.push({
    turns,
    cores: (cpuAfter.node - cpu.node + cpuAfter.workers - cpu.workers) / elapsedS,
    busy: meter.share(),
  });
}
say({ rounds: found, failures: failuresOf(all) });
