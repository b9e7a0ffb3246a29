import type { Account } from '../accounts/account-repository.ts';
import type { Covered } from '../covered.ts';

/** A link whose holder sets a password, once. Only a hash of its token is stored. */
export type OneTimeLink = {
  readonly tokenHash: string;
  /** Whose password it sets; null: it creates the first administrator. */
  readonly account: Covered<Account> | null;
  readonly expiresAtMs: number;
};

export interface OneTimeLinkRepository {
  /** Replaces the earlier link of the same account, or that for the first administrator. */
  replace(link: OneTimeLink): Promise<void>;
  /** Ends the link for the first administrator. */
  endFirst(): Promise<void>;
  /** Undefined for an unknown, used or expired link. */
  find(
    tokenHash: string,
    nowMs: number,
  ): Promise<{ readonly accountId: string | null; readonly expiresAtMs: number } | undefined>;
  /** Uses the link for the first administrator up. If the login is taken, the link remains. Atomic. */
  createFirst(
    tokenHash: string,
    account: Covered<Account>,
    nowMs: number,
  ): Promise<'created' | 'no-link' | 'login-taken'>;
  /**
   * Uses an account's link up and sets the password. Atomic: of several concurrent callers with the same link,
   * one succeeds. False for an unknown, used or expired link.
   */
  setPassword(tokenHash: string, passwordHash: string, nowMs: number): Promise<boolean>;
}
