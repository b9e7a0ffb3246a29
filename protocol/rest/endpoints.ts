import { z } from 'zod';
import { id } from '../ids.ts';
import { email, instantMs, name, searchText } from './common.ts';
import { paged, pageQuery } from './paging.ts';

/** What an office's line takes, in kbit/s, as its people know it; null where they have not said. */
const lineKbps = z.int().min(64).max(10_000_000).nullable();

/** Always shown with its site and the site's parent, since two units may bear one name. */
export const endpoint = z.strictObject({
  id,
  siteId: id,
  name: z.string(),
  siteName: z.string(),
  parentSiteName: z.string().nullable(),
  lineDownKbps: lineKbps,
  lineUpKbps: lineKbps,
  /** Where its letters of invitation go. */
  email: z.string().nullable(),
  retiredAtMs: instantMs.nullable(),
});
export type EndpointView = z.infer<typeof endpoint>;

export const endpointParams = z.strictObject({ endpointId: id });
const endpointPosition = z.tuple([z.string(), z.string(), id]);
export type EndpointPosition = z.infer<typeof endpointPosition>;

/**
 * `siteId` narrows to a subtree, `q` to names (the endpoint's or its site's) that hold the text. By the site's name and its
 * own, or the other way round.
 */
export const endpointQuery = z.strictObject({
  siteId: id.optional(),
  q: searchText.optional(),
  sort: z.enum(['site', 'name']).default('site'),
  ...pageQuery(endpointPosition, { usually: 500, most: 2_000 }),
});
export const newEndpoint = z.strictObject({
  siteId: id,
  name,
  lineDownKbps: lineKbps.default(null),
  lineUpKbps: lineKbps.default(null),
  email: email.nullable().default(null),
});
/** What is left out stays as it is. */
export const endpointChange = z
  .strictObject({ name, lineDownKbps: lineKbps, lineUpKbps: lineKbps, email: email.nullable() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');
export const endpointList = z.strictObject({ endpoints: z.array(endpoint), ...paged });
