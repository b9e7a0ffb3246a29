import type { z } from 'zod';
import { rollCall } from '../../domain/conference/roll-call.ts';
import { isModerator } from '../../domain/conference/state.ts';
import { dayInVietnam } from '../../domain/sites/calendar.ts';
import { Failure } from '../../protocol/failure.ts';
import type { meetingQuery, MeetingSummary } from '../../protocol/rest/meetings.ts';
import type { ReadinessView } from '../../protocol/rest/readiness.ts';
import { sheetColumns, type SheetKind } from '../../protocol/rest/sheets.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { Account, AccountRepository } from '../identity/account-repository.ts';
import { scopeOf } from '../identity/authorize.ts';
import { type Caller, subjectId } from '../identity/caller.ts';
import { Names } from '../scheduling/names.ts';
import type { Seeing } from '../scheduling/seeing.ts';
import type { Contact, ContactRepository } from '../sites/contact-repository.ts';
import type { EndpointRepository, EndpointWithSite } from '../sites/endpoint-repository.ts';
import type { Site, SiteRepository } from '../sites/site-repository.ts';
import { nameWithParent } from '../sites/sites.ts';
import { tableOf, type Columns } from './columns.ts';
import { invitationColumns, meetingColumns, readinessColumns } from './meeting-columns.ts';
import { isUnended } from './plan.ts';
import { rollCallColumns } from './roll-call-columns.ts';
import type { Cell } from './table-work.ts';
import type { NamedTable } from './tables.ts';

export interface SheetExportsContext {
  readonly sites: SiteRepository;
  readonly endpoints: EndpointRepository;
  readonly contacts: ContactRepository;
  readonly accounts: AccountRepository;
  readonly seeing: Pick<Seeing, 'see' | 'detail'>;
  readonly meetings: {
    list(query: z.output<typeof meetingQuery>, caller: Caller): Promise<readonly MeetingSummary[]>;
  };
  readonly board: (meetingId: string, caller: Caller) => Promise<ReadinessView>;
  /** What the meeting's conference is or was; the empty one where it never opened. */
  readonly conferenceState: (meetingId: string) => Promise<ConferenceState>;
  readonly now: () => number;
}

export type SheetExports = ReturnType<typeof createSheetExports>;

/** The lists as tables for spreadsheets. Units, rooms and contacts can be taken in again as they are. */
export function createSheetExports(context: SheetExportsContext) {
  const { sites, endpoints, contacts, seeing, meetings, board, conferenceState, now } = context;
  const today = (): string => dayInVietnam(now());

  /** All sites by id, and those of the account's subtree that stand or will, from the top of the tree down. */
  const unitsOf = async (account: Account) => {
    const [all, scope, levels] = await Promise.all([sites.all(), scopeOf(account, sites), sites.levels()]);
    const rank = new Map(levels.map(({ id, rank }) => [id, rank]));
    const standing = all
      .filter((site) => scope.covers(site.id) && isUnended(site, today()))
      .toSorted((a, b) => (rank.get(a.levelId) ?? 0) - (rank.get(b.levelId) ?? 0));
    return { scope, levels, standing, byId: new Map(all.map((site) => [site.id, site])) };
  };

  return {
    async sites(account: Account): Promise<NamedTable> {
      const { standing, byId, levels } = await unitsOf(account);
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

    async endpoints(account: Account): Promise<NamedTable> {
      const { scope, byId } = await unitsOf(account);
      const columns = columnsOf<'endpoints', EndpointWithSite>('endpoints', {
        siteCode: ({ siteId }) => byId.get(siteId)?.code ?? null,
        siteName: ({ siteName, parentSiteName }) => nameWithParent(siteName, parentSiteName),
        name: ({ name }) => name,
        email: ({ email }) => email,
        lineDownKbps: ({ lineDownKbps }) => lineDownKbps,
        lineUpKbps: ({ lineUpKbps }) => lineUpKbps,
      });
      const { siteIds } = scope;
      return tableOf(`diem-cau-${today()}`, columns, await endpoints.list(siteIds ? { siteIds } : {}));
    },

    async contacts(account: Account): Promise<NamedTable> {
      const { standing, byId } = await unitsOf(account);
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

    meetings: async (query: z.output<typeof meetingQuery>, caller: Caller): Promise<NamedTable> =>
      tableOf(`phien-hop-${today()}`, meetingColumns, await meetings.list(query, caller)),

    /** @throws Failure `not-found` */
    async invitations(meetingId: string, caller: Caller): Promise<NamedTable> {
      const { startsAtMs, invitations } = await seeing.detail(meetingId, caller);
      return tableOf(`giay-moi-${dayInVietnam(startsAtMs)}`, invitationColumns, invitations);
    },

    /** @throws Failure `not-found`, `forbidden` */
    async readiness(meetingId: string, caller: Caller): Promise<NamedTable> {
      const { startsAtMs, rows } = await board(meetingId, caller);
      return tableOf(`san-sang-${dayInVietnam(startsAtMs)}`, readinessColumns, rows);
    },

    /** @throws Failure `not-found`, `forbidden` */
    async rollCall(meetingId: string, caller: Caller): Promise<NamedTable> {
      const { meeting, standing } = await seeing.see(meetingId, caller);
      const state = await conferenceState(meetingId);
      const role = state.participants[subjectId(caller)]?.role ?? standing.role;
      if (!isModerator(role)) throw new Failure('forbidden');
      const invited = await new Names(context).invitations(meeting.invitations);
      // The tree of the day: what a reform renamed later was called as it is in the papers of the meeting.
      const day = dayInVietnam(meeting.startsAtMs);
      const { rows } = rollCall(invited, state, await sites.validOn(day));
      return tableOf(`diem-danh-${day}`, rollCallColumns, rows);
    },
  };
}

/** Under the headings by which the kind is read again. */
const columnsOf = <K extends SheetKind, Row>(
  kind: K,
  cells: { readonly [Column in keyof (typeof sheetColumns)[K] & string]: (row: Row) => Cell },
): Columns<Row> =>
  Object.fromEntries(
    Object.entries<(row: Row) => Cell>(cells).map(([column, of]) => [headingOf(kind, column), of]),
  );

const headingOf = (kind: SheetKind, column: string): string =>
  Object.entries(sheetColumns[kind]).find(([key]) => key === column)?.[1].vi ?? column;
