import type { AccountPosition } from '../../protocol/rest/accounts.ts';
import type { Covered } from './scope.ts';

export type AccountKind = 'administrator' | 'secretariat' | 'operator' | 'official';

export type Account = {
  readonly id: string;
  /** Lower case. */
  readonly login: string;
  readonly passwordHash: string;
  readonly fullName: string;
  /** Where its letters of invitation go; null sends none. */
  readonly email: string | null;
  readonly kind: AccountKind;
  /** The subtree in which the account may act; null, for administrators only, is the whole tree. */
  readonly siteId: string | null;
  /** Whether it may take part in classified sessions. */
  readonly cleared: boolean;
  readonly createdAtMs: number;
  readonly disabledAtMs: number | null;
};

/** Conditions are joined with "and"; one that is left out does not restrict. */
export type AccountFilter = {
  /** Of one of these sites. */
  readonly siteIds?: readonly string[];
  readonly kind?: AccountKind;
  /** Whose name or login holds this, folded. */
  readonly folded?: string;
  /** Those that come after this login. */
  readonly after?: AccountPosition;
  readonly descending?: boolean;
  readonly limit?: number;
};

export interface AccountRepository {
  /** False when the login is taken. */
  insert(account: Covered<Account>): Promise<boolean>;
  byLogin(login: string): Promise<Account | undefined>;
  byId(accountId: string): Promise<Account | undefined>;
  /** Disabled ones too; ids that do not exist are left out. */
  byIds(accountIds: readonly string[]): Promise<readonly Account[]>;
  /** Disabled ones too, by login. */
  list(filter?: AccountFilter): Promise<readonly Account[]>;
  /** False when there is no such account. */
  setPassword(account: Covered<Account>, passwordHash: string): Promise<boolean>;
  /** False when there is no such account. */
  setEmail(account: Covered<Account>, email: string | null): Promise<boolean>;
  /** Whether it may take part in classified sessions. False when there is no such account. */
  setCleared(account: Covered<Account>, cleared: boolean): Promise<boolean>;
  /** False when there is no such account in use. */
  disable(account: Covered<Account>, disabledAtMs: number): Promise<boolean>;
}
