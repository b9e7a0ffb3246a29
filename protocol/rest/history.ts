import { z } from 'zod';
import { admission } from '../conference/presence.ts';
import { id } from '../ids.ts';
import { role } from '../roles.ts';
import { instantMs } from './common.ts';
import { askedDelegate, classification, meetingState } from './meetings.ts';

/** What a meeting was made from, where not from nothing; named as it was called then. */
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
  changed('overridesClashes', z.boolean()),
  changed('agenda', z.array(z.strictObject({ title: z.string(), plannedMinutes: z.int().nullable() }))),
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

/** From which meeting somebody was sent over and by whom; the title is empty where that meeting is classified. */
const sentOver = {
  from: z.strictObject({ meetingId: id, title: z.string() }),
  by: z.strictObject({ id, name: z.string() }),
};

/**
 * One thing that was changed: what of the plan, from what to what; or who was invited, withdrawn, sent over from another
 * meeting's conference, given another role, or whom of theirs was asked to come by name.
 */
export const planChange = z.discriminatedUnion('field', [
  /** With what it is for good. Its first plan is the present one but for what the later changes say. */
  z.strictObject({
    field: z.literal('created'),
    emergency: z.boolean(),
    needsApproval: z.boolean(),
    origin: origin.nullable(),
  }),
  invited('invited', { role }),
  invited('withdrawn', { role }),
  invited('transferred', { role, ...sentOver }),
  /** What the role was is null in changes from before that was kept. */
  invited('role', { was: role.nullable(), becomes: role }),
  invited('delegates', { was: z.array(askedDelegate), becomes: z.array(askedDelegate) }),
  planned,
]);
export type PlanChange = z.infer<typeof planChange>;

export const meetingHistory = z.strictObject({
  /** Newest first. Meetings from before histories were kept begin with their first change since. */
  entries: z.array(
    z.strictObject({
      /** The version that came of it. */
      version: z.int().min(1),
      atMs: instantMs,
      /** Null where time or the conference did it. */
      by: z.strictObject({ accountId: id, name: z.string() }).nullable(),
      changes: z.array(planChange),
    }),
  ),
});
export type MeetingHistory = z.infer<typeof meetingHistory>;
