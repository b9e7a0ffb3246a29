import type { RouteName } from '../../protocol/rest/routes.ts';
import { bridgeHandlers } from './handlers/bridges.ts';
import { uplinkHandlers } from './handlers/uplinks.ts';
import { documentHandlers } from './handlers/documents.ts';
import type { HandlersOf } from './handlers/handler.ts';
import { identityHandlers } from './handlers/identity.ts';
import { letterHandlers } from './handlers/letters.ts';
import { meetingHandlers } from './handlers/meetings.ts';
import { readinessHandlers } from './handlers/readiness.ts';
import { sheetHandlers } from './handlers/sheets.ts';
import { siteHandlers } from './handlers/sites.ts';
import type { UseCases } from './use-cases.ts';

/** A handler for every route; otherwise this does not compile. */
export const createHandlers = (useCases: UseCases): HandlersOf<RouteName> => ({
  ...identityHandlers(useCases),
  ...siteHandlers(useCases),
  ...meetingHandlers(useCases),
  ...readinessHandlers(useCases),
  ...documentHandlers(useCases),
  ...letterHandlers(useCases),
  ...sheetHandlers(useCases),
  ...bridgeHandlers(useCases),
  ...uplinkHandlers(useCases),
});
