import { routeNamed } from '../../../signaling/contract/known-routes.ts';
import type { Rest } from '../../../signaling/rest.ts';

const refused = { ok: false, error: { code: 'forbidden' } } as const;

/** Reads as the page's own client does, and refuses whatever would change something. */
export const readingRest = (rest: Rest): Rest => ({
  ...rest,
  call: (name, request) =>
    routeNamed(name).method === 'GET' ? rest.call(name, request) : Promise.resolve(refused),
  upload: () => Promise.resolve(refused),
});
