import { Failure } from '../../protocol/failure.ts';
import type { CallerKind } from '../../protocol/rest/permissions.ts';
import type { Due } from '../../protocol/rest/session.ts';
import type { EndpointWithSite } from '../sites/endpoint-repository.ts';
import type { Account } from './account-repository.ts';

/** Who stands behind a request, once its access token is verified. */
export type AccountCaller = {
  readonly kind: 'account';
  readonly account: Account;
  readonly sessionId: string;
};
export type DeviceCaller = {
  readonly kind: 'device';
  readonly endpoint: EndpointWithSite;
  readonly sessionId: string;
};
/** Who is let in to do what is due, and for nothing else: no ordinary use case takes one. */
export type RestrictedCaller = {
  readonly kind: 'restricted';
  readonly account: Account;
  readonly sessionId: string;
  readonly due: readonly Due[];
};
export type Caller = AccountCaller | DeviceCaller;
/** Of the use cases that are about the own account. */
export type OwnCaller = AccountCaller | RestrictedCaller;
export type AnyCaller = Caller | RestrictedCaller;

export const callerKind = (caller: AnyCaller | undefined): CallerKind => {
  if (caller === undefined) return 'anonymous';
  return caller.kind === 'account' ? caller.account.kind : caller.kind;
};

/** The account's or the endpoint's id. */
export const subjectId = (caller: AnyCaller): string =>
  caller.kind === 'device' ? caller.endpoint.id : caller.account.id;

/** @throws Failure `forbidden` for a device */
export function accountOf(caller: Caller): Account {
  if (caller.kind !== 'account') throw new Failure('forbidden');
  return caller.account;
}
