import { z } from 'zod';
import { admission } from '../conference/presence.ts';
import { id } from '../ids.ts';
import { role } from '../roles.ts';
import { instantMs } from './common.ts';
import { classification, meetingState } from './meetings.ts';

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
  changed('overridesClashes', z.boolean()),
  changed('agenda', z.array(z.strictObject({ title: z.string(), plannedMinutes: z.int().nullable() }))),
  changed('returnReason', z.string().nullable()),
  changed('cancelReason', z.string().nullable()),
  changed('seriesId', id.nullable()),
]);

/** One thing that was changed: what of the plan, from what to what; or who was invited, withdrawn, or given another role. */
export const planChange = z.discriminatedUnion('field', [
  z.strictObject({ field: z.literal('created') }),
  z.strictObject({
    field: z.enum(['invited', 'withdrawn', 'role']),
    invitees: z.array(z.strictObject({ inviteeId: id, name: z.string(), siteName: z.string(), role })),
  }),
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
