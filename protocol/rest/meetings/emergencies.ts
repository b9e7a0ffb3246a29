import { z } from 'zod';
import { id } from '../../ids.ts';
import { clash } from './bookings.ts';
import { name } from '../common.ts';
import { meetingDetail } from './meetings.ts';
import { invitationSelection } from './selections.ts';

/** A session that begins at once, whatever else its rooms were going to do. */
export const emergencyCall = invitationSelection.omit({ role: true }).extend({
  title: name,
  /** The organising site. */
  siteId: id,
  chair: z.strictObject({ kind: z.enum(['endpoint', 'account']), inviteeId: id }),
  durationMinutes: z.int().min(10).max(1_440).default(120),
});

export const calledEmergency = meetingDetail.extend({
  /**
   * What else holds the invitees at that time. Those meetings go on, and the invitees are asked to come over.
   */
  clashes: z.array(clash),
});
export type CalledEmergency = z.infer<typeof calledEmergency>;
