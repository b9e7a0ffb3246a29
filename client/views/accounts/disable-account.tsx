import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { accountWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, ConfirmedButton } from '../shared/controls.tsx';

interface DisableAccountProps {
  readonly rest: Rest;
  readonly account: AccountView;
  readonly onDisabled: () => void;
}

/** Disables an account for good; it asks first. */
export function DisableAccount({ rest, account, onDisabled }: DisableAccountProps): JSX.Element {
  const [refusal, setRefusal] = useState<ErrorCode>();
  const disable = async (): Promise<void> => {
    const result = await rest.call('account.disable', { params: { accountId: account.id } });
    setRefusal(result.ok ? undefined : result.error.code);
    if (result.ok) onDisabled();
  };
  return (
    <>
      <ConfirmedButton
        look="quiet"
        testId="account-disable"
        label={accountWords().disableOf(account.fullName)}
        question={`${accountWords().disableOf(account.fullName)} ${accountWords().disableHint}`}
        confirm={accountWords().disableConfirm}
        onConfirm={() => void disable()}
      >
        {accountWords().disable}
      </ConfirmedButton>
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
    </>
  );
}
