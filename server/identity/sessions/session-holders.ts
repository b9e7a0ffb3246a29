import { Failure } from '../../../protocol/failure.ts';
import type { EndpointRepository, EndpointWithSite } from '../../sites/endpoint-repository.ts';
import { together } from '../../together.ts';
import type { Account, AccountRepository } from '../accounts/account-repository.ts';
import type { AccountSessionRecord } from './session-repository.ts';

export interface SessionHoldersContext {
  readonly accounts: Pick<AccountRepository, 'byIds'>;
  readonly endpoints: Pick<EndpointRepository, 'byIds'>;
}

export type SessionHolders = ReturnType<typeof createSessionHolders>;

/** The accounts and endpoints of sessions. */
export function createSessionHolders({ accounts, endpoints }: SessionHoldersContext) {
  const accountOf = byIdTogether((ids) => accounts.byIds(ids));
  const endpointOf = byIdTogether((ids) => endpoints.byIds(ids));

  /** @throws Failure `unauthenticated` */
  const usableAccount = async (id: string): Promise<Account> => {
    const account = await accountOf(id);
    if (account === undefined || account.disabledAtMs !== null) throw new Failure('unauthenticated');
    return account;
  };

  /**
   * Returns the account of a session, unless the account has a second factor and the session began without
   * one: setting up a second factor invalidates such sessions.
   * @throws Failure `unauthenticated`
   */
  const ownerOf = async ({ subject, twoFactors }: AccountSessionRecord): Promise<Account> => {
    const account = await usableAccount(subject.id);
    if (account.secondFactor && !twoFactors) throw new Failure('unauthenticated');
    return account;
  };

  /** @throws Failure `unauthenticated` */
  const usableEndpoint = async (id: string): Promise<EndpointWithSite> => {
    const endpoint = await endpointOf(id);
    if (endpoint === undefined || endpoint.retiredAtMs !== null) throw new Failure('unauthenticated');
    return endpoint;
  };

  return { usableAccount, ownerOf, usableEndpoint };
}

/** How long a look-up may wait for others: little compared with the round trip across the province, in ms. */
const lookUpRestMs = 10;

/**
 * Looks items up by id, many at a time: every request with a token needs these look-ups, and after a power cut a
 * whole province sends requests at once.
 */
export const byIdTogether = <Item extends { readonly id: string }>(
  byIds: (ids: readonly string[]) => Promise<readonly Item[]>,
): ((id: string) => Promise<Item | undefined>) =>
  together(lookUpRestMs, async (ids) => {
    const found = new Map((await byIds(ids)).map((item) => [item.id, item]));
    return ids.map((id) => found.get(id));
  });
