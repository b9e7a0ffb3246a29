import type { Due } from '../../../protocol/rest/identity/session.ts';
import type { Account } from '../accounts/account-repository.ts';

/** Which accounts must have a second factor. */
export type SecondFactorPolicy = 'administrators' | 'everyone' | 'optional';

export const needsSecondFactor = ({ kind }: Pick<Account, 'kind'>, policy: SecondFactorPolicy): boolean =>
  policy === 'everyone' || (policy === 'administrators' && kind === 'administrator');

/** What the account's owner must do before anything else, in this order. */
export const dueOf = (account: Account, policy: SecondFactorPolicy): readonly Due[] => [
  ...(account.passwordGiven ? (['password'] as const) : []),
  ...(needsSecondFactor(account, policy) && !account.secondFactor ? (['second-factor'] as const) : []),
];
