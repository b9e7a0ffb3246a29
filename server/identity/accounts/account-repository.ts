import type { Language } from '../../../protocol/language.ts';
import type { AccountKind } from '../../../protocol/rest/permissions.ts';
import type { AccountPosition, AccountState } from '../../../protocol/rest/identity/accounts.ts';
import type { Covered } from '../covered.ts';

export type { AccountKind };

export type Account = {
  readonly id: string;
  /** Lower case. */
  readonly login: string;
  /** Null: none yet, so nobody can sign in. */
  readonly passwordHash: string | null;
  /**
   * Another person has set the password, so two people know it: the owner must change it at the next sign-in.
   */
  readonly passwordGiven: boolean;
  /**
   * Whether the account has a second factor, which sign-in then requires. The repository of
   * second factors updates it.
   */
  readonly secondFactor: boolean;
  readonly fullName: string;
  /** The address for letters of invitation; null for none. */
  readonly email: string | null;
  /** Of the letters that the account receives. */
  readonly language: Language;
  readonly kind: AccountKind;
  /** The subtree in which the account may act. Null, for administrators only: the whole tree. */
  readonly siteId: string | null;
  /** Whether it may take part in classified sessions. */
  readonly cleared: boolean;
  readonly createdAtMs: number;
  readonly disabledAtMs: number | null;
};

/** What administrators change of an account, beside its password, clearance and use. */
export type ChangeableField = 'fullName' | 'email' | 'language' | 'kind' | 'siteId';

/** What a spreadsheet changes of an account. */
type Written = Pick<Account, 'id' | ChangeableField>;

/** Conditions are combined with "and"; a missing condition does not restrict. */
export type AccountFilter = {
  /** Accounts of one of these sites. */
  readonly siteIds?: readonly string[];
  readonly kind?: AccountKind;
  readonly state?: AccountState;
  /** Accounts whose name, login, address or unit contains this text, folded. */
  readonly folded?: string;
  /** Accounts after this position. */
  readonly after?: AccountPosition;
  readonly descending?: boolean;
  readonly limit?: number;
};

export interface AccountRepository {
  /** False when the login is taken. */
  insert(account: Covered<Account>): Promise<boolean>;
  byLogin(login: string): Promise<Account | undefined>;
  byId(accountId: string): Promise<Account | undefined>;
  /** Includes disabled accounts; ids that do not exist are left out. */
  byIds(accountIds: readonly string[]): Promise<readonly Account[]>;
  /** Includes disabled accounts; ordered by login. */
  list(filter?: AccountFilter): Promise<readonly Account[]>;
  /** Whether an account in use has the whole tree. */
  hasAdministrator(): Promise<boolean>;
  /** Also ends the account's one-time link. False when there is no such account. */
  setPassword(account: Covered<Account>, passwordHash: string, passwordGiven: boolean): Promise<boolean>;
  /** Whether it may take part in classified sessions. False when there is no such account. */
  setCleared(account: Covered<Account>, cleared: boolean): Promise<boolean>;
  /** Sets what the account may do and where. False when there is no such account. */
  change(account: Covered<Account>, becomes: Covered<Pick<Account, ChangeableField>>): Promise<boolean>;
  /** False when there is no such account. */
  setLanguage(account: Covered<Account>, language: Language): Promise<boolean>;
  /**
   * Creates accounts and changes others, all or none. False when a login is taken, or an account to change is no
   * longer as it was.
   */
  save(accounts: {
    readonly created: readonly Covered<Account>[];
    readonly changed: readonly { readonly was: Covered<Written>; readonly becomes: Covered<Written> }[];
  }): Promise<boolean>;
  /** Also ends the account's one-time link. False when there is no such account, or it is already disabled. */
  disable(account: Covered<Account>, disabledAtMs: number): Promise<boolean>;
  /** False when there is no such account, or it is not disabled. */
  enable(account: Covered<Account>): Promise<boolean>;
}
