import { isDeepStrictEqual } from 'node:util';
import { pino } from 'pino';
import { createConferenceLog } from '../server/storage/conference-log.ts';
import { openDatabase } from '../server/storage/database.ts';

/**
 * The program that kill-storage kills: opens the embedded database in the folder, says what the log of each conference holds,
 * then appends to all of them as fast as it can and says what was acknowledged. One JSON value a line on standard output.
 *
 *   kill-storage-writer.ts FOLDER CONFERENCE…
 */
const [folder = '', ...conferences] = process.argv.slice(2);
const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

const { database } = await openDatabase({ folder, logger: pino(pino.destination(2)) });
const log = createConferenceLog(database);
const held = await Promise.all(conferences.map((conference) => log.read(conference, 0)));
say({
  held: held.map((events) => events.length),
  whole: held.every((events) =>
    events.every(({ seq, payload }, index) => seq === index + 1 && isDeepStrictEqual(payload, filling(seq))),
  ),
});
await Promise.all(
  conferences.map(async (conference, lane) => {
    for (let last = held[lane]?.length ?? 0; ; last += 2) {
      const events = [last + 1, last + 2].map((seq) => ({
        seq,
        at: Date.now(),
        by: conference,
        type: 'microphone.muted',
        payload: filling(seq),
      }));
      await log.append(conference, last, events);
      say({ lane, acknowledged: last + 2 });
    }
  }),
);

/** Enough text to spread over database pages, and different for every event. */
function filling(seq: number): object {
  return { seq, text: `Điểm cầu số ${seq}. `.repeat(10) };
}
