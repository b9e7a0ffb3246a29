import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import { Failure } from '../../../protocol/failure.ts';
import type { Proof, SecondStepView } from '../../../protocol/rest/identity/second-factor.ts';
import type { Due } from '../../../protocol/rest/identity/session.ts';
import { networkOf } from '../../perimeter/client-address.ts';
import type { EndpointRepository, EndpointWithSite } from '../../sites/endpoint-repository.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import { together } from '../../together.ts';
import type { Account, AccountRepository } from '../accounts/account-repository.ts';
import type { Attempts, Trier } from '../attempts.ts';
import type { AccountCaller, AnyCaller } from '../caller.ts';
import { dueOf, type SecondFactorPolicy } from '../factors/due.ts';
import { firstGeneration, renewed } from './generations.ts';
import { hashSecret, newToken } from '../secrets/opaque-secrets.ts';
import { hashOfNone } from '../passwords/password-hash.ts';
import type { Passwords } from '../passwords/passwords.ts';
import { Scope } from '../scope.ts';
import type { SecondStep } from '../factors/second-step.ts';
import {
  type AccountSession,
  type DeviceSession,
  isAccountSession,
  type SessionRepository,
  type SessionSubject,
  type SignInSession,
} from './session-repository.ts';
import type { Issued, Tokens } from '../passes/tokens.ts';
import { type ClientOrigin, whereabouts } from './whereabouts.ts';

/** A long-lived secret for a cookie. */
export type KeptToken = { readonly token: string; readonly expiresAtMs: number };
export type SignedIn = {
  readonly account: Account;
  readonly due: readonly Due[];
  readonly access: Issued;
  readonly refresh: KeptToken;
};
/**
 * A sign-in that ended because one of its old refresh tokens was presented, and where that request came from.
 */
export type CopiedSession = ClientOrigin & { readonly sessionId: string; readonly accountId: string };
export type DeviceSignedIn = { readonly endpoint: EndpointWithSite; readonly access: Issued };

/**
 * How long a replaced refresh token stays valid while its replacement is not used: long enough for a night
 * after a power cut lost the answer. This does not weaken the detection of copies: the second of two
 * holders is detected anyway.
 */
export const lostAnswerGraceMs = 24 * 3_600_000;

