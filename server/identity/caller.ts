import { Failure } from '../../protocol/failure.ts';
import type { CallerKind } from '../../protocol/rest/permissions.ts';
import type { Due } from '../../protocol/rest/identity/session.ts';
import type { EndpointWithSite } from '../sites/endpoint-repository.ts';
import type { Account } from './accounts/account-repository.ts';
import type { Covered } from './covered.ts';
import type { Scope } from './scope.ts';

/**
 * The sender of a request, after its access token is verified, and where it may act. Every use case takes
 * a caller (server/http/use-cases.ts enforces this). Only its session creates one, because only its
 * session creates its scope.
 */
export type AccountCaller = {
  readonly kind: 'account';
  readonly account: Account;
  readonly sessionId: string;
  /** Whether its owner has recently proved their identity. */
  readonly confirmed: boolean;
  readonly scope: Scope;
};
export type DeviceCaller = {
  readonly kind: 'device';
  readonly endpoint: EndpointWithSite;
  readonly sessionId: string;
  readonly scope: Scope;
};
/** May only do what is due: no ordinary use case takes such a caller. */
export type RestrictedCaller = {
  readonly kind: 'restricted';
  readonly account: Account;
  readonly sessionId: string;
  readonly confirmed: boolean;
  readonly due: readonly Due[];
  readonly scope: Scope;
};
export type Caller = AccountCaller | DeviceCaller;
/** For the use cases about the caller's own account. */
export type OwnCaller = AccountCaller | RestrictedCaller;
export type AnyCaller = Caller | RestrictedCaller;

/** An account or endpoint that wants to take part in a meeting, known by its ids only. */
export interface Claimant {
  readonly kind: Caller['kind'];
  /** The account's or the endpoint's id. */
  readonly id: string;
  /** The sign-in that it uses; null where no sign-in is to be checked. */
  readonly sessionId: string | null;
}

export const callerKind = (caller: AnyCaller | undefined): CallerKind => {
  if (caller === undefined) return 'anonymous';
  return caller.kind === 'account' ? caller.account.kind : caller.kind;
};

/** The account's or the endpoint's id. */
export const subjectId = (caller: AnyCaller): string =>
  caller.kind === 'device' ? caller.endpoint.id : caller.account.id;

/** Whether it may take part in classified sessions. */
export const isCleared = (caller: Caller): boolean =>
  caller.kind === 'account' ? caller.account.cleared : caller.endpoint.cleared;

/**
 * An administrator of a subtree gives clearance only if cleared itself: otherwise it could clear a new account or
 * room of its own and enter a classified session with it.
 * @throws Failure `forbidden`
 */
export function requireMayClear(caller: Caller): void {
  if (!isCleared(caller) && caller.scope.siteIds !== undefined)
    throw new Failure('forbidden', 'you are not cleared yourself');
}

/** @throws Failure `forbidden` for a device */
export function accountCaller(caller: Caller): AccountCaller {
  if (caller.kind !== 'account') throw new Failure('forbidden');
  return caller;
}

/** @throws Failure `forbidden` for a device */
export const accountOf = (caller: Caller): Account => accountCaller(caller).account;

/**
 * Covers only the caller's own account, wherever it is, because people may change data of their own account.
 */
export function ownAccount({ account }: OwnCaller): Covered<Account> {
  if (!isOwn(account)) throw new TypeError('nobody is without an own account');
  return account;
}

// The caller was made from its session, so the account is its own.
const isOwn = (account: Account): account is Covered<Account> => account.id !== '';
