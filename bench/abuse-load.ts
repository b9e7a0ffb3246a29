import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { passFor, plannerOf, visitor } from '../test/support/conference/passes.ts';
import type { Guest } from '../test/support/conference/passes.ts';
import { joinLightly } from './light-client.ts';
import type { LightClient } from './light-client.ts';
import { count } from './support/count.ts';
import { BusyMeter } from './support/processes.ts';
import { say } from './support/say.ts';

/**
 * Runs working clients and one attacker. Prints its measurements as one JSON value on standard output.
 *
 *   abuse-load.ts URL OTHERS ROUNDS
 */
const [url, others, rounds] = z.tuple([z.url(), count, count]).parse(process.argv.slice(2));

const periodMs = 5_000;
const commandEveryMs = 200;
const attackEveryMs = 10;

const planner = await plannerOf(url);
const meetingId = await planner.opened();
const [leader, ...rooms] = await planner.guests(meetingId, [
  { name: 'chủ tọa', role: 'chair' },
  ...Array.from({ length: others + 2 * rounds }, (_, n) => ({ name: `xã ${n}` })),
]);
const offenders = rooms.splice(others);
const enter = async (guest: Guest | undefined) => {
  if (!guest) throw new Error('there is no such room');
  const participant = visitor(url, meetingId, guest);
  const door = await participant.door();
  if (door !== 'ok') throw new Error(door);
  const joined = await participant.outcome('join');
  if (joined !== 'ok') throw new Error(joined);
  return participant;
};
const chair = await enter(leader);
await chair.request('conference.start');
const workers = await Promise.all(rooms.map(enter));

/** The duration of each command of the other clients during a period. */
async function work(): Promise<number[]> {
  const times: number[] = [];
  const untilMs = performance.now() + periodMs;
  await Promise.all(
    workers.map(async (worker, index) => {
      await wait((index * commandEveryMs) / others);
      for (let raised = false; performance.now() < untilMs; raised = !raised) {
        const begunMs = performance.now();
        const outcome = raised
          ? await worker.outcome('hand.lower')
          : await worker.outcome('hand.raise', { category: 'speech', subject: 'Xin phát biểu' });
        if (outcome !== 'ok') throw new Error(outcome);
        times.push(performance.now() - begunMs);
        await wait(Math.max(0, begunMs + commandEveryMs - performance.now()));
      }
    }),
  );
  return times;
}

/** Ignores the refusal of a client that reconnects too often. */
function refusedAtTheDoor(error: unknown): undefined {
  if (!(error instanceof Error && error.message.includes('too-fast'))) throw error;
}

/** The same while one client attacks, reconnects whenever it is cut off, and attacks again. */
async function workUnder(offender: Guest | undefined, attack: (client: LightClient) => void) {
  if (!offender) throw new Error('there is no such room');
  const cutAfterMs: number[] = [];
  const over = new AbortController();
  const attacks = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const client = await joinLightly(url, passFor(meetingId, offender), () => undefined).catch(
        refusedAtTheDoor,
      );
      if (client === undefined) {
        await wait(attackEveryMs);
        continue;
      }
      const begunMs = performance.now();
      attack(client);
      const timer = setInterval(() => attack(client), attackEveryMs);
      await client.gone;
      clearInterval(timer);
      cutAfterMs.push(performance.now() - begunMs);
    }
  };
  const attacking = attacks();
  const othersMs = await work();
  over.abort();
  await attacking;
  return { othersMs, cutAfterMs };
}

const thousandASecond = (client: LightClient): void => {
  for (let n = 0; n < attackEveryMs; n += 1) {
    client.send('42/conference,1["request",{"type":"hand.lower","payload":{}}]');
  }
};
const megabyte = `42/conference,1["request",{"type":"hand.raise","payload":{"subject":"${'x'.repeat(1_000_000)}"}}]`;
const largeFrame = (client: LightClient): void => client.send(megabyte);

const meter = new BusyMeter();
const found: unknown[] = [];
for (let round = 0; round < rounds; round += 1) {
  found.push({
    calmMs: await work(),
    // A new attacker each time: one that reconnects too often is refused for a minute.
    flood: await workUnder(offenders[2 * round], thousandASecond),
    frames: await workUnder(offenders[2 * round + 1], largeFrame),
  });
}
say({ rounds: found, busy: meter.share() });
