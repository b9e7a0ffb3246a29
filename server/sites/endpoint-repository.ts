import type { EndpointPosition, MoveRefusal } from '../../protocol/rest/sites/endpoints.ts';
import type { Covered } from '../identity/covered.ts';
import type { Site } from './site-repository.ts';

export type Endpoint = {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  /** The name folded for search. */
  readonly folded: string;
  /** Bandwidth of the office's internet line, as its people state it; null if they have not. */
  readonly lineDownKbps: number | null;
  readonly lineUpKbps: number | null;
  /** Where its letters of invitation are sent; null: none are sent. */
  readonly email: string | null;
  /** The number to call about the room. */
  readonly phone: string | null;
  /** In the words of its people. */
  readonly equipment: string | null;
  /** Short words that describe it, such as its size or equipment. */
  readonly tags: readonly string[];
  /** Whether it may take part in classified sessions. */
  readonly cleared: boolean;
  readonly createdAtMs: number;
  readonly retiredAtMs: number | null;
};

/** Two units may have the same name, so an endpoint is always shown with its site and the site's parent. */
export type EndpointWithSite = Endpoint & {
  readonly siteName: string;
  readonly parentSiteName: string | null;
};

export type EndpointChange = Partial<
  Pick<Endpoint, 'name' | 'folded' | 'lineDownKbps' | 'lineUpKbps' | 'email' | 'phone' | 'equipment' | 'tags'>
>;

export type EndpointsSaved = {
  readonly created: readonly Covered<Endpoint>[];
  /** Those with another `siteId` move; those with a `retiredAtMs` are taken out of use. */
  readonly changed: readonly { readonly was: Covered<Endpoint>; readonly becomes: Covered<Endpoint> }[];
};

/** The meetings ahead of an endpoint: those that it is invited to and that have not ended. */
export type MeetingsAhead = {
  readonly invitations: number;
  readonly isLive: boolean;
};

/** Conditions are joined with "and"; one that is left out does not restrict. */
export type EndpointFilter = {
  /** Lists retired endpoints, instead of those in use. */
  readonly retired?: boolean;
  readonly siteIds?: readonly string[];
  /** Only endpoints whose own or site's folded name contains this. */
  readonly folded?: string;
  readonly tag?: string;
  /** Sorts by the endpoint's name before its site's name. */
  readonly byName?: boolean;
  /** Only endpoints after this position: the folded names that the list is sorted by, and the id. */
  readonly after?: EndpointPosition;
  readonly limit?: number;
};

export interface EndpointRepository {
  insert(endpoints: readonly Covered<Endpoint>[]): Promise<void>;
  /** Includes retired endpoints. */
  byId(endpointId: string): Promise<EndpointWithSite | undefined>;
  /** Includes retired endpoints; leaves out ids that do not exist. */
  byIds(endpointIds: readonly string[]): Promise<readonly EndpointWithSite[]>;
  /** Endpoints in use, unless the filter asks for the retired ones; by site name and name. */
  list(filter?: EndpointFilter): Promise<readonly EndpointWithSite[]>;
  /** Returns false if there is no such endpoint in use. @param change not empty */
  change(endpoint: Covered<Endpoint>, change: EndpointChange): Promise<boolean>;
  /**
   * Moves an endpoint to another site; undefined if it has moved. Nothing moves while the endpoint is invited
   * to a live meeting, and to a site that has an endpoint of this name. `gone`: no such endpoint is in use.
   */
  move(
    endpoint: Covered<Endpoint>,
    site: Covered<Site>,
  ): Promise<Extract<MoveRefusal, 'live' | 'namesake'> | 'gone' | undefined>;
  /**
   * Adds endpoints; changes, moves and retires others; all or nothing. Returns false and does nothing if a
   * changed endpoint is retired or no longer as `was` says, if one that moves or retires is invited to a live
   * meeting, or if a site already has an endpoint with the name of one that is new, renamed or moved.
   */
  save(endpoints: EndpointsSaved): Promise<boolean>;
  /** By endpoint; leaves out those with no meeting ahead. */
  meetingsAhead(endpointIds: readonly string[]): Promise<ReadonlyMap<string, MeetingsAhead>>;
  /**
   * Sets whether the endpoint may take part in classified sessions. Returns false if there is no such
   * endpoint in use.
   */
  setCleared(endpoint: Covered<Endpoint>, cleared: boolean): Promise<boolean>;
  /** Returns false if there is no such endpoint in use. */
  retire(endpoint: Covered<Endpoint>, retiredAtMs: number): Promise<boolean>;
}
