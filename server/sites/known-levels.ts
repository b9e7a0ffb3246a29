import { levels } from '../../domain/sites/levels.ts';
import type { SiteLevel, SiteRepository } from './site-repository.ts';

type Levels = Pick<SiteRepository, 'levels'>;

/** The stored levels, or the default ones while the tree is empty. */
export async function knownLevels(sites: Levels): Promise<readonly SiteLevel[]> {
  const stored = await sites.levels();
  return stored.length > 0 ? stored : levels;
}

/** The levels that the first unit of an empty tree brings with it. */
export const levelsToAdd = async (sites: Levels): Promise<readonly SiteLevel[]> =>
  (await sites.levels()).length > 0 ? [] : levels;
