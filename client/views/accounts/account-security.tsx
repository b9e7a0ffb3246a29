import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, ConfirmedButton, Dialog, Field } from '../shared/controls.tsx';
import { PasswordLink } from './password-link.tsx';
import { sharedWords } from '../shared/words.ts';
import { accountSecurityWords } from './security-words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { commonWords } from '../../i18n/common.ts';

interface AccountSecurityProps {
  readonly rest: Rest;
  readonly account: AccountView;
  readonly onClose: () => void;
}

/** Helps a person that has no password yet or has forgotten it, or has lost the second factor. */
export function AccountSecurity({ rest, account, onClose }: AccountSecurityProps): JSX.Element {
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const [done, setDone] = useState<string>();
  const words = accountSecurityWords();
  const params = { accountId: account.id };
  const after = (refused: string | undefined, said: string): void => {
    setRefusal(refused);
    setDone(refused === undefined ? said : undefined);
  };
  const save = async (): Promise<void> => {
    const result = await rest.call('account.setPassword', { params, body: { password } });
    if (result.ok) setPassword('');
    after(result.ok ? undefined : passwordWords(result.error.code), words.passwordSet);
  };
  const reset = async (): Promise<void> => {
    const result = await rest.call('account.resetSecondFactors', { params });
    const refused = result.ok ? undefined : result.error.code;
    after(refused && (refused === 'not-found' ? words.none : errorWords()[refused]), words.resetDone);
  };
  return (
    <Dialog title={words.title(account.fullName)} onClose={onClose} testId="account-security">
      <PasswordLink rest={rest} account={account} />
      <form
        class="stacked"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p class="muted">{words.passwordHint}</p>
        <Field
          label={words.password}
          value={password}
          onInput={setPassword}
          autoComplete="off"
          required
          testId="temporary-password"
        />
        <p class="muted">{sharedWords().passwordRule}</p>
        <Button type="submit" testId="set-temporary-password">
          {words.setPassword}
        </Button>
      </form>
      <div class="stacked">
        <p class="muted">{words.factors}</p>
        <ConfirmedButton
          question={words.resetQuestion(account.fullName)}
          confirm={words.reset}
          onConfirm={() => void reset()}
          testId="reset-second-factors"
        >
          {words.reset}
        </ConfirmedButton>
      </div>
      {refusal !== undefined && <Alert>{refusal}</Alert>}
      <p role="status">{done}</p>
      <div class="dialog__buttons">
        <Button onPress={onClose} testId="account-security-close">
          {commonWords().close}
        </Button>
      </div>
    </Dialog>
  );
}

/** `invalid-request` for a new password means a wrong length. */
const passwordWords = (code: ErrorCode): string =>
  code === 'invalid-request' ? sharedWords().passwordRule : errorWords()[code];
