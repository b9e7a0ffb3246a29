import { z } from 'zod';
import { id } from '../ids.ts';
import { inQuery, instantMs, plannedMs } from './common.ts';
import { margins } from './margins.ts';
import { newSeries, reach } from './series.ts';

/** That somebody or some room is held already. Of what the caller may not see, only that. */
export const clash = z.strictObject({
  /** The start of the occurrence that it stands against, where many were asked for. */
  occurrenceStartsAtMs: instantMs.optional(),
  inviteeId: id,
  /** Every recorder is held, and this is one of them; it has no name. */
  recorder: z.literal(true).optional(),
  /** It is another occurrence of the same series that would hold it. */
  sameSeries: z.literal(true).optional(),
  name: z.string(),
  /** With the parent's name. */
  siteName: z.string(),
  /** When it is held, the margins of that meeting included. */
  fromMs: instantMs,
  toMs: instantMs,
  meeting: z
    .strictObject({
      id,
      title: z.string(),
      /** The organising site. */
      siteName: z.string(),
    })
    .nullable(),
});
export type ClashView = z.infer<typeof clash>;

/** Would these be free at that time, and at those that come of it? */
export const bookingWish = z.strictObject({
  startsAtMs: plannedMs,
  endsAtMs: plannedMs,
  ...margins,
  /** Endpoints and accounts. */
  inviteeIds: z.array(id).max(1_000),
  /**
   * How many take part, and how many of them lead (chair, secretary, operators), who take more of the media workers. All that
   * are named in `inviteeIds`, and one who leads, if left out.
   */
  participants: z.int().min(0).max(10_000).optional(),
  moderators: z.int().min(0).max(10_000).default(1),
  /** Whether it is to be recorded, too. */
  recorded: z.boolean().default(false),
  /** Whose own bookings do not count: the meeting that is being moved. */
  exceptMeetingId: id.optional(),
  /** The series that is to be made of it: every occurrence is asked for. */
  repeats: newSeries.optional(),
  /**
   * How far through its series the change of that meeting goes; it alone if left out. Each occurrence that is reached is asked
   * for at the time to which it would be moved, and keeps what is its own of its plan and of whom it invites.
   */
  reach: reach.optional(),
});

/** How large the pictures are that the participants of a meeting can count on. */
export const pictureSize = z.enum(['large', 'small', 'least']);
export type PictureSize = z.infer<typeof pictureSize>;

export const bookingAnswer = z.strictObject({
  /** At most 200, some of each occurrence before all of one. */
  clashes: z.array(clash),
  /** How many stand against a meeting beyond those. Left out where there are none; of many occurrences `occurrences` counts. */
  unnamedClashes: z.int().min(1).optional(),
  /**
   * The nearest starts at which all would be free and the media workers could carry it; empty where nothing stands against it, or
   * nothing was found within a week. Of many occurrences: the starts of the one that was asked for, on its day, by which all could
   * be moved.
   */
  freeStartsAtMs: z.array(instantMs),
  /**
   * How large the pictures are that so many participants can count on at that time; null where the media workers cannot carry
   * them at all. Left out where that was not asked. Of many occurrences: the smallest.
   */
  pictures: pictureSize.nullable().optional(),
  /** How many recorders are free at that time. Left out where that was not asked. Of many occurrences: the fewest. */
  recordersLeft: z.int().optional(),
  /** Of many occurrences, where many were asked for. */
  occurrences: z
    .strictObject({
      /** How many there would be; of a change, how many it reaches. */
      count: z.int(),
      /** Those that something stands against, by their start. */
      against: z.array(
        z.strictObject({
          startsAtMs: instantMs,
          /** All of them, also where not all are named. */
          clashes: z.int(),
          /** The media workers could not carry it. */
          oversold: z.literal(true).optional(),
        }),
      ),
    })
    .optional(),
});
export type BookingAnswer = z.infer<typeof bookingAnswer>;

export const freeBusyQuery = z.strictObject({
  fromMs: inQuery(instantMs),
  toMs: inQuery(instantMs),
  /** The endpoints of this site and of what lies below it; the caller's whole subtree if left out. */
  siteId: id.optional(),
});

export const freeBusy = z.strictObject({
  endpoints: z.array(
    z.strictObject({
      endpointId: id,
      name: z.string(),
      siteName: z.string(),
      busy: z.array(clash.pick({ fromMs: true, toMs: true, meeting: true })),
    }),
  ),
});
export type FreeBusy = z.infer<typeof freeBusy>;
