import type { SiteView } from '../../../../protocol/rest/sites/sites.ts';

/** A unit and its name with the parent's, because two units may have the same name. */
export interface NamedUnit extends SiteView {
  readonly fullName: string;
}

/** `unit` is merged into `into`. */
export interface UnitPair {
  readonly unit: NamedUnit;
  readonly into: NamedUnit;
}
