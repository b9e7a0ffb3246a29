import { z } from 'zod';
import { id } from '../../ids.ts';
import { name } from '../common.ts';
import { groupable, wordedSelection } from '../meetings/selections.ts';

const meaning = {
  include: z.array(groupable).min(1).max(200),
  /** Excluded from `include`. */
  except: z.array(groupable).max(200),
};

/**
 * A selection that the planners of a unit keep under a name. Its endpoints are looked up for each meeting's
 * day.
 */
export const group = z.strictObject({
  id,
  /** The unit whose planners keep it; planners of the units above may, too. */
  siteId: id,
  siteName: z.string(),
  name: z.string(),
  ...meaning,
  worded: wordedSelection,
});
export type GroupView = z.infer<typeof group>;

export const groupParams = z.strictObject({ groupId: id });
export const groupList = z.strictObject({ groups: z.array(group) });
export const newGroup = z.strictObject({ siteId: id, name, ...meaning, except: meaning.except.default([]) });
/** Fields that are left out stay as they are. */
export const groupChange = z
  .strictObject({ name, ...meaning })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');
