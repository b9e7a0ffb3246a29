/** A set of sites. */
export interface Coverage {
  /** @param siteId null for what belongs to no site, which only the whole tree covers */
  covers(siteId: string | null): boolean;
  /** Undefined for the whole tree. */
  readonly siteIds: readonly string[] | undefined;
}

// Exists for the compiler only. Not public, so that a spread loses it: `{ ...covered, siteId:
// other }` is not covered.
declare class Checked {
  protected readonly checked: unknown;
}

/**
 * A value that was checked against a scope and is within it. Repositories write accounts, sites, endpoints
 * and meetings only in this form, and only a Scope creates it, so a write without the check does not compile.
 */
export type Covered<T> = T & Checked;
