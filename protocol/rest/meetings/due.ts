import { z } from 'zod';
import { meetingSummary } from './meetings.ts';

/** What planners must still do for a plan, in the order in which it is done. */
export const planDue = z.enum(['invite', 'chair', 'needed-chair', 'submit', 'schedule']);
export type PlanDue = z.infer<typeof planDue>;

/**
 * What is to be done for a meeting, in this order. `approve`: the caller may approve it. `letters`: some letters failed.
 * `replies`: some invitees have not answered. `checks`: some rooms have not passed their check. `sign-off`: it has ended
 * and is not signed off.
 */
export const due = z.enum(['approve', ...planDue.options, 'letters', 'replies', 'checks', 'sign-off']);
export type Due = z.infer<typeof due>;

const dueMeeting = meetingSummary
  .pick({ id: true, title: true, startsAtMs: true, endsAtMs: true, state: true, siteName: true })
  .extend({
    due: z
      .array(
        z.strictObject({
          what: due,
          /** How many letters, invitees or rooms; null for the rest. */
          count: z.int().min(1).nullable(),
        }),
      )
      .min(1),
  });
export type DueMeeting = z.infer<typeof dueMeeting>;

export const dueList = z.strictObject({
  /** Those that have ended first, then by start. */
  meetings: z.array(dueMeeting),
  /** More meetings were to be looked at than one answer covers. */
  more: z.boolean(),
});
export type DueList = z.infer<typeof dueList>;
