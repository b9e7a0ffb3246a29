import { touchedSites } from '../../domain/sites/touched-sites.ts';
import type { Site } from '../../domain/sites/tree.ts';
import type { SiteTreeChange } from '../../domain/sites/tree-change.ts';
import { Failure } from '../../protocol/failure.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import type { Account, AccountKind } from './accounts/account-repository.ts';
import type { Coverage, Covered } from './covered.ts';

/** Something that belongs to a site; null for the whole tree. */
interface OfSite {
  readonly siteId: string | null;
}

let wholeTree: Scope;

/** The sites in which a caller may act. Made from the caller's account alone, when its token is verified. */
export class Scope implements Coverage {
  /** For rooms and officials, which act by invitation only. */
  static readonly nothing = new Scope([]);

  static {
    wholeTree = new Scope(undefined);
  }

  readonly #coverage: Coverage;

  private constructor(siteIds: readonly string[] | undefined) {
    this.#coverage = coverageOf(siteIds);
  }

  /**
   * The whole tree for an administrator without a site; for other staff, their site and the sites below it.
   */
  static async of(
    { kind, siteId }: Pick<Account, 'kind' | 'siteId'>,
    sites: Pick<SiteRepository, 'subtreeIds'>,
  ): Promise<Scope> {
    if (!staff.includes(kind)) return Scope.nothing;
    if (siteId !== null) return new Scope(await sites.subtreeIds(siteId));
    return kind === 'administrator' ? new Scope(undefined) : Scope.nothing;
  }

  get siteIds(): readonly string[] | undefined {
    return this.#coverage.siteIds;
  }

  covers(siteId: string | null): boolean {
    return this.#coverage.covers(siteId);
  }

  has<T extends OfSite>(found: T): found is Covered<T> {
    return this.covers(found.siteId);
  }

  /**
   * Returns what was looked up, or is to be created, where it is within the scope.
   * @throws Failure `not-found` where it is outside, the same as where it does not exist
   */
  require<T extends OfSite>(found: T | undefined, detail?: string): Covered<T> {
    if (found === undefined || !this.has(found)) throw new Failure('not-found', detail);
    return found;
  }

  /** @throws Failure `not-found` */
  requireSite(found: Site | undefined): Covered<Site> {
    if (found === undefined || !this.#hasSite(found)) throw new Failure('not-found', 'no such site');
    return found;
  }

  /**
   * Returns a change of the tree where all its sites are within the scope: those that it creates, corrects or
   * closes, and those that it names as parent, predecessor or successor.
   * @param nameOf returns the name of a site for the error message
   * @throws Failure `not-found` with the names of sites outside
   */
  requireTree<Change extends SiteTreeChange>(
    change: Change,
    nameOf: (siteId: string) => string,
  ): Covered<Change> {
    if (this.#hasTree(change)) return change;
    const outside = [...touchedSites(change)].filter((siteId) => !this.covers(siteId));
    const named = outside
      .slice(0, mostNamed)
      .map((siteId) => (siteId === null ? 'the whole tree' : nameOf(siteId)));
    const more = outside.length > mostNamed ? ` and ${outside.length - mostNamed} more` : '';
    throw new Failure('not-found', `outside the caller's units: ${named.join(', ')}${more}`);
  }

  #hasSite(site: Site): site is Covered<Site> {
    return this.covers(site.id);
  }

  #hasTree<Change extends SiteTreeChange>(change: Change): change is Covered<Change> {
    return [...touchedSites(change)].every((siteId) => this.covers(siteId));
  }
}

/**
 * For actions of the server itself: moving meetings by time, extending them from live conferences, creating
 * the first administrator. Never for a caller's request; a linter rule lists the files that may import it.
 */
export const serverScope: Scope = wholeTree;

const staff: readonly AccountKind[] = ['administrator', 'secretariat', 'operator'];

/** A refusal names at most this many sites, and counts the others. */
const mostNamed = 20;

/** The coverage of these sites; undefined for the whole tree. */
export function coverageOf(siteIds: readonly string[] | undefined): Coverage {
  if (siteIds === undefined) return { covers: () => true, siteIds };
  const covered = new Set(siteIds);
  return { covers: (siteId) => siteId !== null && covered.has(siteId), siteIds };
}
