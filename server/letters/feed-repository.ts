import type { AccountCaller } from '../identity/caller.ts';
import type { Covered } from '../identity/covered.ts';
import type { Endpoint } from '../sites/endpoint-repository.ts';

/** Whose feed is created or revoked: the caller's own, or that of a room within the caller's scope. */
export type FeedOwner = AccountCaller | { readonly kind: 'endpoint'; readonly endpoint: Covered<Endpoint> };

/** Whose calendar a feed shows. */
export type FeedSubject = { readonly kind: 'endpoint' | 'account'; readonly id: string };

export interface FeedRepository {
  /** Replaces the owner's earlier feed. */
  put(owner: FeedOwner, secretHash: string, createdAtMs: number): Promise<void>;
  bySecretHash(secretHash: string): Promise<FeedSubject | undefined>;
  /** False if the owner has no feed. */
  remove(owner: FeedOwner): Promise<boolean>;
}
