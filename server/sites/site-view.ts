import type { SiteView } from '../../protocol/rest/sites/sites.ts';
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

/** The name of a unit with its parent's name, because two units may have the same name. */
export const nameWithParent = (name: string, parentName: string | null | undefined): string =>
  parentName ? `${name}, ${parentName}` : name;
