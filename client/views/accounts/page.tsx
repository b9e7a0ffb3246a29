import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { fold } from '../../../domain/sites/fold.ts';
import { titleWords } from '../shared/titles.ts';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import { accountWords } from './words.ts';
import { sharedWords } from '../shared/words.ts';
import { sheetWords } from '../shared/sheets/words.ts';
import type { Rest } from '../../signaling/rest.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button, Dialog, Field } from '../shared/controls.tsx';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';
import { AccountSecurity } from './account-security.tsx';
import { DisableAccount } from './disable-account.tsx';
import { ClearanceButton } from '../shared/clearance-button.tsx';
import { usePolled } from '../../hooks/polled.ts';

const pollMs = 60_000;

interface AccountsPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** The accounts, and the addresses for their letters. */
export function AccountsPage({ session, account }: AccountsPageProps): JSX.Element {
  const { rest } = session;
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState<AccountView>();
  const ask = useCallback(() => rest.call('account.list', {}), [rest]);
  const { value, error, refresh } = usePolled<'account.list'>(ask, pollMs);
  const [refusal, setRefusal] = useState<ErrorCode>();
  const problem = refusal ?? error;
  const clear = async (accountId: string, cleared: boolean): Promise<void> => {
    const result = await rest.call('account.setClearance', { params: { accountId }, body: { cleared } });
    setRefusal(result.ok ? undefined : result.error.code);
    refresh();
  };
  const sought = fold(query);
  const accounts = (value?.accounts ?? []).filter(({ fullName, login, email }) =>
    fold(`${fullName} ${login} ${email ?? ''}`).includes(sought),
  );
  return (
    <>
      <div class="heading">
        <h1>
          {titleWords().accounts} <span class="count">{accounts.length}</span>
        </h1>
        <Field
          label={commonWords().search}
          value={query}
          onInput={setQuery}
          type="search"
          testId="account-search"
        />
      </div>
      <div class="sheets">
        <ExportSheet
          rest={rest}
          name="sheet.accounts"
          request={{}}
          fileName="tai-khoan"
          testId="export-accounts"
        />
      </div>
      {problem && <Alert>{errorWords()[problem]}</Alert>}
      <ul class="endpoints panel">
        {accounts.map((each) => (
          <li key={each.id} data-testid="account-row">
            <span class="invitations__name">
              {each.fullName}
              <small>
                {each.login}, {accountWords().kinds[each.kind]}
                {each.disabled && `, ${accountWords().disabled}`}
              </small>
              {each.email !== null && <small>{each.email}</small>}
              {each.cleared && (
                <small data-testid="cleared">
                  <span class="badge badge--classified">{sharedWords().cleared}</span>
                </small>
              )}
            </span>
            {permits('clearance.administer', account.kind) && !each.disabled && (
              <ClearanceButton
                name={each.fullName}
                cleared={each.cleared}
                onChange={(cleared) => void clear(each.id, cleared)}
              />
            )}
            <Button
              label={accountWords().emailOf(each.fullName)}
              testId="account-email-open"
              onPress={() => setOpened(each)}
            >
              {sheetWords().email}
            </Button>
            {!each.disabled && each.id !== account.id && (
              <>
                <AccountSecurity rest={rest} account={each} />
                <DisableAccount rest={rest} account={each} onDisabled={refresh} />
              </>
            )}
          </li>
        ))}
      </ul>
      {opened && (
        <AccountEmail
          rest={rest}
          account={opened}
          onClose={() => setOpened(undefined)}
          onChanged={() => {
            setOpened(undefined);
            refresh();
          }}
        />
      )}
    </>
  );
}

interface AccountEmailProps {
  readonly rest: Rest;
  readonly account: AccountView;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

function AccountEmail({ rest, account, onClose, onChanged }: AccountEmailProps): JSX.Element {
  const [email, setEmail] = useState(account.email ?? '');
  const [refusal, setRefusal] = useState<ErrorCode>();
  const save = async (): Promise<void> => {
    const result = await rest.call('account.setEmail', {
      params: { accountId: account.id },
      body: { email: email.trim() === '' ? null : email },
    });
    if (result.ok) onChanged();
    else setRefusal(result.error.code);
  };
  return (
    <Dialog title={accountWords().emailOf(account.fullName)} onClose={onClose} testId="account-email-dialog">
      <form
        class="stacked"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label={sheetWords().email} value={email} onInput={setEmail} testId="account-email" />
        <p class="muted">{sheetWords().emailHint}</p>
        {refusal && (
          <Alert>
            {refusal === 'invalid-request'
              ? `${sheetWords().email}: ${sheetWords().expected['email'] ?? ''}`
              : errorWords()[refusal]}
          </Alert>
        )}
        <div class="dialog__buttons">
          <Button onPress={onClose}>{commonWords().cancel}</Button>
          <Button type="submit" look="primary" testId="account-email-save">
            {sheetWords().save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
