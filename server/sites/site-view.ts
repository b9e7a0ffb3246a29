import type { SiteView } from '../../protocol/rest/sites.ts';
import type { Site } from './site-repository.ts';

export const siteView = ({ id, code, name, levelId, parentId, validFrom, validTo }: Site): SiteView => ({
  id,
  code,
  name,
  levelId,
  parentId,
  validFrom,
  validTo,
});

/** A unit as it is shown: with its parent's name, since two units may bear one name. */
export const nameWithParent = (name: string, parentName: string | null | undefined): string =>
  parentName ? `${name}, ${parentName}` : name;
