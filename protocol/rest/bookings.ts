import { z } from 'zod';
import { id } from '../ids.ts';
import { inQuery, instantMs, plannedMs } from './common.ts';
import { margins } from './margins.ts';

/** That somebody or some room is held already. Of what the caller may not see, only that. */
export const clash = z.strictObject({
  /** The start of the occurrence that it stands against, where many were asked for. */
  occurrenceStartsAtMs: instantMs.optional(),
  inviteeId: id,
  /** Every recorder is held, and this is one of them; it has no name. */
  recorder: z.literal(true).optional(),
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

/** Would these be free at that time? */
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
});

/** How large the pictures are that the participants of a meeting can count on. */
export const pictureSize = z.enum(['large', 'small', 'least']);
export type PictureSize = z.infer<typeof pictureSize>;

export const bookingAnswer = z.strictObject({
  clashes: z.array(clash),
  /**
   * The nearest starts at which all would be free and the media workers could carry it; empty where nothing stands against it, or
   * nothing was found within a week.
   */
  freeStartsAtMs: z.array(instantMs),
  /**
   * How large the pictures are that so many participants can count on at that time; null where the media workers cannot carry
   * them at all. Left out where that was not asked.
   */
  pictures: pictureSize.nullable().optional(),
  /** How many recorders are free at that time. Left out where that was not asked. */
  recordersLeft: z.int().optional(),
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
