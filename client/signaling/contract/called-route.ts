import { permits } from '../../../protocol/rest/permissions.ts';
import type { RouteContract } from '../../../protocol/rest/route-contract.ts';
import { type RouteName, routes } from '../../../protocol/rest/routes.ts';
import { shapeOf } from './shape-of.ts';
import type { Shape } from './shape.ts';

/** What a page knows of a route. */
export interface CalledRoute extends Pick<RouteContract, 'method' | 'path' | 'ranged' | 'lasting'> {
  /** Anybody may call it, without a session. */
  readonly public?: true;
  /** Its request or its answer is a file. */
  readonly file?: true;
  /** Of the JSON that answers it; left out if that is a file. */
  readonly answer?: Shape;
}

/** By the route's name. */
export type CalledRoutes = Readonly<Partial<Record<RouteName, CalledRoute>>>;

const table: readonly (readonly [string, RouteContract])[] = Object.entries(routes);

const called = (route: RouteContract): CalledRoute => {
  const { method, path, permission, raw, streams, ranged, lasting, response } = route;
  return {
    method,
    path,
    ...(permission === 'public' && { public: true }),
    ...((raw === true || streams) && { file: true }),
    ...(ranged && { ranged }),
    ...(lasting && { lasting }),
    ...(response && { answer: shapeOf(response) }),
  };
};

/** The routes that only accounts call, or all others. For `*.constant.ts`: the pages have no schemas. */
export const calledRoutes = (by: 'accounts' | 'others'): CalledRoutes =>
  Object.fromEntries(
    table.flatMap(([name, route]) => {
      const forAccounts = !permits(route.permission, 'device') && !permits(route.permission, 'anonymous');
      return forAccounts === (by === 'accounts') ? [[name, called(route)]] : [];
    }),
  );
