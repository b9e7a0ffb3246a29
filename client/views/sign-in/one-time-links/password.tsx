import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import { dateAndTimeOf } from '../../../i18n/formats.ts';
import type { AccountSession } from '../../../state/session.ts';
import { NewPassword } from '../../shared/passwords/new-password.tsx';
import { Alert, Button } from '../../shared/controls.tsx';
import { MessagePage } from '../../shared/message-page.tsx';
import { Entrance, LinkOver, useLink, useNewPassword } from './entrance.tsx';
import { oneTimeLinkWords } from './words.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { commonWords } from '../../../i18n/common.ts';

/** The page behind a password link: its owner sets the password and is signed in. */
export function PasswordPage({ session }: { readonly session: AccountSession }): JSX.Element {
  const { rest } = session;
  const ask = useCallback((token: string) => rest.call('passwordLink.check', { body: { token } }), [rest]);
  const { token, link, refusal: linkRefusal } = useLink<'passwordLink.check'>(ask);
  const { typed, setTyped, refusal, isReady, submit, secondStep } = useNewPassword(session, (password) =>
    rest.call('passwordLink.use', { body: { token, password } }),
  );
  const words = oneTimeLinkWords();
  const over = refusal === 'not-found' ? refusal : linkRefusal;
  if (over !== undefined) return <LinkOver code={over} text={words.passwordOver} />;
  if (link === undefined) return <MessagePage title={commonWords().loading} />;
  return (
    <Entrance title={words.passwordTitle} testId="password-page">
      {secondStep ?? (
        <form onSubmit={(event) => void submit(event)}>
          <p data-testid="password-owner">{words.passwordFor(link.fullName, link.login)}</p>
          <input type="text" autoComplete="username" value={link.login} readOnly hidden />
          <NewPassword typed={typed} onType={setTyped} />
          {refusal && <Alert>{errorWords()[refusal]}</Alert>}
          <Button type="submit" look="primary" large disabled={!isReady} testId="set-password">
            {words.set}
          </Button>
          <p class="muted">{words.usableUntil(dateAndTimeOf(link.expiresAtMs))}</p>
        </form>
      )}
    </Entrance>
  );
}
