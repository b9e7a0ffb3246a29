import type { Permission } from '../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import type { AccountSession } from '../../state/session.ts';
import { type Named, noParams, page, type Page, type Shown } from './page-table.tsx';

interface SignedIn {
  readonly session: AccountSession;
  readonly account: AccountView;
}

export interface AccountPage extends Page<SignedIn> {
  readonly who: Permission;
  /** The test id of its link in the menu; without one, the menu does not have the page. */
  readonly menuTestId?: string;
  /** In the menu of administration, if the account may see several pages of it. */
  readonly isAdministration: boolean;
  /** For accounts whose scope is all units. */
  readonly isForAllUnits: boolean;
  /** Fills the screen, without the menu, and stays when the sign-in ends: the person can sign in again over it. */
  readonly isConference: boolean;
}

const accountPage = <Params extends object>(
  path: string,
  who: Permission,
  {
    menuTestId,
    isAdministration = false,
    isConference = false,
    isForAllUnits = false,
    ...shown
  }: Shown<SignedIn, Params> & {
    menuTestId?: string;
    isAdministration?: boolean;
    isConference?: boolean;
    isForAllUnits?: boolean;
  },
): AccountPage => ({
  ...page(path, shown),
  who,
  isAdministration,
  isConference,
  isForAllUnits,
  ...(menuTestId === undefined ? {} : { menuTestId }),
});

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const isId = (part: string | undefined): part is string => part !== undefined && uuid.test(part);

const meetingParams = ({ meetingId }: Named) => (isId(meetingId) ? { meetingId } : undefined);

const meetings = {
  title: 'meetings',
  params: noParams,
  view: async () => (await import('../planning/page.tsx')).MeetingsPage,
} as const;

/** Pages for accounts, in the order of the menu. */
export const accountPages: readonly AccountPage[] = [
  accountPage('/', 'account.own', { ...meetings, menuTestId: 'meetings-link' }),
  accountPage('/login', 'account.own', meetings),
  accountPage('/calendar', 'account.own', {
    title: 'calendar',
    params: noParams,
    menuTestId: 'calendar-link',
    view: async () => (await import('../planning/calendar/page.tsx')).CalendarPage,
  }),
  accountPage('/calendar/rooms', 'endpoint.read', {
    title: 'rooms',
    params: noParams,
    view: async () => (await import('../planning/calendar/rooms.tsx')).RoomsPage,
  }),
  accountPage('/meetings/:meetingId', 'meeting.join', {
    title: 'meeting',
    params: meetingParams,
    isConference: true,
    view: async () => (await import('../meeting/page.tsx')).MeetingPage,
  }),
  accountPage('/meetings/:meetingId/plan', 'meeting.read', {
    title: 'plan',
    params: meetingParams,
    view: async () => (await import('../planning/plan-page/page.tsx')).PlanPage,
  }),
  accountPage('/meetings/:meetingId/readiness', 'meeting.moderate', {
    title: 'readiness',
    params: meetingParams,
    view: async () => (await import('../readiness/page.tsx')).ReadinessPage,
  }),
  accountPage('/sites', 'endpoint.read', {
    title: 'sites',
    params: noParams,
    menuTestId: 'sites-link',
    view: async () => (await import('../sites/page.tsx')).SitesPage,
  }),
  accountPage('/sites/reform', 'site.import', {
    title: 'reform',
    params: noParams,
    view: async () => (await import('../sites/reform/page.tsx')).ReformPage,
  }),
  accountPage('/endpoints', 'endpoint.read', {
    title: 'endpoints',
    params: noParams,
    menuTestId: 'endpoints-link',
    view: async () => (await import('../endpoints/page.tsx')).EndpointsPage,
  }),
  accountPage('/endpoints/:endpointId/rehearsals', 'rehearsal.serve', {
    title: 'rehearsals',
    params: ({ endpointId }: Named) => (isId(endpointId) ? { endpointId } : undefined),
    view: async () => (await import('../readiness/rehearsal-history.tsx')).RehearsalHistoryPage,
  }),
  accountPage('/groups', 'meeting.plan', {
    title: 'groups',
    params: noParams,
    menuTestId: 'groups-link',
    isAdministration: true,
    view: async () => (await import('../groups/page.tsx')).GroupsPage,
  }),
  accountPage('/accounts', 'account.administer', {
    title: 'accounts',
    params: noParams,
    menuTestId: 'accounts-link',
    view: async () => (await import('../accounts/page.tsx')).AccountsPage,
  }),
  accountPage('/bridges', 'bridge.administer', {
    title: 'bridges',
    params: noParams,
    menuTestId: 'bridges-link',
    isAdministration: true,
    isForAllUnits: true,
    view: async () => (await import('../bridges/page.tsx')).BridgesPage,
  }),
  accountPage('/audit', 'audit.read', {
    title: 'audit',
    params: noParams,
    menuTestId: 'audit-link',
    isAdministration: true,
    view: async () => (await import('../audit/page.tsx')).AuditPage,
  }),
  accountPage('/style', 'endpoint.read', {
    title: 'style',
    params: noParams,
    view: async () => (await import('../style/page.tsx')).StylePage,
  }),
  accountPage('/account', 'account.own', {
    title: 'ownAccount',
    params: noParams,
    view: async () => (await import('../own-account/page.tsx')).OwnPage,
  }),
];
