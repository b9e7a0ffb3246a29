import { type ActingRequest, groundOf } from './acting/ground.ts';
import { bridgeRequests } from './acting/bridges.ts';
import { identityRequests } from './acting/identity.ts';
import { meetingRequests } from './acting/meetings.ts';
import { paperRequests } from './acting/papers.ts';
import { sheetRequests } from './acting/sheets.ts';
import { siteRequests } from './acting/sites.ts';
import type { Province, RestEdge } from './rest-edge.ts';

/**
 * Returns for each route that changes something or returns a file a call that succeeds. Adds to `secrets`
 * every value that the calls send or receive and that must stay secret.
 */
export function actingRequests(edge: RestEdge, province: Province, secrets: Set<string>) {
  const ground = groundOf(edge, province, secrets);
  const requests = {
    ...identityRequests(ground),
    ...siteRequests(ground),
    ...meetingRequests(ground),
    ...paperRequests(ground),
    ...sheetRequests(ground),
    ...bridgeRequests(ground),
  };
  return new Map<string, () => Promise<ActingRequest>>(Object.entries(requests));
}
