import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { RestResult } from '../../../protocol/rest/client-types.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, ConfirmedButton } from '../shared/controls.tsx';
import { accountWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';

interface AccountUseProps {
  readonly rest: Rest;
  readonly account: AccountView;
  readonly onChanged: () => void;
}

/** Disables an account, or lets it sign in again; asks first. */
export function AccountUse({ rest, account, onChanged }: AccountUseProps): JSX.Element {
  const [refusal, setRefusal] = useState<ErrorCode>();
  const params = { accountId: account.id };
  const follow = async (
    changing: Promise<RestResult<'account.disable' | 'account.enable'>>,
  ): Promise<void> => {
    const result = await changing;
    setRefusal(result.ok ? undefined : result.error.code);
    if (result.ok) onChanged();
  };
  const words = accountWords();
  return (
    <>
      {account.disabled ? (
        <ConfirmedButton
          look="quiet"
          testId="account-enable"
          label={words.enableOf(account.fullName)}
          question={words.enableOf(account.fullName)}
          confirm={words.enable}
          confirmLook="primary"
          onConfirm={() => void follow(rest.call('account.enable', { params }))}
        >
          {words.enable}
        </ConfirmedButton>
      ) : (
        <ConfirmedButton
          look="quiet"
          testId="account-disable"
          label={words.disableOf(account.fullName)}
          question={`${words.disableOf(account.fullName)} ${words.disableHint}`}
          confirm={words.disableConfirm}
          onConfirm={() => void follow(rest.call('account.disable', { params }))}
        >
          {words.disable}
        </ConfirmedButton>
      )}
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
    </>
  );
}
