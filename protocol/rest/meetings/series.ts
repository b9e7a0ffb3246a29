import { z } from 'zod';
import { id } from '../../ids.ts';
import { instantMs } from '../common.ts';
import { meetingSummary } from './meetings.ts';
import { plainText } from '../../text.ts';

/**
 * How far a change of one occurrence goes through its series. Occurrences that are live or over stay as they
 * are.
 */
export const reach = z.enum(['one', 'following', 'all']);
export type Reach = z.infer<typeof reach>;
export const reachQuery = z.strictObject({ reach: reach.default('one') });

/**
 * The most invitations over all occurrences of a series: 52 weeks with 190 rooms, 400 days with 25. Each
 * invitation is a row that the database guards, and all are written at once: with ten times as many,
 * everybody else would wait for half a minute.
 */
export const mostSeriesInvitations = 10_000;

export const newSeries = z.strictObject({
  /**
   * The value of an RRULE by the grammar of RFC 5545: daily, weekly, monthly or yearly, ended by COUNT or by
   * UNTIL in UTC, with at most 400 occurrences within five years. A rule that can have no occurrence is
   * refused.
   */
  rule: z.string().min(1).max(200),
  /** An IANA time zone; the occurrences are held by its wall clock. */
  timeZone: z.string().min(1).max(64).default('Asia/Ho_Chi_Minh'),
});

export const seriesView = z.strictObject({
  id,
  rule: z.string(),
  timeZone: z.string(),
  /** By the start that the rule gave. An exception is an occurrence that is cancelled or departs. */
  occurrences: z.array(
    meetingSummary
      .pick({ id: true, title: true, startsAtMs: true, endsAtMs: true, state: true, departs: true })
      .extend({
        occurrenceAtMs: instantMs,
        /** How many rooms and people it invites. */
        invited: z.int().min(0),
      }),
  ),
});
export type SeriesView = z.infer<typeof seriesView>;

/** Why a meeting is sent back to the account that submitted it. */
export const sendingBack = z.strictObject({ reason: plainText.min(1).max(1_000) });

export const cancellation = z.strictObject({
  /** The invitees see it. */
  reason: plainText.min(1).max(1_000).optional(),
});
