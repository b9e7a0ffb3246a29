import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import { Failure } from '../../protocol/failure.ts';
import type { Proof, SecondStepView } from '../../protocol/rest/second-factor.ts';
import type { Due } from '../../protocol/rest/session.ts';
import { networkOf } from '../perimeter/client-address.ts';
import type { EndpointRepository, EndpointWithSite } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import { together } from '../together.ts';
import type { Account, AccountRepository } from './account-repository.ts';
import type { Attempts, Trier } from './attempts.ts';
import type { AccountCaller, AnyCaller } from './caller.ts';
import { dueOf, type SecondFactorPolicy } from './due.ts';
import { firstGeneration, renewed } from './generations.ts';
import { hashSecret, newToken } from './opaque-secrets.ts';
import { hashOfNone } from './password-hash.ts';
import type { Passwords } from './passwords.ts';
import { Scope } from './scope.ts';
import type { SecondStep } from './second-step.ts';
import {
  type AccountSession,
  type DeviceSession,
  isAccountSession,
  type SessionRepository,
  type SessionSubject,
  type SignInSession,
} from './session-repository.ts';
import type { Issued, Tokens } from './tokens.ts';
import { type Whence, whereabouts } from './whereabouts.ts';

/** A long-lived secret for a cookie. */
export type KeptToken = { readonly token: string; readonly expiresAtMs: number };
export type SignedIn = {
  readonly account: Account;
  readonly due: readonly Due[];
  readonly access: Issued;
  readonly refresh: KeptToken;
};
/** A sign-in that ended because one of its old refresh tokens was shown, from where the request came. */
export type CopiedSession = Whence & { readonly sessionId: string; readonly accountId: string };
export type DeviceSignedIn = { readonly endpoint: EndpointWithSite; readonly access: Issued };

