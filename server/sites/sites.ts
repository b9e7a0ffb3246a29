import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import { dayInVietnam } from '../../domain/sites/calendar.ts';
import { fold } from '../../domain/sites/fold.ts';
import { changeDistricts, foundTree, mergeCommunes, type Reform } from '../../domain/sites/reforms.ts';
import { parseDistricts, parseMergers } from '../../domain/sites/unit-lists.ts';
import { Failure } from '../../protocol/failure.ts';
import { pageOf } from '../../protocol/rest/paging.ts';
import type {
  EndedSite,
  ImportReport,
  SiteImport,
  SitePosition,
  siteSearch,
} from '../../protocol/rest/sites/sites.ts';
import type { Caller } from '../identity/caller.ts';
import { createSiteEndings } from './endings.ts';
import { knownLevels } from './known-levels.ts';
import { createSiteChanges } from './site-changes.ts';
import type { CalendarDay, Site, SiteRepository } from './site-repository.ts';
import { siteView } from './site-view.ts';

export interface SitesContext {
  readonly sites: SiteRepository;
  readonly now: () => number;
}

export type SitesService = ReturnType<typeof createSites>;

export function createSites({ sites, now }: SitesContext) {
  const today = (): CalendarDay => dayInVietnam(now());

  const existing = async (siteId: string): Promise<Site> => {
    const site = await sites.byId(siteId);
    if (site === undefined) throw new Failure('not-found', 'no such site');
    return site;
  };

  /** The administrative tree of any day. Every account may read all of it, because the tree is public. */
  const wholeDirectory = {
    levels: () => knownLevels(sites),

    list: async (on: CalendarDay = today()) => (await sites.validOn(on)).map(siteView),

    /** The units that have ended, newest end first, each with its successors. */
    async ended(): Promise<EndedSite[]> {
      const all = await sites.all();
      const byId = new Map(all.map((site) => [site.id, site]));
      const found = (site: Site) => ({
        ...siteView(site),
        parentName: byId.get(site.parentId ?? '')?.name ?? null,
      });
      const ended = all
        .filter((site) => site.validTo !== null && site.validTo <= today())
        .toSorted((a, b) => endOf(b).localeCompare(endOf(a)) || a.folded.localeCompare(b.folded));
      const lineage = Map.groupBy(
        await sites.successorsOf(ended.map(({ id }) => id)),
        ({ fromSiteId }) => fromSiteId,
      );
      return ended.map((site) => ({
        ...found(site),
        became: (lineage.get(site.id) ?? []).flatMap(({ kind, onDate, toSiteId }) => {
          const to = byId.get(toSiteId);
          return to ? [{ kind, onDate, to: found(to) }] : [];
        }),
      }));
    },

    /** A page of the units that are valid on the day and whose names contain the text. */
    async search({ q, on = today(), cursor, limit }: z.output<typeof siteSearch>) {
      const text = fold(q);
      const { rows, nextCursor } = pageOf(
        await sites.search(text, on, limit + 1, cursor),
        limit,
        ({ folded, id }): SitePosition => [folded.indexOf(text) + 1, folded, id],
      );
      const parents = await sites.byIds([...new Set(rows.flatMap(({ parentId }) => parentId ?? []))]);
      const nameOf = new Map(parents.map(({ id, name }) => [id, name]));
      const found = rows.map((site) => ({
        ...siteView(site),
        parentName: (site.parentId === null ? undefined : nameOf.get(site.parentId)) ?? null,
      }));
      return { sites: found, nextCursor };
    },

    /** @throws Failure `not-found` */
    async get(siteId: string) {
      const site = await existing(siteId);
      const [ancestors, entries] = await Promise.all([sites.ancestors(siteId), sites.lineageOf(siteId)]);
      const named = await sites.byIds([
        ...new Set(entries.flatMap(({ fromSiteId, toSiteId }) => [fromSiteId, toSiteId])),
      ]);
      const viewOf = new Map(named.map((each) => [each.id, siteView(each)]));
      const lineage = entries.flatMap(({ kind, onDate, fromSiteId, toSiteId }) => {
        const [from, to] = [viewOf.get(fromSiteId), viewOf.get(toSiteId)];
        return from && to ? [{ kind, onDate, from, to }] : [];
      });
      return { site: siteView(site), ancestors: ancestors.map(siteView), lineage };
    },
  };

  return {
    wholeDirectory,
    endings: createSiteEndings({ sites, now }),
    changes: createSiteChanges({ sites, now }),

    /**
     * Imports a published list: creates the tree, or reforms the tree that is valid on the list's first day.
     * Every unit that the import touches must be in the caller's subtree: units that it names, closes or
     * creates, and their parents, predecessors and successors.
     * @throws Failure `conflict` if the list does not fit the current tree, `invalid-request` if it cannot be
     *   read, `not-found` with the codes of units outside the subtree
     */
    async importList(list: SiteImport, { scope }: Caller): Promise<ImportReport> {
      const [standing, levels] = await Promise.all([sites.validOn(list.validFrom), sites.levels()]);
      const reform = plan(list, standing);
      if (!reform.ok) throw new Failure('conflict', reform.detail);
      const { unexplained } = reform;
      const change = scope.requireTree(
        {
          ...reform.change,
          levels: reform.change.levels.filter(({ id }) => levels.every((level) => level.id !== id)),
        },
        (siteId) => standing.find(({ id }) => id === siteId)?.code ?? siteId,
      );
      if (!(await sites.apply(change)))
        throw new Failure('conflict', 'a unit of the list was created in the meantime');
      return {
        created: change.sites.length,
        closed: change.closures.length,
        lineage: change.lineage.length,
        unexplained: unexplained.map(siteView),
      };
    },
  };
}

function plan(list: SiteImport, standing: readonly Site[]): Reform {
  const occasion = { validFrom: list.validFrom, province: list.province, newId: uuid };
  switch (list.format) {
    case 'districts': {
      const parsed = parseDistricts(list.text);
      if (!parsed.ok) throw new Failure('invalid-request', parsed.detail);
      const successors = new Map(list.successors.map(({ goneCode, code }) => [goneCode, code]));
      return standing.length === 0
        ? foundTree(parsed.rows, list.departments, occasion)
        : changeDistricts(standing, parsed.rows, successors, occasion);
    }
    case 'mergers': {
      const parsed = parseMergers(list.text);
      if (!parsed.ok) throw new Failure('invalid-request', parsed.detail);
      return mergeCommunes(standing, parsed.rows, occasion);
    }
    default:
      return list.format satisfies never;
  }
}

const endOf = ({ validTo }: Site): CalendarDay => validTo ?? '';
