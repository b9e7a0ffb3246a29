import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Field } from '../shared/controls.tsx';
import { isComplete, NewPassword, nothingTyped } from '../shared/passwords/new-password.tsx';
import { ownAccountWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';

interface PasswordFormProps {
  readonly rest: Rest;
  readonly account: AccountView;
  readonly onChanged: () => void;
}

/** Changes the own password; asks for the current one. */
export function PasswordForm({ rest, account, onChanged }: PasswordFormProps): JSX.Element {
  const [current, setCurrent] = useState('');
  const [typed, setTyped] = useState(nothingTyped);
  const [refusal, setRefusal] = useState<ErrorCode>();
  const [busy, setBusy] = useState(false);
  const words = ownAccountWords();
  const submit = async (): Promise<void> => {
    setBusy(true);
    const { password } = typed;
    const result = await rest.call('account.changeOwnPassword', { body: { current, password } });
    setBusy(false);
    setRefusal(result.ok ? undefined : result.error.code);
    if (!result.ok) return;
    setCurrent('');
    setTyped(nothingTyped);
    onChanged();
  };
  return (
    <form
      class="stacked"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {/* Tells the browser's password manager whose password this is. */}
      <input type="text" autoComplete="username" value={account.login} readOnly hidden />
      <Field
        label={words.current}
        value={current}
        onInput={setCurrent}
        type="password"
        autoComplete="current-password"
        required
        testId="current-password"
      />
      <NewPassword typed={typed} onType={setTyped} />
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
      <Button
        type="submit"
        look="primary"
        disabled={busy || current === '' || !isComplete(typed)}
        testId="change-password"
      >
        {words.change}
      </Button>
    </form>
  );
}
