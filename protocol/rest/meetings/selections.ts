import { z } from 'zod';
import { id } from '../../ids.ts';
import { givenRole } from '../../roles.ts';
import { instantMs, plannedMs, tag } from '../common.ts';
import { meetingDetail } from './meetings.ts';

/** Endpoints by id, by their place in the tree of the meeting's day, or by tag. */
export const groupable = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('endpoint'), endpointId: id }),
  z.strictObject({ kind: z.literal('site'), siteId: id }),
  /** The site's own endpoints and those of everything below it. */
  z.strictObject({ kind: z.literal('subtree'), siteId: id }),
  /** All units of a level, such as all communes. */
  z.strictObject({ kind: z.literal('level'), levelId: z.string().min(1).max(50) }),
  z.strictObject({ kind: z.literal('tag'), tag }),
]);
export type Groupable = z.infer<typeof groupable>;

export const selected = z.discriminatedUnion('kind', [
  ...groupable.options,
  /** A saved group: what it includes without what it excludes. */
  z.strictObject({ kind: z.literal('group'), groupId: id }),
]);
export type Selected = z.infer<typeof selected>;

export const invitationSelection = z.strictObject({
  include: z.array(selected).min(1).max(200),
  except: z.array(selected).max(200).default([]),
  role: givenRole.default('delegate'),
});

/** A selection before it is used to invite. */
export const selectionWish = invitationSelection.omit({ role: true }).extend({
  /** Looked up for the day of this instant; for today if left out. */
  atMs: plannedMs.optional(),
});
export const selectionMeaning = z.strictObject({
  /** How many endpoints it covers. */
  endpoints: z.int().min(0),
});

export const invitedSelection = meetingDetail.extend({
  selection: z.strictObject({
    /** How many endpoints the selection covers, and how many of them were not invited before. */
    endpoints: z.int().min(0),
    added: z.int().min(0),
  }),
});
export type InvitedSelection = z.infer<typeof invitedSelection>;

const worded = z.array(
  z.strictObject({
    kind: z.enum(['endpoint', 'site', 'subtree', 'level', 'tag', 'group']),
    /** Its name at that time; a unit with its parent's name. */
    name: z.string(),
  }),
);
/** A selection in words. */
export const wordedSelection = z.strictObject({ include: worded, except: worded });
export type WordedSelection = z.infer<typeof wordedSelection>;

/** A selection by which a meeting's invitations were sent, in the words of that moment. */
export const sentSelection = wordedSelection.extend({
  atMs: instantMs,
  /** Who sent it. */
  by: z.string(),
  role: givenRole,
  /** What it covered then, whatever became of the invitations. */
  endpointIds: z.array(id),
});
export const sentSelectionList = z.strictObject({ selections: z.array(sentSelection) });
export type SentSelectionView = z.infer<typeof sentSelection>;
