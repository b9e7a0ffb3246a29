import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import type { RestResult } from '../../../../protocol/rest/client-types.ts';
import type { SecondStepView } from '../../../../protocol/rest/identity/second-factor.ts';
import type { AccountSession } from '../../../state/session.ts';
import { SecondStep } from '../second-step.tsx';
import { LanguageSwitch } from '../../shared/controls.tsx';
import { MessagePage } from '../../shared/message-page.tsx';
import { isComplete, nothingTyped } from '../../shared/passwords/new-password.tsx';
import { Emblem } from '../../shared/icons.tsx';
import { Link, navigate } from '../../shared/navigation.tsx';
import { oneTimeLinkWords } from './words.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { commonWords } from '../../../i18n/common.ts';

type CheckedName = 'firstAdministrator.check' | 'passwordLink.check';
type Checked<N extends CheckedName> = (RestResult<N> & { ok: true })['value'];

/** What the link of this page is for, or why that is not known. Both undefined until the server has answered. */
export function useLink<N extends CheckedName>(
  ask: (token: string) => Promise<RestResult<N>>,
): {
  readonly token: string;
  readonly link: Checked<N> | undefined;
  readonly refusal: ErrorCode | undefined;
} {
  // Read once: the page forgets it when it leads on.
  const [token] = useState(() => location.hash.slice(1));
  const [link, setLink] = useState<Checked<N>>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  useEffect(() => {
    void ask(token).then((result) => {
      if (result.ok) setLink(() => result.value);
      else setRefusal(result.error.code);
    });
  }, [token, ask]);
  return { token, link, refusal };
}

/** A page for a person who is not signed in yet. */
export function Entrance({
  title,
  children,
  testId,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly testId: string;
}): JSX.Element {
  return (
    <div class="entrance" data-testid={testId}>
      <main class="entrance__card">
        <div class="brand">
          <Emblem />
          <span>{commonWords().appName}</span>
        </div>
        <h1>{title}</h1>
        {children}
      </main>
      <footer class="entrance__foot">
        <LanguageSwitch />
      </footer>
    </div>
  );
}

/** Says that the link does not work, and what to do; or that the server could not be asked. */
export function LinkOver({ code, text }: { readonly code: ErrorCode; readonly text: string }): JSX.Element {
  return (
    <main>
      {isOver(code) ? (
        <MessagePage title={oneTimeLinkWords().over} text={text} testId="link-over">
          <Link to="/login">{oneTimeLinkWords().toSignIn}</Link>
        </MessagePage>
      ) : (
        <MessagePage title={errorWords()[code]} />
      )}
    </main>
  );
}

/** A link that was cut short is no valid request. */
const isOver = (code: ErrorCode): boolean => code === 'not-found' || code === 'invalid-request';

/**
 * Sends a new password with the link, and signs in with it.
 *
 * @param send sets the password; returns the login that it belongs to
 */
export function useNewPassword(
  session: AccountSession,
  send: (password: string) => Promise<RestResult<'firstAdministrator.create' | 'passwordLink.use'>>,
) {
  const [typed, setTyped] = useState(nothingTyped);
  const [refusal, setRefusal] = useState<ErrorCode>();
  const [busy, setBusy] = useState(false);
  const { signIn, secondStep } = useFirstSignIn(session);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const { password } = typed;
    const result = await send(password);
    if (result.ok) await signIn(result.value.login, password);
    setBusy(false);
    setRefusal(result.ok ? undefined : result.error.code);
  };
  return { typed, setTyped, refusal, isReady: !busy && isComplete(typed), submit, secondStep };
}

/** Signs in with a password that was just set, and shows the second step where the account has one. */
function useFirstSignIn(session: AccountSession) {
  const [step, setStep] = useState<SecondStepView>();
  const signIn = async (login: string, password: string): Promise<void> => {
    const outcome = await session.signIn(login, password);
    if (outcome.kind === 'second-step') setStep(outcome.step);
    else navigate(outcome.kind === 'signed-in' ? '/' : '/login');
  };
  const secondStep = step && (
    <SecondStep
      session={session}
      step={step}
      onSignedIn={() => navigate('/')}
      onAgain={() => navigate('/login')}
    />
  );
  return { signIn, secondStep };
}
