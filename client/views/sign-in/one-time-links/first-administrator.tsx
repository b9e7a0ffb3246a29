import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../../protocol/errors.ts';
import { dateAndTimeOf } from '../../../i18n/formats.ts';
import type { AccountSession } from '../../../state/session.ts';
import { NewPassword } from '../../shared/passwords/new-password.tsx';
import { Alert, Button, Field } from '../../shared/controls.tsx';
import { MessagePage } from '../../shared/message-page.tsx';
import { Entrance, LinkOver, useLink, useNewPassword } from './entrance.tsx';
import { oneTimeLinkWords } from './words.ts';
import { errorWords } from '../../../i18n/errors.ts';
import { sharedWords } from '../../shared/words.ts';
import { commonWords } from '../../../i18n/common.ts';

/** The page behind the link that the server prints where no administrator exists. */
export function FirstAdministratorPage({ session }: { readonly session: AccountSession }): JSX.Element {
  const { rest } = session;
  const ask = useCallback(
    (token: string) => rest.call('firstAdministrator.check', { body: { token } }),
    [rest],
  );
  const { token, link, refusal: linkRefusal } = useLink<'firstAdministrator.check'>(ask);
  const [login, setLogin] = useState('');
  const [fullName, setFullName] = useState('');
  const { typed, setTyped, refusal, isReady, submit, secondStep } = useNewPassword(session, (password) =>
    rest.call('firstAdministrator.create', { body: { token, login, fullName, password } }),
  );
  const words = oneTimeLinkWords();
  const over = refusal === 'not-found' ? refusal : linkRefusal;
  if (over !== undefined) return <LinkOver code={over} text={words.firstOver} />;
  if (link === undefined) return <MessagePage title={commonWords().loading} />;
  return (
    <Entrance title={words.firstTitle} testId="first-administrator-page">
      {secondStep ?? (
        <form onSubmit={(event) => void submit(event)}>
          <p>{words.firstText}</p>
          <Field
            label={sharedWords().login}
            value={login}
            onInput={setLogin}
            autoComplete="username"
            maxLength={64}
            required
            testId="first-login"
          />
          <p class="muted">{sharedWords().loginRule}</p>
          <Field
            label={sharedWords().fullName}
            value={fullName}
            onInput={setFullName}
            autoComplete="name"
            maxLength={200}
            required
            testId="first-name"
          />
          <NewPassword typed={typed} onType={setTyped} />
          {refusal && <Alert>{refusalOf(refusal)}</Alert>}
          <Button
            type="submit"
            look="primary"
            large
            disabled={!isReady || login.trim() === '' || fullName.trim() === ''}
            testId="create-first-administrator"
          >
            {words.create}
          </Button>
          <p class="muted">{words.usableUntil(dateAndTimeOf(link.expiresAtMs))}</p>
        </form>
      )}
    </Entrance>
  );
}

function refusalOf(code: ErrorCode): string {
  if (code === 'conflict') return sharedWords().loginTaken;
  return code === 'invalid-request' ? oneTimeLinkWords().loginInvalid : errorWords()[code];
}
