import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { eventually } from '../test/support/eventually.ts';
import { passFor, plannerOf } from '../test/support/conference/passes.ts';
import { joinLightly } from './light-client.ts';
import { count } from './support/count.ts';
import { say } from './support/say.ts';

/**
 * Joins the given number of clients to one meeting, evenly over the time. Counts the messages about each other
 * that they receive, from the first join until each has heard of all others. Prints the counts as one JSON value
 * on standard output.
 *
 *   joins-load.ts URL CLIENTS SECONDS
 */
const [url, clients, seconds] = z.tuple([z.url(), count, count]).parse(process.argv.slice(2));

const planner = await plannerOf(url);
const guests = await planner.rooms(Array.from({ length: clients }, (_, n) => ({ name: `xã ${n}` })));
const meetingId = await planner.opened();
await planner.invite(meetingId, guests);

const heard = Array.from({ length: clients }, () => 0);
const begunMs = performance.now();
const all = await Promise.all(
  guests.map(async (guest, index) => {
    await wait((index * seconds * 1_000) / clients);
    const count = (frame: Buffer): void => {
      heard[index] = (heard[index] ?? 0) + occurrences(frame, '"participant.joined"');
    };
    return joinLightly(url, passFor(meetingId, guest), count, { roster: true });
  }),
);
const tookMs = performance.now() - begunMs;
// The first client sees all other joins, and the last event is sent to all clients at the same time.
await eventually(() => (heard[0] ?? 0) >= clients - 1, 'the first to hear of all others', {
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
say({ messages, messagesToTheFirst: all[0]?.eventMessages ?? 0, seconds: tookMs / 1_000 });

function occurrences(frame: Buffer, word: string): number {
  let found = 0;
  for (let at = frame.indexOf(word); at >= 0; at = frame.indexOf(word, at + word.length)) found += 1;
  return found;
}
