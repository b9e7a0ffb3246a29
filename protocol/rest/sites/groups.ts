import { z } from 'zod';
import { id } from '../../ids.ts';
import { name } from '../common.ts';
import { groupable, wordedSelection } from '../meetings/selections.ts';

const selection = {
  include: z.array(groupable).max(200),
  /** Excluded from `include`. */
  except: z.array(groupable).max(200),
};
/** The people of the group. */
const accountIds = z.array(id).max(200);

/**
 * What the planners of a unit keep under a name: a selection, whose endpoints are looked up for each meeting's
 * day, people, who are invited one by one, or both.
 */
export const savedGroup = z.strictObject({
  id,
  /** The unit whose planners keep it; planners of the units above may, too. */
  siteId: id,
  siteName: z.string(),
  name: z.string(),
  ...selection,
  worded: wordedSelection,
  /** How many endpoints the selection covers today, of those that the caller may invite. */
  endpoints: z.int().min(0),
  /** Those that the caller may invite. */
  people: z.array(z.strictObject({ accountId: id, name: z.string(), siteName: z.string() })),
});
export type GroupView = z.infer<typeof savedGroup>;

export const groupParams = z.strictObject({ groupId: id });
export const groupList = z.strictObject({ groups: z.array(savedGroup) });
export const newGroup = z.strictObject({
  siteId: id,
  name,
  include: selection.include.default([]),
  except: selection.except.default([]),
  accountIds: accountIds.default([]),
});
/** Fields that are left out stay as they are, and so do people that the caller does not see. */
export const groupChange = z
  .strictObject({ name, ...selection, accountIds })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');
