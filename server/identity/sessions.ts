import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import { Failure } from '../../protocol/failure.ts';
import type { EndpointRepository, EndpointWithSite } from '../sites/endpoint-repository.ts';
import type { SiteRepository } from '../sites/site-repository.ts';
import type { Account, AccountRepository } from './account-repository.ts';
import type { Attempts, Trier } from './attempts.ts';
import type { AccountCaller, Caller } from './caller.ts';
import { hashSecret, newToken } from './opaque-secrets.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { Scope } from './scope.ts';
import type { SessionRepository, SessionSubject, SignInSession } from './session-repository.ts';
import type { Issued, Tokens } from './tokens.ts';

/** A long-lived secret for a cookie. */
export type KeptToken = { readonly token: string; readonly expiresAtMs: number };
export type SignedIn = { readonly account: Account; readonly access: Issued; readonly refresh: KeptToken };
export type DeviceSignedIn = { readonly endpoint: EndpointWithSite; readonly access: Issued };

/** How long a replaced refresh token is still good: its page may have gone before the answer with the new one arrived. */
const lostAnswerGraceMs = 10_000;

export interface SessionsContext {
  readonly accounts: AccountRepository;
  readonly sessions: SessionRepository;
  readonly endpoints: EndpointRepository;
  readonly sites: Pick<SiteRepository, 'subtreeIds'>;
  readonly tokens: Tokens;
  readonly attempts: Attempts;
  readonly refreshTokenTtlS: number;
  readonly deviceTokenTtlS: number;
  readonly logger: Logger;
  readonly now: () => number;
}

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(context: SessionsContext) {
  const { accounts, sessions, endpoints, sites, tokens, attempts, logger, now } = context;
  // What an unknown login is checked against, so that the answer takes as long as for a known one.
  const decoy = hashPassword(newToken());

  const expiryMs = (kind: SessionSubject['kind']): number =>
    now() + 1_000 * (kind === 'account' ? context.refreshTokenTtlS : context.deviceTokenTtlS);

  const access = ({ id, subject }: Pick<SignInSession, 'id' | 'subject'>): Issued =>
    tokens.issueAccess({ sub: subject.id, kind: subject.kind, sid: id });

  const begin = async (subject: SessionSubject) => {
    const token = newToken();
    const session: SignInSession = {
      id: uuid(),
      subject,
      secretHash: hashSecret(token),
      previousHash: null,
      issuedAtMs: now(),
      expiresAtMs: expiryMs(subject.kind),
      revokedAtMs: null,
    };
    await sessions.insert(session);
    return { access: access(session), kept: { token, expiresAtMs: session.expiresAtMs } };
  };

  const stands = (session: SignInSession | undefined): session is SignInSession =>
    session !== undefined && session.revokedAtMs === null && session.expiresAtMs > now();

  const justReplaced = ({ expiresAtMs }: SignInSession): boolean => {
    const replacedAtMs = expiresAtMs - 1_000 * context.refreshTokenTtlS;
    return now() >= replacedAtMs && now() - replacedAtMs < lostAnswerGraceMs;
  };

  const usableAccount = async (id: string): Promise<Account> => {
    const account = await accounts.byId(id);
    if (account === undefined || account.disabledAtMs !== null) throw new Failure('unauthenticated');
    return account;
  };

  const usableEndpoint = async (id: string): Promise<EndpointWithSite> => {
    const endpoint = await endpoints.byId(id);
    if (endpoint === undefined || endpoint.retiredAtMs !== null) throw new Failure('unauthenticated');
    return endpoint;
  };

  const callerBy = async (sessionId: string, account: Account): Promise<AccountCaller> => ({
    kind: 'account',
    account,
    sessionId,
    scope: await Scope.of(account, sites),
  });

  return {
    /** @throws Failure `unauthenticated`, the same for a wrong login, a wrong password and a disabled account; `too-many-attempts` */
    signIn: (login: string, password: string, { address, knownDevice }: Trier): Promise<SignedIn> =>
      attempts.guard({ address, knownDevice }, `account ${login}`, async () => {
        const account = await accounts.byLogin(login);
        const right = await verifyPassword(account?.passwordHash ?? (await decoy), password);
        if (account === undefined || !right || account.disabledAtMs !== null) {
          logger.info({ login, address }, 'sign-in refused');
          throw new Failure('unauthenticated', 'login or password is wrong');
        }
        const { access, kept } = await begin({ kind: 'account', id: account.id });
        return { account, access, refresh: kept };
      }),

    /**
     * Replaces a refresh token. One that was replaced longer ago than an answer takes to get lost is shown by a thief or by
     * whom the thief has robbed: its session ends for both.
     * @throws Failure `unauthenticated`
     */
    async refresh(token: string): Promise<SignedIn> {
      const found = await sessions.byHash(hashSecret(token));
      if (found === undefined || found.session.subject.kind !== 'account' || !stands(found.session)) {
        throw new Failure('unauthenticated');
      }
      const { session } = found;
      const account = await usableAccount(session.subject.id);
      const next = { token: newToken(), expiresAtMs: expiryMs('account') };
      const replaced =
        (found.matched === 'current' || justReplaced(session)) &&
        (await sessions.rotate(session.id, session.secretHash, hashSecret(next.token), next.expiresAtMs));
      if (!replaced) {
        await sessions.revoke(session.id, now());
        logger.warn({ sessionId: session.id, accountId: account.id }, 'a refresh token was used twice');
        throw new Failure('unauthenticated');
      }
      return { account, access: access(session), refresh: next };
    },

    /** Whose sign-in a refresh token renews, and whether that lasts; undefined where it is no such token. */
    async holderOf(token: string) {
      const found = await sessions.byHash(hashSecret(token));
      if (found?.session.subject.kind !== 'account') return undefined;
      const { session } = found;
      return { accountId: session.subject.id, session: { id: session.id, stands: stands(session) } };
    },

    /** Ends the session of a refresh token; a token that is none is no error. */
    async signOut(token: string): Promise<void> {
      const found = await sessions.byHash(hashSecret(token));
      if (found) await sessions.revoke(found.session.id, now());
    },

    /** Makes whoever asks the endpoint's device. Who may ask is decided before. */
    async beginDevice(endpointId: string): Promise<DeviceSignedIn & { readonly device: KeptToken }> {
      const endpoint = await usableEndpoint(endpointId);
      const { access, kept } = await begin({ kind: 'device', id: endpointId });
      return { endpoint, access, device: kept };
    },

    /**
     * An access token for a device. Its own token stays as it is: a room that loses power while an answer is under way
     * must not have to be paired again.
     * @throws Failure `unauthenticated`
     */
    async resumeDevice(token: string): Promise<DeviceSignedIn> {
      const found = await sessions.byHash(hashSecret(token));
      if (found?.matched !== 'current' || found.session.subject.kind !== 'device' || !stands(found.session)) {
        throw new Failure('unauthenticated');
      }
      const endpoint = await usableEndpoint(found.session.subject.id);
      return { endpoint, access: access(found.session) };
    },

    /**
     * Who an access token speaks for. It falls at once with its session, its account or its endpoint.
     * @throws Failure `unauthenticated` or `token-expired`
     */
    async authenticate(token: string): Promise<Caller> {
      const verified = tokens.verifyAccess(token);
      if (!verified.ok) throw new Failure(verified.code);
      const session = await sessions.byId(verified.sid);
      if (!stands(session) || session.subject.kind !== verified.kind || session.subject.id !== verified.sub) {
        throw new Failure('unauthenticated');
      }
      return verified.kind === 'account'
        ? callerBy(session.id, await usableAccount(verified.sub))
        : {
            kind: 'device',
            endpoint: await usableEndpoint(verified.sub),
            sessionId: session.id,
            scope: Scope.nothing,
          };
    },

    /** Ends all sessions of an account, or unpairs all devices of an endpoint; says how many. */
    revokeAllOf: (subject: SessionSubject): Promise<number> => sessions.revokeAllOf(subject, now()),
  };
}
