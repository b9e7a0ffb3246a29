import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import { dateAndTimeOf } from '../../../i18n/formats.ts';
import type { AccountSession } from '../../../state/session.ts';
import { isComplete, NewPassword, nothingTyped } from '../../shared/new-password.tsx';
import { Alert, Button, Notice } from '../../shared/controls.tsx';
import { Entrance, LinkOver, useFirstSignIn, useLink } from './entrance.tsx';
import { oneTimeLinkWords } from './words.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { commonWords } from '../../../i18n/common.ts';

/** The page behind a password link: its owner sets the password and is signed in. */
export function PasswordPage({ session }: { readonly session: AccountSession }): JSX.Element {
  const { rest } = session;
  const ask = useCallback((token: string) => rest.call('passwordLink.check', { body: { token } }), [rest]);
  const { token, link, refusal: linkRefusal } = useLink<'passwordLink.check'>(ask);
  const [typed, setTyped] = useState(nothingTyped);
  const [refusal, setRefusal] = useState<ErrorCode>();
  const [busy, setBusy] = useState(false);
  const { signIn, secondStep } = useFirstSignIn(session);
  const words = oneTimeLinkWords();
  const submit = async (): Promise<void> => {
    setBusy(true);
    const { password } = typed;
    const result = await rest.call('passwordLink.use', { body: { token, password } });
    if (result.ok) await signIn(result.value.login, password);
    setBusy(false);
    setRefusal(result.ok ? undefined : result.error.code);
  };
  const over = refusal === 'not-found' ? refusal : linkRefusal;
  if (over !== undefined) return <LinkOver code={over} text={words.passwordOver} />;
  if (link === undefined) return <Notice title={commonWords().loading} />;
  return (
    <Entrance title={words.passwordTitle} testId="password-page">
      {secondStep ?? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <p data-testid="password-owner">{words.passwordFor(link.fullName, link.login)}</p>
          <input type="text" autoComplete="username" value={link.login} readOnly hidden />
          <NewPassword typed={typed} onType={setTyped} />
          {refusal && <Alert>{errorWords()[refusal]}</Alert>}
          <Button
            type="submit"
            look="primary"
            large
            disabled={busy || !isComplete(typed)}
            testId="set-password"
          >
            {words.set}
          </Button>
          <p class="muted">{words.usableUntil(dateAndTimeOf(link.expiresAtMs))}</p>
        </form>
      )}
    </Entrance>
  );
}
