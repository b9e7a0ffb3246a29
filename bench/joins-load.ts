import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { eventually } from '../test/support/eventually.ts';
import { passFor, plannerOf } from '../test/support/passes.ts';
import { joinLightly } from './light-client.ts';
import { count } from './support/count.ts';
import { say } from './support/say.ts';

/**
 * Joins the given number of clients and counts the messages about each other that they receive. Prints the
 * counts as one JSON value on standard output.
 *
 *   joins-load.ts URL CLIENTS SECONDS ROUNDS
 */
const [url, clients, seconds, rounds] = z.tuple([z.url(), count, count, count]).parse(process.argv.slice(2));

const planner = await plannerOf(url);
const guests = await planner.rooms(Array.from({ length: 2 * clients }, (_, n) => ({ name: `xã ${n}` })));

/**
 * Joins `size` clients to one meeting, evenly over the time. Counts from the first join until each has heard of
 * all others.
 */
async function storm(size: number) {
  const meetingId = await planner.opened();
  const invited = guests.slice(0, size);
  await planner.invite(meetingId, invited);
  const heard = Array.from({ length: size }, () => 0);
  const begunMs = performance.now();
  let joined = 0;
  const joins = invited.map(async (guest, index) => {
    await wait((index * seconds * 1_000) / size);
    const count = (frame: Buffer): void => {
      heard[index] = (heard[index] ?? 0) + occurrences(frame, '"participant.joined"');
    };
    const client = await joinLightly(url, passFor(meetingId, guest), count, { roster: true });
    joined += 1;
    return client;
  });
  const all = await Promise.all(joins);
  const tookMs = performance.now() - begunMs;
  // The first client sees all other joins, and the last event is sent to all clients at the same time.
  await eventually(() => (heard[0] ?? 0) >= joined - 1, 'the first to hear of all others', {
    timeoutMs: 60_000,
  });
  let messages = -1;
  const told = (): number => all.reduce((sum, { eventMessages }) => sum + eventMessages, 0);
  await eventually(
    () => {
      const before = messages;
      messages = told();
      return messages === before;
    },
    'all to have been told',
    { timeoutMs: 60_000, intervalMs: 2_000 },
  );
  for (const client of all) client.close();
  return { messages, messagesToTheFirst: all[0]?.eventMessages ?? 0, seconds: tookMs / 1_000 };
}

function occurrences(frame: Buffer, word: string): number {
  let found = 0;
  for (let at = frame.indexOf(word); at >= 0; at = frame.indexOf(word, at + word.length)) found += 1;
  return found;
}

const found: unknown[] = [];
for (let round = 0; round < rounds; round += 1) {
  found.push({ of: await storm(clients), ofTwice: await storm(2 * clients) });
}
say(found);
