import type { SiteLineageKind } from '../../../domain/sites/tree.ts';
import type { EndedSite } from '../../../protocol/rest/sites/sites.ts';

/** The units of which a unit was formed on one day, in one way. */
export interface UnitOrigin {
  readonly kind: SiteLineageKind;
  readonly onDate: string;
  readonly from: readonly EndedSite[];
}

/** What each unit came from, by what became of those that ended. The latest first. */
export function originsIn(ended: readonly EndedSite[]): (siteId: string) => readonly UnitOrigin[] {
  const entries = ended.flatMap((from) => from.became.map(({ to, ...entry }) => ({ ...entry, to, from })));
  const bySite = Map.groupBy(entries, ({ to }) => to.id);
  return (siteId) =>
    [...Map.groupBy(bySite.get(siteId) ?? [], ({ kind, onDate }) => `${onDate} ${kind}`).values()]
      .flatMap((same) => {
        const [first] = same;
        return first ? [{ kind: first.kind, onDate: first.onDate, from: same.map(({ from }) => from) }] : [];
      })
      .toSorted((a, b) => b.onDate.localeCompare(a.onDate));
}
