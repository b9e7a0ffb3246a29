import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { ownAccountWords } from './words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { commonWords } from '../../i18n/common.ts';
import type { Confirmation } from '../../state/session.ts';
import { Alert, Button, Dialog, Field } from '../shared/controls.tsx';

interface ConfirmPasswordProps {
  readonly confirmation: Confirmation;
  readonly login: string;
}

/**
 * Asks for the password before a critical change, which then goes on by itself; typed input
 * behind the dialog stays.
 */
export function ConfirmPassword({ confirmation, login }: ConfirmPasswordProps): JSX.Element {
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<ErrorCode>();
  const [busy, setBusy] = useState(false);
  const words = ownAccountWords();
  const submit = async (): Promise<void> => {
    setBusy(true);
    const refused = await confirmation.give(password);
    setBusy(false);
    setPassword('');
    setRefusal(refused);
  };
  return (
    <Dialog title={words.confirmTitle} onClose={confirmation.decline} testId="confirm-password-dialog">
      <form
        class="stacked"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p>{words.confirmHint}</p>
        {/* Tells the browser's password manager whose password this is. */}
        <input type="text" autoComplete="username" value={login} readOnly hidden />
        <Field
          label={words.current}
          value={password}
          onInput={setPassword}
          type="password"
          autoComplete="current-password"
          required
          testId="confirm-password"
        />
        {refusal && <Alert>{errorWords()[refusal]}</Alert>}
        <div class="dialog__buttons">
          <Button onPress={confirmation.decline} testId="confirm-password-cancel">
            {commonWords().cancel}
          </Button>
          <Button
            type="submit"
            look="primary"
            disabled={busy || password === ''}
            testId="confirm-password-give"
          >
            {words.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
