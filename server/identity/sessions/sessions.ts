import type { Logger } from 'pino';
import { Failure } from '../../../protocol/failure.ts';
import type { Proof, SecondStepView } from '../../../protocol/rest/identity/second-factor.ts';
import type { Due } from '../../../protocol/rest/identity/session.ts';
import { networkOf } from '../../perimeter/client-address.ts';
import type { EndpointRepository } from '../../sites/endpoint-repository.ts';
import type { SiteRepository } from '../../sites/site-repository.ts';
import type { Account, AccountRepository } from '../accounts/account-repository.ts';
import type { Attempts, Trier } from '../attempts.ts';
import { dueOf, type SecondFactorPolicy } from '../factors/due.ts';
import { createAuthenticate } from './authenticate.ts';
import { createDeviceSessions } from './device-sessions.ts';
import { firstGeneration, renewed } from './generations.ts';
import { hashOfNone } from '../passwords/password-hash.ts';
import type { Passwords } from '../passwords/passwords.ts';
import type { SecondStep } from '../factors/second-step.ts';
import { createSessionHolders } from './session-holders.ts';
import {
  type AccountSessionRecord,
  type SessionRepository,
  type SessionSubject,
  type SignInSession,
} from './session-repository.ts';
import { accessTo, begunAt, isValidAt, type KeptToken } from './session-start.ts';
import type { Issued, Tokens } from '../passes/tokens.ts';
import { type ClientOrigin, whereabouts } from './whereabouts.ts';

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
  const { accounts, sessions, tokens, attempts, passwords, secondStep, policy, logger, now } = context;
  const holders = createSessionHolders(context);
  const { usableAccount, ownerOf } = holders;
  // The hash against which an unknown login is verified, so that the answer takes as
  // long as for a known login.
  const decoy = hashOfNone();

  const idleEndMs = (endsAtMs: number): number =>
    Math.min(now() + 1_000 * context.refreshTokenTtlS, endsAtMs);

  /** The token of the newest generation. */
  const refreshToken = ({ id, generations, endsAtMs, expiresAtMs }: AccountSessionRecord): KeptToken => ({
    token: tokens.issueRefresh({ sid: id, generation: generations.issued }, endsAtMs).token,
    expiresAtMs,
  });

  const signedIn = (account: Account, session: AccountSessionRecord): SignedIn => ({
    account,
    due: dueOf(account, policy),
    access: accessTo(tokens, session),
    refresh: refreshToken(session),
  });

  const begin = async (account: Account, twoFactors: boolean, from: ClientOrigin): Promise<SignedIn> => {
    const endsAtMs = now() + 1_000 * context.sessionTtlS;
    const session: AccountSessionRecord = {
      ...begunAt(now(), from),
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

  return {
    ...createDeviceSessions({ ...context, holders }),
    authenticate: createAuthenticate({ ...context, holders }),

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
        if (!isValidAt(now(), before)) return before;
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
      if (!isValidAt(now(), session)) throw new Failure('unauthenticated');
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
      return {
        accountId: session.subject.id,
        session: { id: session.id, isValid: isValidAt(now(), session) },
      };
    },

    /** Ends the session of a refresh token. An invalid token is not an error. */
    async signOut(token: string): Promise<void> {
      const verified = tokens.verifyRefresh(token);
      if (!verified.ok) return;
      await sessions.revoke(verified.sid, now());
      logger.info({ sessionId: verified.sid }, 'signed out');
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
      if (
        !isValidAt(now(), session) ||
        session.subject.kind !== 'account' ||
        session.subject.id !== accountId
      ) {
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
