import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { longestPassword, shortestPassword } from '../../../protocol/rest/identity/accounts.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { ownAccountWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Field } from '../shared/controls.tsx';
import { sharedWords } from '../shared/words.ts';

interface PasswordFormProps {
  readonly rest: Rest;
  readonly account: AccountView;
  readonly onChanged: () => void;
}

/** Changes the own password; asks for the current one. */
export function PasswordForm({ rest, account, onChanged }: PasswordFormProps): JSX.Element {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [refusal, setRefusal] = useState<ErrorCode>();
  const [busy, setBusy] = useState(false);
  const words = ownAccountWords();
  const submit = async (): Promise<void> => {
    setBusy(true);
    const result = await rest.call('account.changeOwnPassword', { body: { current, password } });
    setBusy(false);
    setRefusal(result.ok ? undefined : result.error.code);
    if (!result.ok) return;
    for (const set of [setCurrent, setPassword, setRepeated]) set('');
    onChanged();
  };
  const fault = faultOf(password, repeated);
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
      <Field
        label={words.next}
        value={password}
        onInput={setPassword}
        type="password"
        autoComplete="new-password"
        required
        testId="new-password"
      />
      <p class="muted">{sharedWords().passwordRule}</p>
      <Field
        label={words.repeat}
        value={repeated}
        onInput={setRepeated}
        type="password"
        autoComplete="new-password"
        required
        testId="repeated-password"
      />
      <p class="muted" role="status" data-testid="password-fault">
        {fault}
      </p>
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
      <Button
        type="submit"
        look="primary"
        disabled={busy || current === '' || password === '' || repeated === '' || fault !== undefined}
        testId="change-password"
      >
        {words.change}
      </Button>
    </form>
  );
}

/** Faults of a new password that are known before the server checks it. */
function faultOf(password: string, repeated: string): string | undefined {
  const words = ownAccountWords();
  const { length } = password.normalize('NFC');
  if (length > 0 && length < shortestPassword) return words.missing(shortestPassword - length);
  if (length > longestPassword) return words.long;
  return repeated !== '' && repeated !== password ? words.differs : undefined;
}
