import type { Invitation, MeetingWithInvitations } from '../../domain/schedule/meeting.ts';
import { roomLanguage } from '../../protocol/language.ts';
import type { AccountRepository } from '../identity/accounts/account-repository.ts';
import { Names } from '../scheduling/access/names.ts';
import type { EndpointRepository } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import { nameWithParent } from '../sites/site-view.ts';
import { delegatesTold, type Notice } from './notice.ts';

export interface Directory {
  readonly endpoints: EndpointRepository;
  readonly accounts: AccountRepository;
  readonly sites: SiteRepository;
}

export const inviteeIdOf = ({ endpointId, accountId }: Invitation): string | null => endpointId ?? accountId;

/**
 * E-mail addresses by endpoint or account id. Leaves out retired rooms, disabled accounts and those without
 * an address.
 */
export async function addressesOf(
  { endpoints, accounts }: Directory,
  invitations: readonly Invitation[],
): Promise<ReadonlyMap<string, string>> {
  const [rooms, people] = await Promise.all([
    endpoints.byIds(invitations.flatMap(({ endpointId }) => endpointId ?? [])),
    Promise.all(
      invitations.flatMap(({ accountId }) => (accountId === null ? [] : [accounts.byId(accountId)])),
    ),
  ]);
  return new Map([
    ...rooms.flatMap(({ id, email, retiredAtMs }): [string, string][] =>
      email === null || retiredAtMs !== null ? [] : [[id, email]],
    ),
    ...people.flatMap((account): [string, string][] =>
      account === undefined || account.email === null || account.disabledAtMs !== null
        ? []
        : [[account.id, account.email]],
    ),
  ]);
}

/** The addressee of a letter, even if no longer invited. Undefined if it cannot receive mail. */
export async function addresseeOf(
  directory: Directory,
  inviteeId: string,
  meeting: MeetingWithInvitations,
): Promise<Notice['invitee'] | undefined> {
  const { endpoints, accounts, sites } = directory;
  const invitation = meeting.invitations.find((each) => inviteeIdOf(each) === inviteeId);
  const role = invitation?.role ?? null;
  const delegates = delegatesTold(meeting, invitation);
  const room = await endpoints.byId(inviteeId);
  if (room !== undefined) {
    const { name, email, retiredAtMs, siteName, parentSiteName } = room;
    if (email === null || retiredAtMs !== null) return undefined;
    const site = nameWithParent(siteName, parentSiteName);
    const called = { id: inviteeId, kind: 'endpoint', name, siteName: site, email } as const;
    return { ...called, language: roomLanguage, role, delegates };
  }
  const account = await accounts.byId(inviteeId);
  if (account === undefined || account.email === null || account.disabledAtMs !== null) return undefined;
  const { fullName: name, email, language, siteId } = account;
  const siteName = await new Names({ endpoints, accounts, sites }).site(siteId);
  return { id: inviteeId, kind: 'account', name, siteName, email, language, role, delegates };
}
