import type { StreamKey } from './sources.ts';

export type WorkerId = string;
export type BridgeId = string;

/** The bridge of a worker, by the worker's name; undefined for the workers of this process, which share one. */
export const bridgeOf = (workerId: WorkerId): BridgeId | undefined => {
  const end = workerId.indexOf('/');
  return end < 0 ? undefined : workerId.slice(0, end);
};

/** Carries one stream from a worker that has it to another; one link serves all receivers there. */
export interface StreamLink {
  readonly stream: StreamKey;
  /** The worker on which the stream arrives, or one that a link has brought it to. */
  readonly from: WorkerId;
  readonly to: WorkerId;
}
export type LinkKey = `${StreamKey}>${WorkerId}`;
export const linkKey = ({ stream, to }: Pick<StreamLink, 'stream' | 'to'>): LinkKey => `${stream}>${to}`;

/** How one stream reaches all its receivers, and the inputs of that decision. */
export interface Route {
  readonly origin: WorkerId;
  readonly bridges: ReadonlyMap<WorkerId, BridgeId> | undefined;
  /** The workers that the stream must reach. */
  readonly workers: ReadonlySet<WorkerId>;
  readonly links: ReadonlyMap<LinkKey, StreamLink>;
}

export const linksOf = (routes: ReadonlyMap<StreamKey, Route>): ReadonlyMap<LinkKey, StreamLink> =>
  new Map([...routes.values()].flatMap(({ links }) => [...links]));

/** The links that exist. */
export type ExistingLinks = ReadonlyMap<LinkKey, Pick<StreamLink, 'from'>>;

/**
 * Brings a stream to the workers that need it. It crosses a wide-area link once per bridge, and is
 * distributed from there. A route with the same inputs as before is the same object, so that a change costs
 * in proportion to what it affects.
 *
 * @param existing where a stream enters a bridge already it goes on there: another way would interrupt it for everybody
 *   on that bridge, also when a process finds it that did not plan it
 */
export function routeOf(
  stream: StreamKey,
  { origin, bridges, workers }: Omit<Route, 'links'>,
  before: Route | undefined,
  existing: ExistingLinks = new Map(),
): Route {
  if (before && isFor(before, origin, bridges, workers)) return before;
  /** The worker of each bridge that gets the stream from outside. */
  const entries = new Map<BridgeId | undefined, WorkerId>([[bridges?.get(origin), origin]]);
  for (const to of workers) {
    const key = linkKey({ stream, to });
    // One of the route before may be about to exist.
    const { from } = existing.get(key) ?? before?.links.get(key) ?? {};
    const bridge = bridges?.get(to);
    if (from !== undefined && bridges?.get(from) !== bridge && !entries.has(bridge)) entries.set(bridge, to);
  }
  const links = new Map<LinkKey, StreamLink>();
  for (const to of workers) {
    if (to === origin) continue;
    const bridge = bridges?.get(to);
    const entry = entries.get(bridge) ?? to;
    entries.set(bridge, entry);
    links.set(linkKey({ stream, to }), { stream, from: entry === to ? origin : entry, to });
  }
  return { origin, bridges, workers, links };
}

function isFor(
  route: Route,
  origin: WorkerId,
  bridges: Route['bridges'],
  workers: Route['workers'],
): boolean {
  if (route.origin !== origin || route.bridges !== bridges || route.workers.size !== workers.size)
    return false;
  for (const id of workers) if (!route.workers.has(id)) return false;
  return true;
}
