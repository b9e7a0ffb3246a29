import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Refusal } from '../../../protocol/rest/problem.ts';
import type { SecondStepView } from '../../../protocol/rest/identity/second-factor.ts';
import { durationOf } from '../../i18n/formats.ts';
import { errorWords } from '../../i18n/errors.ts';
import { waitWords } from '../../i18n/waits.ts';
import { sharedWords } from '../shared/words.ts';
import { signInWords } from './words.ts';
import type { AccountSession } from '../../state/session.ts';
import { Button, Field } from '../shared/controls.tsx';
import { useWait, WaitAlert } from '../shared/waiting.tsx';
import { lazyView } from '../shared/lazy-view.tsx';

const SecondStep = lazyView(async () => (await import('./second-step.tsx')).SecondStep, 'part');

interface SignInFormProps {
  readonly session: AccountSession;
  /** The login of the person, where it is known. */
  readonly knownLogin?: string;
  readonly onSignedIn: () => void;
}

/** Login and password, and the second step where the account has one. */
export function SignInForm({ session, knownLogin = '', onSignedIn }: SignInFormProps): JSX.Element {
  const [login, setLogin] = useState(knownLogin);
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<Refusal>();
  const leftS = useWait(refusal);
  const [busy, setBusy] = useState(false);
  const [step, setStep] = useState<SecondStepView>();
  // Loaded while the person types.
  useEffect(() => void SecondStep.prepare(), []);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setRefusal(undefined);
    const outcome = await session.signIn(login, password);
    setBusy(false);
    if (outcome.kind === 'signed-in') onSignedIn();
    else if (outcome.kind === 'second-step') setStep(outcome.step);
    else setRefusal(outcome.refusal);
  };
  const again = (): void => {
    setStep(undefined);
    setPassword('');
  };
  const words = signInWords();
  if (step) return <SecondStep session={session} step={step} onSignedIn={onSignedIn} onAgain={again} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field
        label={sharedWords().login}
        value={login}
        onInput={setLogin}
        autoComplete="username"
        required
        testId="login"
      />
      <Field
        label={words.password}
        value={password}
        onInput={setPassword}
        type="password"
        autoComplete="current-password"
        required
        testId="password"
      />
      {refusal && (
        <WaitAlert
          refusal={refusal}
          leftS={leftS}
          other={refusal.code === 'unauthenticated' ? sharedWords().signInFailed : errorWords()[refusal.code]}
        />
      )}
      <Button type="submit" look="primary" large disabled={busy || leftS > 0} testId="sign-in">
        {leftS > 0 ? waitWords().until(words.signIn, durationOf(leftS)) : words.signIn}
      </Button>
    </form>
  );
}
