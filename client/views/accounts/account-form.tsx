import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { ListedAccount } from '../../../protocol/rest/identity/accounts.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { type Language, languageNames, languages } from '../../../protocol/language.ts';
import { accountKinds, type AccountKind } from '../../../protocol/rest/permissions.ts';
import { useIdempotent } from '../../hooks/idempotent.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Checkbox, Dialog, Field, Select, Toggle } from '../shared/controls.tsx';
import { DialogForm } from '../shared/dialog-form.tsx';
import type { FoundUnit } from '../shared/units/found-units.tsx';
import { SitePicker } from '../shared/units/site-picker.tsx';
import { sharedWords } from '../shared/words.ts';
import { accountWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { sheetWords } from '../shared/sheets/words.ts';

interface AccountFormProps {
  readonly rest: Rest;
  /** Who fills the form in. */
  readonly by: AccountView;
  /** Undefined for a new account. */
  readonly account: ListedAccount | undefined;
  readonly onClose: () => void;
  readonly onSaved: (account: AccountView) => void;
}

/** Creates or changes an account. */
export function AccountForm({ rest, by, account, onClose, onSaved }: AccountFormProps): JSX.Element {
  const [login, setLogin] = useState('');
  const [fullName, setFullName] = useState(account?.fullName ?? '');
  const [email, setEmail] = useState(account?.email ?? '');
  const [language, setLanguage] = useState<Language>(account?.language ?? 'vi');
  const [kind, setKind] = useState<AccountKind>(account?.kind ?? 'official');
  const [unit, setUnit] = useState<FoundUnit | undefined>(
    account && account.siteId !== null ? { id: account.siteId, name: account.siteName } : undefined,
  );
  const [wholeTree, setWholeTree] = useState(account !== undefined && account.siteId === null);
  const [first, setFirst] = useState<'link' | 'password'>('link');
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<ErrorCode>();
  const once = useIdempotent();
  const words = accountWords();
  const isOwn = account?.id === by.id;
  const siteId = kind === 'administrator' && wholeTree ? null : (unit?.id ?? null);
  const isPlaced = siteId !== null || (kind === 'administrator' && wholeTree);

  const send = () => {
    const written = { fullName, email: email.trim() === '' ? null : email, language };
    if (account !== undefined) {
      const body = isOwn ? written : { ...written, kind, siteId };
      return rest.call('account.change', { params: { accountId: account.id }, body });
    }
    const body = { ...written, kind, siteId, login, password: first === 'password' ? password : null };
    return once((idempotencyKey) => rest.call('account.create', { body, idempotencyKey }));
  };
  const save = async (): Promise<void> => {
    const result = await send();
    setRefusal(result.ok ? undefined : result.error.code);
    if (result.ok) onSaved(result.value);
  };

  return (
    <Dialog
      title={account ? words.editOf(account.fullName) : words.add}
      onClose={onClose}
      testId="account-form"
    >
      <DialogForm
        submit={words.save}
        disabled={fullName.trim() === '' || (!isOwn && !isPlaced)}
        onSubmit={save}
        onClose={onClose}
        stacked
        testId="account-save"
      >
        <Field
          label={sharedWords().fullName}
          value={fullName}
          onInput={setFullName}
          maxLength={200}
          required
          testId="account-name"
        />
        {account === undefined && (
          <>
            <Field
              label={sharedWords().login}
              value={login}
              onInput={setLogin}
              maxLength={64}
              required
              testId="account-login"
            />
            <p class="muted">{sharedWords().loginRule}</p>
          </>
        )}
        <Field label={sheetWords().email} value={email} onInput={setEmail} testId="account-email" />
        <p class="muted">{sheetWords().emailHint}</p>
        <Select
          label={words.letters}
          value={language}
          options={languages.map((value) => ({ value, text: languageNames[value] }))}
          onChange={setLanguage}
          testId="account-language"
        />
        {isOwn ? (
          <p class="muted">{words.kindAndUnitOwn}</p>
        ) : (
          <>
            <Select
              label={words.kind}
              value={kind}
              options={accountKinds.map((value) => ({ value, text: words.kinds[value] }))}
              onChange={setKind}
              testId="account-kind"
            />
            <p class="muted">{words.duties[kind]}</p>
            {kind === 'administrator' && by.siteId === null && (
              <Checkbox
                label={words.wholeTreeOption}
                checked={wholeTree}
                onChange={setWholeTree}
                testId="account-whole-tree"
              />
            )}
            {!(kind === 'administrator' && wholeTree) && (
              <SitePicker rest={rest} label={words.unit} chosen={unit} onChoose={setUnit} />
            )}
          </>
        )}
        {account === undefined && (
          <>
            <span class="field__label">{words.firstPassword}</span>
            <Toggle
              label={words.firstPassword}
              value={first}
              testId="account-first"
              options={[
                { value: 'link', text: words.byLink },
                { value: 'password', text: words.byHand },
              ]}
              onChange={setFirst}
            />
            <p class="muted">{first === 'link' ? words.byLinkHint : words.byHandHint}</p>
            {first === 'password' && (
              <>
                <Field
                  label={words.byHand}
                  value={password}
                  onInput={setPassword}
                  required
                  testId="account-password"
                />
                <p class="muted">{sharedWords().passwordRule}</p>
              </>
            )}
          </>
        )}
        {refusal && <Alert>{refusalOf(refusal)}</Alert>}
      </DialogForm>
    </Dialog>
  );
}

function refusalOf(code: ErrorCode): string {
  if (code === 'conflict') return sharedWords().loginTaken;
  if (code === 'not-found') return accountWords().outside;
  return code === 'invalid-request' ? accountWords().invalid : errorWords()[code];
}
