import { dayInVietnam } from '../../../domain/sites/calendar.ts';
import { sheetColumns, type SheetKind } from '../../../protocol/rest/sheets.ts';
import { accountOf, type Caller } from '../../identity/caller.ts';
import { coverageOf } from '../../identity/scope.ts';
import type { Coverage } from '../../identity/covered.ts';
import type { Contact, ContactRepository } from '../../sites/contact-repository.ts';
import type { EndpointRepository, EndpointWithSite } from '../../sites/endpoint-repository.ts';
import type { Site, SiteRepository } from '../../sites/site-repository.ts';
import { nameWithParent } from '../../sites/site-view.ts';
import { tableOf, type SheetColumns } from './columns.ts';
import { isUnended } from '../imports/plan.ts';
import { tagsCell } from '../imports/cells.ts';
import type { Cell } from '../work.ts';
import type { NamedTable } from '../tables.ts';

export interface DirectoryExportsContext {
  readonly sites: Pick<SiteRepository, 'all' | 'levels' | 'subtreeIds'>;
  readonly endpoints: Pick<EndpointRepository, 'list'>;
  readonly contacts: Pick<ContactRepository, 'ofSites'>;
  readonly now: () => number;
}

/** Units, rooms and contacts of an account's subtree as tables that can be imported again unchanged. */
export function createDirectoryExports({ sites, endpoints, contacts, now }: DirectoryExportsContext) {
  const today = (): string => dayInVietnam(now());

  /** All sites by id, and those in scope that have not ended, from the top level down. */
  const unitsOf = async (scope: Coverage) => {
    const [all, levels] = await Promise.all([sites.all(), sites.levels()]);
    const rank = new Map(levels.map(({ id, rank }) => [id, rank]));
    const standing = all
      .filter((site) => scope.covers(site.id) && isUnended(site, today()))
      .toSorted((a, b) => (rank.get(a.levelId) ?? 0) - (rank.get(b.levelId) ?? 0));
    return { levels, standing, byId: new Map(all.map((site) => [site.id, site])) };
  };

  return {
    /** Headings alone, to be filled in. */
    template: async (kind: SheetKind): Promise<NamedTable> => ({
      name: `mau-${templateNames[kind]}`,
      rows: [Object.keys(sheetColumns[kind]).map((column) => headingOf(kind, column))],
    }),

    /**
     * The caller's own unit and all units below it. Officials get it too, although they have no scope:
     * everybody may read the tree.
     */
    async sites(caller: Caller): Promise<NamedTable> {
      const { siteId } = accountOf(caller);
      const own = coverageOf(siteId === null ? undefined : await sites.subtreeIds(siteId));
      const { standing, byId, levels } = await unitsOf(own);
      const levelName = new Map(levels.map(({ id, nameVi }) => [id, nameVi]));
      const columns = columnsOf<'sites', Site>('sites', {
        code: ({ code }) => code,
        name: ({ name }) => name,
        level: ({ levelId }) => levelName.get(levelId) ?? levelId,
        parentCode: ({ parentId }) => byId.get(parentId ?? '')?.code ?? null,
        validFrom: ({ validFrom }) => validFrom,
        validTo: ({ validTo }) => validTo,
      });
      return tableOf(`don-vi-${today()}`, columns, standing);
    },

    /** The units that a reform may change, with nothing in the new columns: each stays as it is. */
    async reform({ scope }: Caller): Promise<NamedTable> {
      const { standing, byId } = await unitsOf(scope);
      const columns = columnsOf<'reform', Site>('reform', {
        code: ({ code }) => code,
        name: ({ name, parentId }) => nameWithParent(name, byId.get(parentId ?? '')?.name),
        newCode: () => null,
        newName: () => null,
        newLevel: () => null,
        newParentCode: () => null,
      });
      return tableOf(`sap-xep-don-vi-${today()}`, columns, standing);
    },

    async endpoints({ scope }: Caller): Promise<NamedTable> {
      const { byId } = await unitsOf(scope);
      const columns = columnsOf<'endpoints', EndpointWithSite>('endpoints', {
        siteCode: ({ siteId }) => byId.get(siteId)?.code ?? null,
        siteName: ({ siteName, parentSiteName }) => nameWithParent(siteName, parentSiteName),
        name: ({ name }) => name,
        email: ({ email }) => email,
        phone: ({ phone }) => phone,
        equipment: ({ equipment }) => equipment,
        lineDownKbps: ({ lineDownKbps }) => lineDownKbps,
        lineUpKbps: ({ lineUpKbps }) => lineUpKbps,
        tags: ({ tags }) => tagsCell(tags),
        retiredFrom: () => null,
        id: ({ id }) => id,
      });
      const { siteIds } = scope;
      return tableOf(`diem-cau-${today()}`, columns, await endpoints.list(siteIds ? { siteIds } : {}));
    },

    async contacts({ scope }: Caller): Promise<NamedTable> {
      const { standing, byId } = await unitsOf(scope);
      const known = await contacts.ofSites(standing.map(({ id }) => id));
      const people = standing.flatMap((site) =>
        (known.get(site.id) ?? []).map((contact, index) => ({ ...contact, site, position: index + 1 })),
      );
      const columns = columnsOf<'contacts', Contact & { site: Site; position: number }>('contacts', {
        siteCode: ({ site }) => site.code,
        siteName: ({ site }) => nameWithParent(site.name, byId.get(site.parentId ?? '')?.name),
        position: ({ position }) => position,
        name: ({ name }) => name,
        phone: ({ phone }) => phone,
      });
      return tableOf(`lien-he-${today()}`, columns, people);
    },
  };
}

const templateNames: Readonly<Record<SheetKind, string>> = {
  sites: 'don-vi',
  endpoints: 'diem-cau',
  contacts: 'lien-he',
  accounts: 'tai-khoan',
  reform: 'sap-xep-don-vi',
};

/** With the headings that an import of this kind recognises. */
const columnsOf = <K extends SheetKind, Row>(
  kind: K,
  cells: { readonly [Column in keyof (typeof sheetColumns)[K] & string]: (row: Row) => Cell },
): SheetColumns<Row> =>
  Object.fromEntries(
    Object.entries<(row: Row) => Cell>(cells).map(([column, of]) => [headingOf(kind, column), of]),
  );

const headingOf = (kind: SheetKind, column: string): string =>
  Object.entries(sheetColumns[kind]).find(([key]) => key === column)?.[1].vi ?? column;
