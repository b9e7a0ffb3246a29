// What the inputs of several parts of the API are made of.

import { z } from 'zod';
import { hourMs, type World } from '../world.ts';

export const withId = z.object({ id: z.string() });
export const shown = z.object({ invitations: z.array(withId) });

export const invitees = (world: World, from: number, count: number) =>
  world.endpointIds
    .slice(from, from + count)
    .map((inviteeId) => ({ kind: 'endpoint', inviteeId, role: 'delegate' }));

interface SeriesOptions {
  readonly occurrences?: number;
  readonly invited?: number;
  /** Set where the series is scheduled and so books its rooms: the index of the first room. */
  readonly schedule?: { readonly from: number };
}

/**
 * The number of series that book rooms, each with rooms of its own that no other meeting of the bench invites
 * at that hour.
 */
let holding = 0;
/** For a series that is scheduled, with rooms that no other books. */
export const apart = () => ({ schedule: { from: 1_000 + 25 * (holding % 70) } });

export const inLive = (world: World) => ({ params: { meetingId: world.liveId } });

/** Creates a series, by default with the most occurrences allowed, and the most invitees allowed for them. */
export const series = async (
  world: World,
  { occurrences = 400, invited = 25, schedule }: SeriesOptions = {},
) => {
  if (schedule) holding += 1;
  const laterByMs = schedule ? (1 + (holding % 10)) * 2 * hourMs : 0;
  const { id, version } = await world.planned({
    invited,
    laterByMs,
    schedule: schedule !== undefined,
    from: schedule?.from ?? 0,
  });
  const params = { meetingId: id };
  const rule = `FREQ=DAILY;COUNT=${occurrences}`;
  const made = await world.call('series.create', { params, version, body: { rule } });
  if (made.status >= 400) throw new Error(made.text);
  return { params, version: version + 1, query: { reach: 'all' } };
};

/** When most of the province's rooms are booked. */
export const busyMs = Date.UTC(2027, 0, 4, 1);

export const csv = (heading: string, rows: readonly string[]): string => [heading, ...rows].join('\n');

/** The secret of the mail gateway; the bench configures the service with it. */
export const mailSecret = 'mot-khoa-cua-cong-thu-chi-dung-de-do-0123456789';
