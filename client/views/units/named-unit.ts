import type { SiteView } from '../../../protocol/rest/sites.ts';

/** A unit and what it is called with its parent, since two units may bear one name. */
export interface NamedUnit extends SiteView {
  readonly fullName: string;
}

/** One unit that goes into another. */
export interface UnitPair {
  readonly unit: NamedUnit;
  readonly into: NamedUnit;
}
