import { z } from 'zod';
import { id } from '../../ids.ts';
import { inQuery, instantMs, plannedMs } from '../common.ts';
import { margins } from './margins.ts';
import { newSeries, reach } from './series.ts';

/** A room or a person that is held already. For a meeting that the caller may not see, only that fact. */
export const clash = z.strictObject({
  /** The start of the occurrence that it blocks, if many were asked for. */
  occurrenceStartsAtMs: instantMs.optional(),
  inviteeId: id,
  /** Every recorder is held, and this is one of them; it has no name. */
  recorder: z.literal(true).optional(),
  /** Another occurrence of the same series would hold it. */
  sameSeries: z.literal(true).optional(),
  name: z.string(),
  /** With the parent's name. */
  siteName: z.string(),
  /** When it is held, including the margins of that meeting. */
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

/** Asks whether these are free at that time, and at all times of a series that is made from it. */
export const bookingWish = z.strictObject({
  startsAtMs: plannedMs,
  endsAtMs: plannedMs,
  ...margins,
  /** Endpoints and accounts. */
  inviteeIds: z.array(id).max(1_000),
  /**
   * How many take part, and how many of them lead (chair, secretary, operators) and so take more of the media
   * workers. If left out: everyone in `inviteeIds`, and one that leads.
   */
  participants: z.int().min(0).max(10_000).optional(),
  moderators: z.int().min(0).max(10_000).default(1),
  /**
   * The unit that holds it, near which its pictures and sound are forwarded. If left out: that of the meeting in
   * `exceptMeetingId`, else none, as if they came from above all units.
   */
  siteId: id.optional(),
  /** Whether it will also be recorded. */
  recorded: z.boolean().default(false),
  /** The meeting that is being moved: its own bookings do not count. */
  exceptMeetingId: id.optional(),
  /** The series that will be made from it: every occurrence is checked. */
  repeats: newSeries.optional(),
  /**
   * How far through its series the change of that meeting goes; only this meeting if left out. Each
   * occurrence in reach is checked at the time that it would move to, and keeps its own deviations in plan
   * and invitees.
   */
  reach: reach.optional(),
});

/** The size of pictures that the participants of a meeting can count on. */
export const pictureSize = z.enum(['large', 'small', 'least']);
export type PictureSize = z.infer<typeof pictureSize>;

/** The smallest of the sizes; null if one of them is null. */
export const smallest = (sizes: readonly (PictureSize | null)[]): PictureSize | null =>
  sizes.includes(null) ? null : (pictureSize.options.findLast((size) => sizes.includes(size)) ?? null);

export const bookingAnswer = z.strictObject({
  /** At most 200; some of each occurrence come before all of one. */
  clashes: z.array(clash),
  /**
   * How many more clashes there are. Left out if there are none. For many occurrences, `occurrences` has the
   * counts.
   */
  unnamedClashes: z.int().min(1).optional(),
  /**
   * The nearest starts at which all are free and the media workers and lines can carry the meeting; empty if nothing
   * blocks it, or if nothing was found within a week. For many occurrences: starts of the asked one, on its
   * day, by which all of them can be moved.
   */
  freeStartsAtMs: z.array(instantMs),
  /**
   * The size of pictures that this number of participants can count on at that time; null if the media
   * workers or a unit's line cannot carry them at all. Left out if it was not asked for. For many occurrences: the smallest.
   */
  pictures: pictureSize.nullable().optional(),
  /** The units whose lines have no room for its participants, with the parent's name. Left out if there are none. */
  fullUplinks: z.array(z.string()).min(1).optional(),
  /**
   * How many recorders are free at that time. Left out if it was not asked for. For many occurrences: the
   * fewest.
   */
  recordersLeft: z.int().optional(),
  /** Only if many occurrences were asked for. */
  occurrences: z
    .strictObject({
      /** How many there would be; for a change, how many it reaches. */
      count: z.int(),
      /** Occurrences that something blocks, by their start. */
      against: z.array(
        z.strictObject({
          startsAtMs: instantMs,
          /** The number of all clashes, named or not. */
          clashes: z.int(),
          /** The media workers or a unit's line could not carry it. */
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
  /** The endpoints of this site and everything below it; the caller's whole subtree if left out. */
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
