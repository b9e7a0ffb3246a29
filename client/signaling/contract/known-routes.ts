import type { RouteName } from '../../../protocol/rest/routes.ts';
import type { CalledRoute, CalledRoutes } from './called-route.ts';
import { openRoutes } from './rest.constant.ts';

const tables: CalledRoutes[] = [openRoutes];

/** Adds routes that the first pages of the client do not call. */
export function learnRoutes(table: CalledRoutes): void {
  tables.push(table);
}

/** @throws RangeError if the page has not learnt the route */
export function routeNamed(name: RouteName): CalledRoute {
  for (const table of tables) {
    const route = table[name];
    if (route) return route;
  }
  throw new RangeError(`this page does not know the route ${name}`);
}
