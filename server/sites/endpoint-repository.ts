import type { EndpointPosition } from '../../protocol/rest/endpoints.ts';
import type { Covered } from '../identity/scope.ts';

export type Endpoint = {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  /** The name folded for search. */
  readonly folded: string;
  /** What the line of its office takes, as its people know it; null where they have not said. */
  readonly lineDownKbps: number | null;
  readonly lineUpKbps: number | null;
  /** Where its letters of invitation go; null sends none. */
  readonly email: string | null;
  /** What it is like, in short words. */
  readonly tags: readonly string[];
  /** Whether it may take part in classified sessions. */
  readonly cleared: boolean;
  readonly createdAtMs: number;
  readonly retiredAtMs: number | null;
};

/** Two units may bear one name, so an endpoint is always shown with its site and the site's parent. */
export type EndpointWithSite = Endpoint & {
  readonly siteName: string;
  readonly parentSiteName: string | null;
};

export type EndpointChange = Partial<
  Pick<Endpoint, 'name' | 'folded' | 'lineDownKbps' | 'lineUpKbps' | 'email' | 'tags'>
>;

export type EndpointsSaved = {
  readonly created: readonly Covered<Endpoint>[];
  /** Their ids and sites stay. */
  readonly changed: readonly { readonly was: Covered<Endpoint>; readonly becomes: Endpoint }[];
};

/** Conditions are joined with "and"; one that is left out does not restrict. */
export type EndpointFilter = {
  readonly siteIds?: readonly string[];
  /** Whose own or whose site's folded name holds this. */
  readonly folded?: string;
  readonly tag?: string;
  /** By their own name before that of their site. */
  readonly byName?: boolean;
  /** Those that come after this one: what they are sorted by, folded. */
  readonly after?: EndpointPosition;
  readonly limit?: number;
};

export interface EndpointRepository {
  insert(endpoints: readonly Covered<Endpoint>[]): Promise<void>;
  /** Retired ones too. */
  byId(endpointId: string): Promise<EndpointWithSite | undefined>;
  /** Retired ones too; ids that do not exist are left out. */
  byIds(endpointIds: readonly string[]): Promise<readonly EndpointWithSite[]>;
  /** Those in use, by site name and name. */
  list(filter?: EndpointFilter): Promise<readonly EndpointWithSite[]>;
  /** False when there is no such endpoint in use. @param change not empty */
  change(endpoint: Covered<Endpoint>, change: EndpointChange): Promise<boolean>;
  /**
   * Adds endpoints, and writes names, lines, addresses and tags of others, all or nothing. Does nothing and says false when
   * one of these others is no longer in use or no longer what it was, or a site has an endpoint of a new one's name by now.
   */
  save(endpoints: EndpointsSaved): Promise<boolean>;
  /** Whether it may take part in classified sessions. False when there is no such endpoint in use. */
  setCleared(endpoint: Covered<Endpoint>, cleared: boolean): Promise<boolean>;
  /** False when there is no such endpoint in use. */
  retire(endpoint: Covered<Endpoint>, retiredAtMs: number): Promise<boolean>;
}
