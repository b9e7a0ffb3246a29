import { z } from 'zod';
import { id } from '../../ids.ts';
import { email, instantMs, name, phone, searchText, tag } from '../common.ts';
import { plainText } from '../../text.ts';
import { paged, pageQuery } from '../paging.ts';

/** The capacity of an office's line, in kbit/s, as its people know it; null if they have not said. */
const lineKbps = z.int().min(64).max(10_000_000).nullable();

/** What the room has, in the words of its people. */
const equipment = plainText
  .min(1)
  .max(300)
  .regex(/^\P{Cc}+$/u, 'no control characters');

const tags = z
  .array(tag)
  .max(20)
  .transform((tags) => [...new Set(tags)]);

/** Always shown with its site and the site's parent, since two units may have the same name. */
export const endpoint = z.strictObject({
  id,
  siteId: id,
  name: z.string(),
  siteName: z.string(),
  parentSiteName: z.string().nullable(),
  lineDownKbps: lineKbps,
  lineUpKbps: lineKbps,
  /** The address for its invitation letters. */
  email: z.string().nullable(),
  /** The number to call about the room. */
  phone: z.string().nullable(),
  equipment: z.string().nullable(),
  tags: z.array(z.string()),
  /** Whether it may take part in classified sessions. */
  cleared: z.boolean(),
  retiredAtMs: instantMs.nullable(),
});
export type EndpointView = z.infer<typeof endpoint>;

export const endpointParams = z.strictObject({ endpointId: id });
const endpointPosition = z.tuple([z.string(), z.string(), id]);
export type EndpointPosition = z.infer<typeof endpointPosition>;

/**
 * `siteId`: endpoints of a subtree. `tag`: endpoints with this tag. `q`: endpoints whose name, or whose
 * site's name, contains the text. Sorted by the site's name and then by their own, or the other way round.
 */
export const endpointQuery = z.strictObject({
  siteId: id.optional(),
  q: searchText.optional(),
  tag: tag.optional(),
  sort: z.enum(['site', 'name']).default('site'),
  ...pageQuery(endpointPosition, { usually: 500, most: 2_000 }),
});
export const newEndpoint = z.strictObject({
  siteId: id,
  name,
  lineDownKbps: lineKbps.default(null),
  lineUpKbps: lineKbps.default(null),
  email: email.nullable().default(null),
  phone: phone.nullable().default(null),
  equipment: equipment.nullable().default(null),
  tags: tags.default([]),
});
/** Fields that are left out stay as they are. */
export const endpointChange = z
  .strictObject({
    name,
    lineDownKbps: lineKbps,
    lineUpKbps: lineKbps,
    email: email.nullable(),
    phone: phone.nullable(),
    equipment: equipment.nullable(),
    tags,
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');
/** The unit that the room moves to. */
export const endpointMove = z.strictObject({ siteId: id });

/** Why a room cannot move there; the `detail` of the `conflict`. */
export const moveRefusal = z.enum([
  /** The unit no longer exists. */
  'site-ended',
  /** The unit has a room of this name. */
  'namesake',
  /** The room is invited to a live meeting, and a conference knows its rooms by their units. */
  'live',
]);
export type MoveRefusal = z.infer<typeof moveRefusal>;

export const endpointList = z.strictObject({ endpoints: z.array(endpoint), ...paged });
/** The tags in use in the caller's subtree, each with the number of endpoints that have it. */
export const tagList = z.strictObject({
  tags: z.array(z.strictObject({ tag: z.string(), endpoints: z.int().min(1) })),
});
