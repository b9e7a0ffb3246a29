import type { JSX } from 'preact';
import { longestPassword, shortestPassword } from '../../../../protocol/rest/identity/accounts.ts';
import { Field } from '../controls.tsx';
import { sharedWords } from '../words.ts';
import { newPasswordWords } from './new-password-words.ts';

/** A password that is typed twice. */
export interface TypedPassword {
  readonly password: string;
  readonly repeated: string;
}
export const nothingTyped: TypedPassword = { password: '', repeated: '' };

/** Faults that are known before the server checks the password. */
export function typedPasswordFault({ password, repeated }: TypedPassword): string | undefined {
  const words = newPasswordWords();
  const { length } = password.normalize('NFC');
  if (length > 0 && length < shortestPassword) return words.missing(shortestPassword - length);
  if (length > longestPassword) return words.long;
  return repeated !== '' && repeated !== password ? words.differs : undefined;
}

export const isComplete = (typed: TypedPassword): boolean =>
  typed.password !== '' && typed.repeated !== '' && typedPasswordFault(typed) === undefined;

interface NewPasswordProps {
  readonly typed: TypedPassword;
  readonly onType: (typed: TypedPassword) => void;
}

/** The fields of a new password, with the rule and what is wrong so far. */
export function NewPassword({ typed, onType }: NewPasswordProps): JSX.Element {
  const words = newPasswordWords();
  return (
    <>
      <Field
        label={words.next}
        value={typed.password}
        onInput={(password) => onType({ ...typed, password })}
        type="password"
        autoComplete="new-password"
        required
        testId="new-password"
      />
      <p class="muted">{sharedWords().passwordRule}</p>
      <Field
        label={words.repeat}
        value={typed.repeated}
        onInput={(repeated) => onType({ ...typed, repeated })}
        type="password"
        autoComplete="new-password"
        required
        testId="repeated-password"
      />
      <p class="muted" role="status" data-testid="password-fault">
        {typedPasswordFault(typed)}
      </p>
    </>
  );
}
