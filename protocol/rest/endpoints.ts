import { z } from 'zod';
import { id } from '../ids.ts';
import { countInQuery, instantMs, name, searchText } from './common.ts';

/** Always shown with its site and the site's parent, since two units may bear one name. */
export const endpoint = z.strictObject({
  id,
  siteId: id,
  name: z.string(),
  siteName: z.string(),
  parentSiteName: z.string().nullable(),
  retiredAtMs: instantMs.nullable(),
});
export type EndpointView = z.infer<typeof endpoint>;

export const endpointParams = z.strictObject({ endpointId: id });
/** `siteId` narrows to a subtree, `q` to names (the endpoint's or its site's) that hold the text. */
export const endpointQuery = z.strictObject({
  siteId: id.optional(),
  q: searchText.optional(),
  limit: countInQuery(2_000).default(500),
});
export const newEndpoint = z.strictObject({ siteId: id, name });
export const endpointList = z.strictObject({ endpoints: z.array(endpoint) });
