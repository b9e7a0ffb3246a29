import type { ComponentType, JSX } from 'preact';
import { parse } from 'regexparam';
import { z } from 'zod';
import type { Permission } from '../../../protocol/rest/permissions.ts';
import { firstAdministratorPath, passwordLinkPath } from '../../../protocol/rest/identity/one-time-links.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import type { AccountSession, DeviceSession } from '../../state/session.ts';
import { titleWords } from '../shared/titles.ts';
import { lazyView } from '../shared/lazy-view.tsx';

interface Sessions {
  readonly session: AccountSession;
  readonly device: DeviceSession;
}

interface SignedIn {
  readonly session: AccountSession;
  readonly account: AccountView;
}

export interface Page<Props> {
  readonly path: string;
  /** Shown in the title of the document. */
  readonly title: () => string;
  /** Returns undefined if the page has another address. */
  readonly at: (address: string) => ((props: Props) => JSX.Element) | undefined;
}

export interface AccountPage extends Page<SignedIn> {
  readonly who: Permission;
  /** The test id of its link in the menu; without one, the menu does not have the page. */
  readonly menu?: string;
  /** Fills the screen, without the menu, and stays when the sign-in ends: the person can sign in again over it. */
  readonly isConference: boolean;
}

interface Shown<Props, Params> {
  readonly title: keyof ReturnType<typeof titleWords>;
  /** Parses the named parts of the path. */
  readonly params: z.ZodType<Params>;
  readonly view: () => Promise<ComponentType<Props & Params>>;
}

function page<Props extends object, Params extends object>(
  path: string,
  { title, params, view }: Shown<Props, Params>,
): Page<Props> {
  const { pattern, keys } = parse(path);
  const View = lazyView(view);
  return {
    path,
    title: () => titleWords()[title],
    at: (address) => {
      const found = pattern.exec(address);
      const named = params.safeParse(Object.fromEntries(keys.map((key, index) => [key, found?.[index + 1]])));
      return found && named.success
        ? (props) => <View key={address} {...props} {...named.data} />
        : undefined;
    },
  };
}

const accountPage = <Params extends object>(
  path: string,
  who: Permission,
  {
    menu,
    isConference = false,
    ...shown
  }: Shown<SignedIn, Params> & { menu?: string; isConference?: boolean },
): AccountPage => ({ ...page(path, shown), who, isConference, ...(menu === undefined ? {} : { menu }) });

const noParams = z.object({});
const meetingParams = z.object({ meetingId: z.uuid() });

const meetings = {
  title: 'meetings',
  params: noParams,
  view: async () => (await import('../planning/page.tsx')).MeetingsPage,
} as const;

/** Pages without a sign-in: for a room's device, or by the token in a link. */
export const openPages: readonly Page<Sessions>[] = [
  page('/room', {
    title: 'room',
    params: noParams,
    view: async () => (await import('../meeting/room/page.tsx')).RoomPage,
  }),
  page('/reply/:token', {
    title: 'reply',
    params: z.object({ token: z.string() }),
    view: async () => (await import('../reply/page.tsx')).ReplyPage,
  }),
  page(firstAdministratorPath, {
    title: 'firstAdministrator',
    params: noParams,
    view: async () =>
      (await import('../sign-in/one-time-links/first-administrator.tsx')).FirstAdministratorPage,
  }),
  page(passwordLinkPath, {
    title: 'passwordLink',
    params: noParams,
    view: async () => (await import('../sign-in/one-time-links/password.tsx')).PasswordPage,
  }),
];

/** Pages for accounts, in the order of the menu. */
export const accountPages: readonly AccountPage[] = [
  accountPage('/', 'account.own', { ...meetings, menu: 'meetings-link' }),
  accountPage('/login', 'account.own', meetings),
  accountPage('/calendar', 'account.own', {
    title: 'calendar',
    params: noParams,
    menu: 'calendar-link',
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
  accountPage('/meetings/:meetingId/readiness', 'meeting.moderate', {
    title: 'readiness',
    params: meetingParams,
    view: async () => (await import('../readiness/page.tsx')).ReadinessPage,
  }),
  accountPage('/sites', 'endpoint.read', {
    title: 'sites',
    params: noParams,
    menu: 'sites-link',
    view: async () => (await import('../sites/page.tsx')).SitesPage,
  }),
  accountPage('/endpoints', 'endpoint.read', {
    title: 'endpoints',
    params: noParams,
    menu: 'endpoints-link',
    view: async () => (await import('../endpoints/page.tsx')).EndpointsPage,
  }),
  accountPage('/endpoints/:endpointId/rehearsals', 'rehearsal.serve', {
    title: 'rehearsals',
    params: z.object({ endpointId: z.uuid() }),
    view: async () => (await import('../readiness/rehearsal-history.tsx')).RehearsalHistoryPage,
  }),
  accountPage('/accounts', 'account.administer', {
    title: 'accounts',
    params: noParams,
    menu: 'accounts-link',
    view: async () => (await import('../accounts/page.tsx')).AccountsPage,
  }),
  accountPage('/audit', 'audit.read', {
    title: 'audit',
    params: noParams,
    menu: 'audit-link',
    view: async () => (await import('../audit/page.tsx')).AuditPage,
  }),
  accountPage('/account', 'account.own', {
    title: 'ownAccount',
    params: noParams,
    view: async () => (await import('../own-account/page.tsx')).OwnPage,
  }),
];

/** The page at an address, and how to draw it. */
export function pageAt<Props, Found extends Page<Props>>(
  pages: readonly (Found & Page<Props>)[],
  address: string,
) {
  for (const found of pages) {
    const draw = found.at(address);
    if (draw) return { found, draw };
  }
  return undefined;
}
