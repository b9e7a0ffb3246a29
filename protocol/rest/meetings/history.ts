import { z } from 'zod';
import { admission } from '../../conference/presence.ts';
import { id } from '../../ids.ts';
import { role } from '../../roles.ts';
import { instantMs } from '../common.ts';
import { askedDelegate, classification, meetingState } from './meetings.ts';

/** What a meeting was made from, if anything, with its name at that time. */
export const origin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('copy'), meetingId: id, title: z.string(), startsAtMs: instantMs }),
  z.strictObject({ kind: z.literal('template'), name: z.string() }),
  /** By repeating another meeting. */
  z.strictObject({ kind: z.literal('series') }),
]);
export type Origin = z.infer<typeof origin>;

const changed = <Field extends string, Value extends z.ZodType>(field: Field, value: Value) =>
  z.strictObject({ field: z.literal(field), was: value, becomes: value });

const planned = z.discriminatedUnion('field', [
  changed('title', z.string()),
  changed('description', z.string()),
  changed('startsAtMs', instantMs),
  changed('endsAtMs', instantMs),
  changed('preparationMinutes', z.int()),
  changed('clearingMinutes', z.int()),
  changed('state', meetingState),
  changed('classification', classification),
  changed('admission', admission),
  changed('recorded', z.boolean()),
  changed('needsChair', z.boolean()),
  changed('overridesClashes', z.boolean()),
  changed(
    'agenda',
    z.array(
      z.strictObject({
        title: z.string(),
        plannedMinutes: z.int().nullable(),
        speakers: z.array(z.strictObject({ inviteeId: id, name: z.string(), minutes: z.int().nullable() })),
      }),
    ),
  ),
  changed('returnReason', z.string().nullable()),
  changed('cancelReason', z.string().nullable()),
  changed('seriesId', id.nullable()),
]);

const invitee = { inviteeId: id, name: z.string(), siteName: z.string() };
const invited = <Field extends string, Shape extends z.ZodRawShape>(field: Field, shape: Shape) =>
  z.strictObject({
    field: z.literal(field),
    invitees: z.array(z.strictObject({ ...invitee, ...shape })),
  });

/**
 * The meeting that an invitee was sent from, and the person or room that sent it; the title is empty if that
 * meeting is classified.
 */
const sentOver = {
  from: z.strictObject({ meetingId: id, title: z.string() }),
  by: z.strictObject({ id, name: z.string() }),
};

/**
 * One change: a part of the plan, with the old and the new value; or invitees that were invited, withdrawn,
 * sent from another meeting's conference, given another role, or asked for other delegates by name.
 */
export const historyChange = z.discriminatedUnion('field', [
  /** With what never changes afterwards. The first plan is the present one without the later changes. */
  z.strictObject({
    field: z.literal('created'),
    emergency: z.boolean(),
    needsApproval: z.boolean(),
    origin: origin.nullable(),
  }),
  invited('invited', { role }),
  invited('withdrawn', { role }),
  invited('transferred', { role, ...sentOver }),
  /** The old role is null in changes from before it was kept. */
  invited('role', { was: role.nullable(), becomes: role }),
  invited('delegates', { was: z.array(askedDelegate), becomes: z.array(askedDelegate) }),
  /** The whole order, as it is afterwards. */
  invited('chairOrder', { place: z.int().min(1) }),
  planned,
]);
export type HistoryChange = z.infer<typeof historyChange>;

export const meetingHistory = z.strictObject({
  /** Newest first. A meeting from before histories were kept begins with its first change since then. */
  entries: z.array(
    z.strictObject({
      /** The version after the changes. */
      version: z.int().min(1),
      atMs: instantMs,
      /** Null if the clock or the conference did it. */
      by: z.strictObject({ accountId: id, name: z.string() }).nullable(),
      changes: z.array(historyChange),
    }),
  ),
});
export type MeetingHistory = z.infer<typeof meetingHistory>;
