import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ListedAccount } from '../../../protocol/rest/identity/accounts.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import type { AccountSession } from '../../state/session.ts';
import { Alert, Button } from '../shared/controls.tsx';
import { ExportSheet } from '../shared/sheets/export-sheet.tsx';
import { ImportSheet } from '../shared/sheets/import-sheet.tsx';
import { AccountForm } from './account-form.tsx';
import { HandOver } from './hand-over.tsx';
import { AccountRow } from './account-row.tsx';
import { AccountSecurity } from './account-security.tsx';
import { AccountFilters, accountsAsked, allAccounts } from './filters.tsx';
import { useAccounts } from './listed.ts';
import { MailLinks } from './mail-links.tsx';
import { accountWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { titleWords } from '../shared/titles.ts';

interface AccountsPageProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

/** The accounts of the own units: create, change, disable, help with passwords. */
export function AccountsPage({ session, account }: AccountsPageProps): JSX.Element {
  const { rest } = session;
  const [shown, setShown] = useState(allAccounts);
  const { accounts, hasMore, more, error, refresh } = useAccounts(rest, shown);
  const [editing, setEditing] = useState<ListedAccount | 'new'>();
  const [importing, setImporting] = useState(false);
  const [imported, setImported] = useState(false);
  const [leaving, setLeaving] = useState<AccountView>();
  const [securing, setSecuring] = useState<AccountView>();
  const words = accountWords();
  return (
    <>
      <div class="heading">
        <h1>
          {titleWords().accounts}{' '}
          {accounts && <span class="count">{`${accounts.length}${hasMore ? '+' : ''}`}</span>}
        </h1>
        <div class="heading__actions">
          <Button look="primary" testId="account-add" onPress={() => setEditing('new')}>
            {words.add}
          </Button>
        </div>
      </div>
      <p class="muted">{words.hint}</p>
      <AccountFilters rest={rest} shown={shown} onChange={(change) => setShown({ ...shown, ...change })} />
      <div class="sheets">
        <Button testId="import-accounts" onPress={() => setImporting(true)}>
          {words.import}
        </Button>
        <ExportSheet
          rest={rest}
          name="sheet.accounts"
          request={{ query: accountsAsked(shown) }}
          fileName="tai-khoan"
          testId="export-accounts"
        />
        {shown.state === 'without-password' && <MailLinks rest={rest} shown={shown} />}
      </div>
      {imported && <p role="status">{words.importedHint}</p>}
      {error && <Alert>{errorWords()[error]}</Alert>}
      {accounts?.length === 0 && <p class="muted">{words.nobody}</p>}
      {accounts && accounts.length > 0 && (
        <ul class="endpoints panel">
          {accounts.map((each) => (
            <AccountRow
              key={each.id}
              rest={rest}
              by={account}
              account={each}
              onEdit={() => setEditing(each)}
              onSecurity={() => setSecuring(each)}
              onHandOver={() => setLeaving(each)}
              onChanged={refresh}
            />
          ))}
        </ul>
      )}
      {hasMore && <Button onPress={() => void more()}>{words.more}</Button>}
      {editing && (
        <AccountForm
          rest={rest}
          by={account}
          account={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={(saved) => {
            // Without a password the person cannot sign in: the link comes next.
            if (editing === 'new' && !saved.hasPassword) setSecuring(saved);
            setEditing(undefined);
            refresh();
          }}
        />
      )}
      {importing && (
        <ImportSheet
          rest={rest}
          kind="accounts"
          onClose={() => setImporting(false)}
          onImported={() => {
            setImported(true);
            refresh();
          }}
        />
      )}
      {leaving && <HandOver rest={rest} account={leaving} onClose={() => setLeaving(undefined)} />}
      {securing && <AccountSecurity rest={rest} account={securing} onClose={() => setSecuring(undefined)} />}
    </>
  );
}
