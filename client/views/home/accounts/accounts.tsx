import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import { permits } from '../../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../../protocol/rest/identity/session.ts';
import { fold } from '../../../../domain/sites/fold.ts';
import { t } from '../../../i18n/messages.ts';
import type { Rest } from '../../../signaling/rest.ts';
import type { AccountSession } from '../../../state/session.ts';
import { Alert, Button, Dialog, Field } from '../../controls.tsx';
import { ExportSheet } from '../../sheets/export-sheet.tsx';
import { AccountSecurity } from './account-security.tsx';
import { DisableAccount } from './disable-account.tsx';
import { ClearanceButton } from '../../shared/clearance-button.tsx';
import { Frame } from '../frame.tsx';
import { usePolled } from '../../../hooks/polled.ts';

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
    <Frame session={session} account={account}>
      <div class="heading">
        <h1>
          {t().accounts.title} <span class="count">{accounts.length}</span>
        </h1>
        <Field label={t().search} value={query} onInput={setQuery} type="search" testId="account-search" />
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
      {problem && <Alert>{t().errors[problem]}</Alert>}
      <ul class="endpoints panel">
        {accounts.map((each) => (
          <li key={each.id} data-testid="account-row">
            <span class="invitations__name">
              {each.fullName}
              <small>
                {each.login}, {t().accounts.kinds[each.kind]}
                {each.disabled && `, ${t().accounts.disabled}`}
              </small>
              {each.email !== null && <small>{each.email}</small>}
              {each.cleared && (
                <small data-testid="cleared">
                  <span class="badge badge--classified">{t().inviting.cleared}</span>
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
              label={t().accounts.emailOf(each.fullName)}
              testId="account-email-open"
              onPress={() => setOpened(each)}
            >
              {t().sheets.email}
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
    </Frame>
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
    <Dialog title={t().accounts.emailOf(account.fullName)} onClose={onClose} testId="account-email-dialog">
      <form
        class="stacked"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label={t().sheets.email} value={email} onInput={setEmail} testId="account-email" />
        <p class="muted">{t().sheets.emailHint}</p>
        {refusal && (
          <Alert>
            {refusal === 'invalid-request'
              ? `${t().sheets.email}: ${t().sheets.expected['email'] ?? ''}`
              : t().errors[refusal]}
          </Alert>
        )}
        <div class="dialog__buttons">
          <Button onPress={onClose}>{t().cancel}</Button>
          <Button type="submit" look="primary" testId="account-email-save">
            {t().sheets.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
