import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { ListedAccount } from '../../../protocol/rest/identity/accounts.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button } from '../shared/controls.tsx';
import { ClearanceButton } from '../shared/clearance-button.tsx';
import { AccountUse } from './account-use.tsx';
import { sharedWords } from '../shared/words.ts';
import { accountSecurityWords } from './security-words.ts';
import { handOverWords } from './hand-over-words.ts';
import { accountWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';

interface AccountRowProps {
  readonly rest: Rest;
  /** Who looks at the list. */
  readonly by: AccountView;
  readonly account: ListedAccount;
  readonly onEdit: () => void;
  readonly onSecurity: () => void;
  readonly onHandOver: () => void;
  readonly onChanged: () => void;
}

/** One account, and what may be done with it. */
export function AccountRow({
  rest,
  by,
  account,
  onEdit,
  onSecurity,
  onHandOver,
  onChanged,
}: AccountRowProps): JSX.Element {
  const [refusal, setRefusal] = useState<ErrorCode>();
  const words = accountWords();
  const { id, fullName, login, kind, siteName, email, cleared, hasPassword, disabled } = account;
  const isOwn = id === by.id;
  const clear = async (wanted: boolean): Promise<void> => {
    const params = { accountId: id };
    const result = await rest.call('account.setClearance', { params, body: { cleared: wanted } });
    setRefusal(result.ok ? undefined : result.error.code);
    onChanged();
  };
  return (
    <li data-testid="account-row" data-login={login}>
      <span class="invitations__name">
        {fullName}
        <small>
          {login}, {words.kinds[kind]}, {siteName === '' ? words.wholeTree : siteName}
        </small>
        {email !== null && <small>{email}</small>}
        <span class="badges">
          {disabled && <span class="badge">{words.states.disabled}</span>}
          {!disabled && !hasPassword && <span class="badge">{words.states['without-password']}</span>}
          {cleared && <span class="badge badge--classified">{sharedWords().cleared}</span>}
        </span>
      </span>
      {!disabled && (
        <Button label={words.editOf(fullName)} testId="account-edit" onPress={onEdit}>
          {words.edit}
        </Button>
      )}
      {!disabled && !isOwn && (
        <Button
          label={accountSecurityWords().title(fullName)}
          testId="account-security-open"
          onPress={onSecurity}
        >
          {accountSecurityWords().open}
        </Button>
      )}
      {!isOwn && (
        <Button label={handOverWords().title(fullName)} testId="account-hand-over" onPress={onHandOver}>
          {handOverWords().open}
        </Button>
      )}
      {permits('clearance.administer', by.kind) && !disabled && (
        <ClearanceButton name={fullName} cleared={cleared} onChange={(wanted) => void clear(wanted)} />
      )}
      {!isOwn && <AccountUse rest={rest} account={account} onChanged={onChanged} />}
      {refusal && <Alert>{refusal === 'forbidden' ? words.notClearedYourself : errorWords()[refusal]}</Alert>}
    </li>
  );
}