/**
 * How long a replaced refresh token is good while its replacement is not used: over a night in which a power cut took the
 * answer. It costs no safety, since whoever of two holders comes second is found out all the same.
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
  /** How long after a password was given critical changes are let through. */
  readonly confirmationTtlS: number;
  /** Is told before the token is refused. */
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
  // Every request with a token looks these up, and after a power cut a whole province asks at once.
  const sessionOf = byIdTogether((ids) => sessions.byIds(ids));
  const accountOf = byIdTogether((ids) => accounts.byIds(ids));
  const endpointOf = byIdTogether((ids) => endpoints.byIds(ids));
  // What an unknown login is checked against, so that the answer takes as long as for a known one.
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

  const begun = (from: Whence) => ({
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

  const begin = async (account: Account, twoFactors: boolean, from: Whence): Promise<SignedIn> => {
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

  const stands = <Session extends SignInSession>(session: Session | undefined): session is Session =>
    session !== undefined && session.revokedAtMs === null && session.expiresAtMs > now();

  const usableAccount = async (id: string): Promise<Account> => {
    const account = await accountOf(id);
    if (account === undefined || account.disabledAtMs !== null) throw new Failure('unauthenticated');
    return account;
  };

  /**
   * The account of a session that is as safe as its account wants it: one that began with a password alone falls when a
   * second factor is set up elsewhere.
   */
  const ownerOf = async ({ subject, twoFactors }: AccountSession): Promise<Account> => {
    const account = await usableAccount(subject.id);
    if (account.secondFactor && !twoFactors) throw new Failure('unauthenticated');
    return account;
  };

  /** A clock that was set back makes no confirmation of the future good. */
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
     * A session, or what is to follow where the account has a second factor.
     * @throws Failure `unauthenticated`, the same for a wrong login, a wrong password and a disabled account;
     *   `too-many-attempts`
     */
    signIn: (
      login: string,
      password: string,
      { address, knownDevice, userAgent }: Trier & Whence,
    ): Promise<SignedIn | SecondStepView> => {
      let accountId: string | undefined;
      const attempt = async (): Promise<SignedIn | SecondStepView> => {
        const account = await accounts.byLogin(login);
        accountId = account?.id;
        const right = await passwords.verify(account?.passwordHash ?? decoy, password, networkOf(address));
        if (account === undefined || !right || account.disabledAtMs !== null) {
          logger.info({ accountId, address }, 'sign-in refused');
          throw new Failure('unauthenticated', 'login or password is wrong');
        }
        return account.secondFactor
          ? secondStep.begin(account.id)
          : begin(account, false, { address, userAgent });
      };
      return attempts.guard({ address, knownDevice }, `account ${login}`, attempt, () => ({ accountId }));
    },

    /**
     * @throws Failure `unauthenticated` where the password is to be given again, `wrong-proof`, `second-factor-locked`,
     *   `too-many-attempts`
     */
    finishSignIn: (challenge: string, proof: Proof, from: Whence): Promise<SignedIn> =>
      attempts.guess(from.address, async () =>
        begin(await usableAccount(await secondStep.finish(challenge, proof)), true, from),
      ),

    /**
     * Replaces a refresh token. A dead one, of whatever age, shows that the session has two holders: it ends for both.
     * @throws Failure `unauthenticated`
     */
    async refresh(token: string, from: Whence): Promise<SignedIn> {
      const verified = tokens.verifyRefresh(token);
      if (!verified.ok) throw new Failure('unauthenticated');
      const { sid, generation } = verified;
      let copied = false;
      const session = await sessions.decide(sid, (before) => {
        if (!stands(before)) return before;
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
      if (!stands(session)) throw new Failure('unauthenticated');
      return signedIn(await ownerOf(session), session);
    },

    /** Whose sign-in a refresh token renews, and whether that lasts; undefined where it is no such token. */
    async holderOf(token: string) {
      const verified = tokens.verifyRefresh(token);
      const session = verified.ok ? await sessions.byId(verified.sid) : undefined;
      if (session?.subject.kind !== 'account') return undefined;
      return { accountId: session.subject.id, session: { id: session.id, stands: stands(session) } };
    },

    /** Ends the session of a refresh token; a token that is none is no error. */
    async signOut(token: string): Promise<void> {
      const verified = tokens.verifyRefresh(token);
      if (!verified.ok) return;
      await sessions.revoke(verified.sid, now());
      logger.info({ sessionId: verified.sid }, 'signed out');
    },

    /** Makes the caller the endpoint's device. Who may become it is decided before. */
    async beginDevice(
      endpointId: string,
      from: Whence = { address: '' },
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
     * An access token for a device. Its own token stays as it is: a room that loses power while an answer is under way
     * must not have to be paired again.
     * @throws Failure `unauthenticated`
     */
    async resumeDevice(token: string, from: Whence): Promise<DeviceSignedIn> {
      const session = await sessions.byHash(hashSecret(token));
      if (!stands(session)) throw new Failure('unauthenticated');
      const endpoint = await usableEndpoint(session.subject.id);
      await sessions.touch(session.id, whereabouts(from), now());
      return { endpoint, access: access(session) };
    },

    /**
     * Who an access token speaks for. It falls at once with its session, its account or its endpoint.
     * @throws Failure `unauthenticated` or `token-expired`
     */
    async authenticate(token: string): Promise<AnyCaller> {
      const verified = tokens.verifyAccess(token);
      if (!verified.ok) throw new Failure(verified.code);
      const session = await sessionOf(verified.sid);
      if (!stands(session) || session.subject.kind !== verified.kind || session.subject.id !== verified.sub) {
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

    /** The session's owner has set up a second factor in it. */
    async noteSecondFactor(sessionId: string): Promise<void> {
      await sessions.decide(sessionId, (session) => ({ ...session, twoFactors: true }));
    },

    /** The session's owner has given the password. */
    async noteConfirmed(sessionId: string): Promise<void> {
      await sessions.decide(sessionId, (session) => ({ ...session, confirmedAtMs: now() }));
    },

    /** Where an account is signed in, the last used first. */
    listOf: (accountId: string): Promise<readonly SignInSession[]> =>
      sessions.listOf({ kind: 'account', id: accountId }, now()),

    /** Ends one session of an account. @throws Failure `not-found` where the account has no such session */
    async endOf(accountId: string, sessionId: string): Promise<void> {
      const session = await sessions.byId(sessionId);
      if (!stands(session) || session.subject.kind !== 'account' || session.subject.id !== accountId) {
        throw new Failure('not-found');
      }
      await sessions.revoke(sessionId, now());
    },

    /** Ends all sessions of an account but one, or unpairs all devices of an endpoint; says how many. */
    async revokeAllOf(subject: SessionSubject, exceptSessionId?: string): Promise<number> {
      return (await sessions.revokeAllOf(subject, now(), exceptSessionId)).length;
    },
  };
}

/** What an answer may wait for the look-up of who asks: little beside the way across the province. */
const lookUpRestMs = 10;

const byIdTogether = <Item extends { readonly id: string }>(
  byIds: (ids: readonly string[]) => Promise<readonly Item[]>,
): ((id: string) => Promise<Item | undefined>) =>
  together(lookUpRestMs, async (ids) => {
    const found = new Map((await byIds(ids)).map((item) => [item.id, item]));
    return ids.map((id) => found.get(id));
  });
