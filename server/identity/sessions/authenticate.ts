import { Failure } from '../../../protocol/failure.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import type { Account } from '../accounts/account-repository.ts';
import type { AccountCaller, AnyCaller } from '../caller.ts';
import { dueOf, type SecondFactorPolicy } from '../factors/due.ts';
import type { Tokens } from '../passes/tokens.ts';
import { Scope } from '../scope.ts';
import { byIdTogether, type SessionHolders } from './session-holders.ts';
import { type AccountSessionRecord, isAccountSession, type SessionRepository } from './session-repository.ts';
import { isValidAt } from './session-start.ts';

export interface AuthenticateContext {
  readonly sessions: Pick<SessionRepository, 'byIds'>;
  readonly holders: SessionHolders;
  readonly sites: Pick<SiteRepository, 'subtreeIds'>;
  readonly tokens: Pick<Tokens, 'verifyAccess'>;
  readonly policy: SecondFactorPolicy;
  /** How long after a password was entered critical changes are allowed. */
  readonly confirmationTtlS: number;
  readonly now: () => number;
}

/** Who sends a request. */
export function createAuthenticate(context: AuthenticateContext) {
  const { sessions, sites, tokens, policy, now } = context;
  const { ownerOf, usableEndpoint } = context.holders;
  const sessionOf = byIdTogether((ids) => sessions.byIds(ids));

  /** A confirmation in the future is not valid: the clock was set back. */
  const isConfirmed = ({ confirmedAtMs }: AccountSessionRecord): boolean =>
    Math.abs(now() - confirmedAtMs) < 1_000 * context.confirmationTtlS;

  const callerBy = async (session: AccountSessionRecord, account: Account): Promise<AccountCaller> => ({
    kind: 'account',
    account,
    sessionId: session.id,
    confirmed: isConfirmed(session),
    scope: await Scope.of(account, sites),
  });

  /**
   * Returns the caller of an access token. The token becomes invalid at once with its session, its
   * account or its endpoint.
   * @throws Failure `unauthenticated` or `token-expired`
   */
  return async (token: string): Promise<AnyCaller> => {
    const verified = tokens.verifyAccess(token);
    if (!verified.ok) throw new Failure(verified.code);
    const session = await sessionOf(verified.sid);
    if (
      !isValidAt(now(), session) ||
      session.subject.kind !== verified.kind ||
      session.subject.id !== verified.sub
    ) {
      throw new Failure('unauthenticated');
    }
    const sessionId = session.id;
    if (!isAccountSession(session)) {
      const endpoint = await usableEndpoint(verified.sub);
      return { kind: 'device', endpoint, sessionId, scope: Scope.nothing };
    }
    const account = await ownerOf(session);
    const due = dueOf(account, policy);
    return due.length > 0
      ? {
          kind: 'restricted',
          account,
          sessionId,
          confirmed: isConfirmed(session),
          due,
          scope: Scope.nothing,
        }
      : callerBy(session, account);
  };
}
