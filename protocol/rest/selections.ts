import { z } from 'zod';
import { id } from '../ids.ts';
import { invitedRole, meetingDetail } from './meetings.ts';

/** Endpoints by where they stand in the tree of the meeting's day. */
export const selected = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('endpoint'), endpointId: id }),
  z.strictObject({ kind: z.literal('site'), siteId: id }),
  /** The site's own and those of what lies below it. */
  z.strictObject({ kind: z.literal('subtree'), siteId: id }),
  /** Every unit of a level: all communes. */
  z.strictObject({ kind: z.literal('level'), levelId: z.string().min(1).max(50) }),
]);
export type Selected = z.infer<typeof selected>;

export const invitationSelection = z.strictObject({
  include: z.array(selected).min(1).max(200),
  except: z.array(selected).max(200).default([]),
  role: invitedRole.default('delegate'),
});

export const invitedSelection = meetingDetail.extend({
  selection: z.strictObject({
    /** How many endpoints the selection means, and how many of them were not invited before. */
    endpoints: z.int().min(0),
    added: z.int().min(0),
  }),
});
export type InvitedSelection = z.infer<typeof invitedSelection>;
