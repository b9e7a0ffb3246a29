import { auditRoutes } from './routes/audit.ts';
import { bridgeRoutes } from './routes/bridges.ts';
import { uplinkRoutes } from './routes/uplinks.ts';
import { documentRoutes } from './routes/documents.ts';
import { identityRoutes } from './routes/identity.ts';
import { letterRoutes } from './routes/letters.ts';
import { meetingRoutes } from './routes/meetings.ts';
import { oneTimeLinkRoutes } from './routes/one-time-links.ts';
import { planningRoutes } from './routes/planning.ts';
import { readinessRoutes } from './routes/readiness.ts';
import { setupRoutes } from './routes/setup.ts';
import { sheetRoutes } from './routes/sheets.ts';
import { siteRoutes } from './routes/sites.ts';

/**
 * All REST calls. The router, the OpenAPI document, the client's typed calls and the authorization tests are
 * made from this table. If two paths match, the first one counts.
 */
export const routes = {
  ...identityRoutes,
  ...oneTimeLinkRoutes,
  ...siteRoutes,
  ...meetingRoutes,
  ...planningRoutes,
  ...readinessRoutes,
  ...documentRoutes,
  ...letterRoutes,
  ...sheetRoutes,
  ...auditRoutes,
  ...setupRoutes,
  ...bridgeRoutes,
  ...uplinkRoutes,
} as const;

export type RouteName = keyof typeof routes;

export const routeNames: readonly RouteName[] = Object.keys(routes).filter((name): name is RouteName =>
  Object.hasOwn(routes, name),
);
