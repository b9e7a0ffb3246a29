import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { freePort } from '../../test/support/network/free-port.ts';
import { tokenSecret } from '../../test/support/rest/secrets.ts';
import { startService } from '../../test/support/service.ts';
import { Meeting, savedMeeting } from './rooms.ts';

/** More packets per second than any booking needs. */
const endless = 1_000_000;

/**
 * Plans meetings in a folder that need more than the workers of the measured server carry. That server would
 * refuse the bookings, but keeps existing ones.
 *
 * @returns the file with the planned meetings
 */
export async function planBeyond(
  folder: string,
  open: (url: string) => Promise<readonly Meeting[]>,
): Promise<string> {
  await using service = await startService({
    folder,
    port: await freePort(),
    environment: { DIEMCAU_IDENTITY__SECRET: tokenSecret, DIEMCAU_MEDIA__PACKETSPERS: String(endless) },
  });
  const meetings = await open(service.url);
  const file = join(folder, 'meetings.json');
  writeFileSync(file, JSON.stringify(meetings.map(({ saved }) => saved)));
  return file;
}

/** The meetings of such a file, on the measured server. */
export const plannedIn = (file: string, url: string): readonly Meeting[] =>
  z
    .array(savedMeeting)
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .map((saved) => Meeting.restored(url, saved));
