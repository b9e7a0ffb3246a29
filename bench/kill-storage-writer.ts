import { isDeepStrictEqual } from 'node:util';
import { pino } from 'pino';
import type { LoggedEvent } from '../protocol/events.ts';
import { createConferenceLog } from '../server/storage/repositories/conference-log.ts';
import { createConferenceOwners } from '../server/storage/repositories/conference-owners.ts';
import { serveDatabase } from '../server/storage/database.ts';

/**
 * The program that kill-storage kills. It opens the embedded database in the folder, prints what the log of
 * each conference holds, then appends to all logs as fast as it can and prints what was acknowledged. One
 * JSON value per line on standard output.
 *
 *   kill-storage-writer.ts FOLDER CONFERENCE…
 */
const [folder = '', ...conferences] = process.argv.slice(2);
const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

const { database, controlProcess } = await serveDatabase({ folder, logger: pino(pino.destination(2)) });
const log = createConferenceLog(database);
const owners = createConferenceOwners(database, controlProcess);
const held = await Promise.all(conferences.map((conference) => log.read(conference, 0)));
say({
  held: held.map((events) => events.length),
  whole: held.every((events) => events.every((event, index) => isDeepStrictEqual(event, written(index + 1)))),
});
await Promise.all(
  conferences.map(async (conference, lane) => {
    const ownership = await owners.claim(conference);
    if (!ownership) throw new Error('another server leads the conference');
    for (let last = held[lane]?.length ?? 0; ; last += 2) {
      await log.append(ownership, last, [written(last + 1), written(last + 2)]);
      say({ lane, acknowledged: last + 2 });
    }
  }),
);

/** Text long enough that the events spread over many database pages, and different for every event. */
function written(seq: number): LoggedEvent {
  const participantId = '019a0000-0000-7000-8000-000000000000';
  const reason = `Điểm cầu số ${seq}. `.repeat(10);
  return { seq, at: seq, by: null, type: 'participant.removed', payload: { participantId, reason } };
}