export interface SessionsContext {
  readonly accounts: AccountRepository;
  readonly sessions: SessionRepository;
  readonly endpoints: EndpointRepository;
  readonly sites: Pick<SiteRepository, 'subtreeIds'>;
  readonly tokens: Tokens;
  readonly attempts: Attempts;
  readonly passwords: Passwords;
  readonly secondStep: SecondStep;
  readonly policy: SecondFactorPolicy;
  readonly refreshTokenTtlS: number;
  readonly sessionTtlS: number;
  readonly deviceTokenTtlS: number;
  /** How long after a password was entered critical changes are allowed. */
  readonly confirmationTtlS: number;
  /** Called before the token is refused. */
  readonly copyFound: (copied: CopiedSession) => Promise<void>;
  readonly logger: Logger;
  readonly now: () => number;
}

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(context: SessionsContext) {
  const {
    accounts,
    sessions,
    endpoints,
    sites,
    tokens,
    attempts,
    passwords,
    secondStep,
    policy,
    logger,
    now,
  } = context;
  // Every request with a token needs these look-ups, and after a power cut a whole
  // province sends requests at once.
  const sessionOf = byIdTogether((ids) => sessions.byIds(ids));
  const accountOf = byIdTogether((ids) => accounts.byIds(ids));
  const endpointOf = byIdTogether((ids) => endpoints.byIds(ids));
  // The hash against which an unknown login is verified, so that the answer takes as
  // long as for a known login.
  const decoy = hashOfNone();

  const idleEndMs = (endsAtMs: number): number =>
    Math.min(now() + 1_000 * context.refreshTokenTtlS, endsAtMs);

  const access = ({ id, subject }: Pick<SignInSession, 'id' | 'subject'>): Issued =>
    tokens.issueAccess({ sub: subject.id, kind: subject.kind, sid: id });

  /** The token of the newest generation. */
  const refreshToken = ({ id, generations, endsAtMs, expiresAtMs }: AccountSession): KeptToken => ({
    token: tokens.issueRefresh({ sid: id, generation: generations.issued }, endsAtMs).token,
    expiresAtMs,
  });

  const begun = (from: ClientOrigin) => ({
    ...whereabouts(from),
    id: uuid(),
    issuedAtMs: now(),
    lastUsedAtMs: now(),
    revokedAtMs: null,
  });

  const signedIn = (account: Account, session: AccountSession): SignedIn => ({
    account,
    due: dueOf(account, policy),
    access: access(session),
    refresh: refreshToken(session),
  });

  const begin = async (account: Account, twoFactors: boolean, from: ClientOrigin): Promise<SignedIn> => {
    const endsAtMs = now() + 1_000 * context.sessionTtlS;
    const session: AccountSession = {
      ...begun(from),
      subject: { kind: 'account', id: account.id },
      generations: firstGeneration(now()),
      twoFactors,
      confirmedAtMs: now(),
      endsAtMs,
      expiresAtMs: idleEndMs(endsAtMs),
    };
    await sessions.insert(session);
    const { address } = from;
    logger.info({ accountId: account.id, sessionId: session.id, twoFactors, address }, 'signed in');
    return signedIn(account, session);
  };

  const isValid = <Session extends SignInSession>(session: Session | undefined): session is Session =>
    session !== undefined && session.revokedAtMs === null && session.expiresAtMs > now();

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
  const ownerOf = async ({ subject, twoFactors }: AccountSession): Promise<Account> => {
    const account = await usableAccount(subject.id);
    if (account.secondFactor && !twoFactors) throw new Failure('unauthenticated');
    return account;
  };

  /** A confirmation in the future is not valid: the clock was set back. */
  const isConfirmed = ({ confirmedAtMs }: AccountSession): boolean =>
    Math.abs(now() - confirmedAtMs) < 1_000 * context.confirmationTtlS;

  const usableEndpoint = async (id: string): Promise<EndpointWithSite> => {
    const endpoint = await endpointOf(id);
    if (endpoint === undefined || endpoint.retiredAtMs !== null) throw new Failure('unauthenticated');
    return endpoint;
  };

  const callerBy = async (session: AccountSession, account: Account): Promise<AccountCaller> => ({
    kind: 'account',
    account,
    sessionId: session.id,
    confirmed: isConfirmed(session),
    scope: await Scope.of(account, sites),
  });

  return {
    /**
     * Returns a session, or the second step where the account has a second factor.
     * @throws Failure `unauthenticated`, the same for a wrong login, a wrong password and a disabled
     *   account; `too-many-attempts`
     */
    signIn: (
      login: string,
      password: string,
      { address, knownDevice, userAgent }: Trier & ClientOrigin,
    ): Promise<SignedIn | SecondStepView> => {
      let accountId: string | undefined;
      const attempt = async (): Promise<SignedIn | SecondStepView> => {
        const account = await accounts.byLogin(login);
        accountId = account?.id;
        const right = await passwords.verify(account?.passwordHash ?? decoy, password, networkOf(address));
        if (account === undefined || !right || account.disabledAtMs !== null) {
          logger.info({ accountId, address }, 'sign-in refused');
          throw new Failure('unauthenticated', 'wrong login or password');
        }
        return account.secondFactor
          ? secondStep.begin(account.id)
          : begin(account, false, { address, userAgent });
      };
      return attempts.guard({ address, knownDevice }, `account ${login}`, attempt, () => ({ accountId }));
    },

    /**
     * @throws Failure `unauthenticated` where the password must be entered again, `wrong-proof`,
     *   `second-factor-locked`, `too-many-attempts`
     */
    finishSignIn: (challenge: string, proof: Proof, from: ClientOrigin): Promise<SignedIn> =>
      attempts.guess(from.address, async () =>
        begin(await usableAccount(await secondStep.finish(challenge, proof)), true, from),
      ),

    /**
     * Replaces a refresh token. A dead token, of any age, shows that the session has two
     * holders: it ends for both.
     * @throws Failure `unauthenticated`
     */
    async refresh(token: string, from: ClientOrigin): Promise<SignedIn> {
      const verified = tokens.verifyRefresh(token);
      if (!verified.ok) throw new Failure('unauthenticated');
      const { sid, generation } = verified;
      let copied = false;
      const session = await sessions.decide(sid, (before) => {
        if (!isValid(before)) return before;
        const generations = renewed(before.generations, generation, now(), lostAnswerGraceMs);
        copied = generations === undefined;
        if (generations === undefined) return { ...before, revokedAtMs: now() };
        const expiresAtMs = idleEndMs(before.endsAtMs);
        return { ...before, ...whereabouts(from), generations, expiresAtMs, lastUsedAtMs: now() };
      });
      if (session && copied) {
        const { address } = from;
        logger.warn(
          { sessionId: sid, accountId: session.subject.id, generation, address },
          'a refresh token was used twice',
        );
        await context.copyFound({ ...from, sessionId: sid, accountId: session.subject.id });
      }
      if (!isValid(session)) throw new Failure('unauthenticated');
      return signedIn(await ownerOf(session), session);
    },

    /**
     * The account and session that a refresh token renews, and whether the session is still valid. Undefined
     * where it is no such token.
     */
    async holderOf(token: string) {
      const verified = tokens.verifyRefresh(token);
      const session = verified.ok ? await sessions.byId(verified.sid) : undefined;
      if (session?.subject.kind !== 'account') return undefined;
      return { accountId: session.subject.id, session: { id: session.id, isValid: isValid(session) } };
    },

    /** Ends the session of a refresh token. An invalid token is not an error. */
    async signOut(token: string): Promise<void> {
      const verified = tokens.verifyRefresh(token);
      if (!verified.ok) return;
      await sessions.revoke(verified.sid, now());
      logger.info({ sessionId: verified.sid }, 'signed out');
    },

    /** Makes the caller the endpoint's device. The caller's right to do so must be checked before. */
    async beginDevice(
      endpointId: string,
      from: ClientOrigin = { address: '' },
    ): Promise<DeviceSignedIn & { readonly device: KeptToken }> {
      const endpoint = await usableEndpoint(endpointId);
      const token = newToken();
      const session: DeviceSession = {
        ...begun(from),
        subject: { kind: 'device', id: endpointId },
        secretHash: hashSecret(token),
        expiresAtMs: now() + 1_000 * context.deviceTokenTtlS,
      };
      await sessions.insert(session);
      return { endpoint, access: access(session), device: { token, expiresAtMs: session.expiresAtMs } };
    },

    /**
     * Issues an access token for a device. The device's own token does not change: a room that loses power
     * during an answer must not have to be paired again.
     * @throws Failure `unauthenticated`
     */
    async resumeDevice(token: string, from: ClientOrigin): Promise<DeviceSignedIn> {
      const session = await sessions.byHash(hashSecret(token));
      if (!isValid(session)) throw new Failure('unauthenticated');
      const endpoint = await usableEndpoint(session.subject.id);
      await sessions.touch(session.id, whereabouts(from), now());
      return { endpoint, access: access(session) };
    },

    /**
     * Returns the caller of an access token. The token becomes invalid at once with its session, its
     * account or its endpoint.
     * @throws Failure `unauthenticated` or `token-expired`
     */
    async authenticate(token: string): Promise<AnyCaller> {
      const verified = tokens.verifyAccess(token);
      if (!verified.ok) throw new Failure(verified.code);
      const session = await sessionOf(verified.sid);
      if (
        !isValid(session) ||
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
    },

    /** Records that the session's owner has set up a second factor in it. */
    async noteSecondFactor(sessionId: string): Promise<void> {
      await sessions.decide(sessionId, (session) => ({ ...session, twoFactors: true }));
    },

    /** Records that the session's owner has entered the password. */
    async noteConfirmed(sessionId: string): Promise<void> {
      await sessions.decide(sessionId, (session) => ({ ...session, confirmedAtMs: now() }));
    },

    /** The sessions of an account, the last used first. */
    listOf: (accountId: string): Promise<readonly SignInSession[]> =>
      sessions.listOf({ kind: 'account', id: accountId }, now()),

    /** Ends one session of an account. @throws Failure `not-found` where the account has no such session */
    async endOf(accountId: string, sessionId: string): Promise<void> {
      const session = await sessions.byId(sessionId);
      if (!isValid(session) || session.subject.kind !== 'account' || session.subject.id !== accountId) {
        throw new Failure('not-found');
      }
      await sessions.revoke(sessionId, now());
    },

    /**
     * Ends all sessions of an account except one, or unpairs all devices of an endpoint.
     * @returns how many
     */
    async revokeAllOf(subject: SessionSubject, exceptSessionId?: string): Promise<number> {
      return (await sessions.revokeAllOf(subject, now(), exceptSessionId)).length;
    },
  };
}

/** How long a look-up may wait for others: little compared with the round trip across the province, in ms. */
const lookUpRestMs = 10;

const byIdTogether = <Item extends { readonly id: string }>(
  byIds: (ids: readonly string[]) => Promise<readonly Item[]>,
): ((id: string) => Promise<Item | undefined>) =>
  together(lookUpRestMs, async (ids) => {
    const found = new Map((await byIds(ids)).map((item) => [item.id, item]));
    return ids.map((id) => found.get(id));
  });
