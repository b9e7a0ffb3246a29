import { firstAdministratorPath, passwordLinkPath } from '../../../protocol/rest/identity/one-time-links.ts';
import type { AccountSession, DeviceSession } from '../../state/session.ts';
import { type Named, noParams, page, type Page } from './page-table.tsx';

interface Sessions {
  readonly session: AccountSession;
  readonly device: DeviceSession;
}

/** Pages without a sign-in: for a room's device, or by the token in a link. */
export const openPages: readonly Page<Sessions>[] = [
  page('/room', {
    title: 'room',
    params: noParams,
    view: async () => (await import('../meeting/room/page.tsx')).RoomPage,
  }),
  page('/reply/:token', {
    title: 'reply',
    params: ({ token }: Named) => (token === undefined ? undefined : { token }),
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
