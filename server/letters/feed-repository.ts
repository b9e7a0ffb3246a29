import type { AccountCaller } from '../identity/caller.ts';
import type { Covered } from '../identity/scope.ts';
import type { Endpoint } from '../sites/endpoint-repository.ts';

/** Whose feed is made or ended: the caller's own, or that of a room within its scope. */
export type FeedOwner = AccountCaller | { readonly kind: 'endpoint'; readonly endpoint: Covered<Endpoint> };

/** Whose calendar a feed shows. */
export type FeedSubject = { readonly kind: 'endpoint' | 'account'; readonly id: string };

export interface FeedRepository {
  /** In the place of the one before. */
  put(owner: FeedOwner, secretHash: string, createdAtMs: number): Promise<void>;
  bySecretHash(secretHash: string): Promise<FeedSubject | undefined>;
  /** False where there is none. */
  remove(owner: FeedOwner): Promise<boolean>;
}
