import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Refusal } from '../../protocol/rest/problem.ts';
import type { SecondStepView } from '../../protocol/rest/second-factor.ts';
import { durationOf, t } from '../i18n/messages.ts';
import type { AccountSession } from '../state/session.ts';
import { SecondStep } from './account/second-step.tsx';
import { Button, Field, LanguageSwitch } from './controls.tsx';
import { Emblem } from './icons.tsx';
import { Link, navigate } from './navigation.tsx';
import { useWait, WaitAlert } from './waiting.tsx';

export function LoginPage({ session }: { readonly session: AccountSession }): JSX.Element {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<Refusal>();
  const leftS = useWait(refusal);
  const [busy, setBusy] = useState(false);
  const [step, setStep] = useState<SecondStepView>();
  const submit = async (): Promise<void> => {
    setBusy(true);
    setRefusal(undefined);
    const outcome = await session.signIn(login, password);
    setBusy(false);
    if (outcome.kind === 'signed-in') navigate('/');
    else if (outcome.kind === 'second-step') setStep(outcome.step);
    else setRefusal(outcome.refusal);
  };
  const again = (): void => {
    setStep(undefined);
    setPassword('');
  };
  const { errors, ...words } = t();
  return (
    <div class="entrance">
      <main class="entrance__card">
        <div class="brand brand--large">
          <Emblem />
          <div>
            <h1>{words.appName}</h1>
            <p>{words.tagline}</p>
          </div>
        </div>
        {step ? (
          <SecondStep session={session} step={step} onSignedIn={() => navigate('/')} onAgain={again} />
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void submit();
            }}
          >
            <Field
              label={words.login}
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
                other={refusal.code === 'unauthenticated' ? words.signInFailed : errors[refusal.code]}
              />
            )}
            <Button type="submit" look="primary" large disabled={busy || leftS > 0} testId="sign-in">
              {leftS > 0 ? words.waits.until(words.signIn, durationOf(leftS)) : words.signIn}
            </Button>
          </form>
        )}
      </main>
      <footer class="entrance__foot">
        <span>
          {words.roomHint} <Link to="/room">{words.roomLink}</Link>
        </span>
        <LanguageSwitch />
      </footer>
    </div>
  );
}
