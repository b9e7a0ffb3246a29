import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { passwordLinkPath } from '../../../protocol/rest/identity/one-time-links.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { dateAndTimeOf } from '../../i18n/formats.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button } from '../shared/controls.tsx';
import { accountSecurityWords } from './security-words.ts';
import { errorWords } from '../../i18n/errors.ts';

interface PasswordLinkProps {
  readonly rest: Rest;
  readonly account: AccountView;
}

interface Issued {
  /** Null: it was sent by mail. */
  readonly url: string | null;
  readonly expiresAtMs: number;
  readonly mailFailed: boolean;
}

/** Makes a link by which the account's owner sets the password: shown once to copy, or sent by mail. */
export function PasswordLink({ rest, account }: PasswordLinkProps): JSX.Element {
  const [mails, setMails] = useState(false);
  useEffect(() => {
    void rest.call('setup.get', {}).then((result) => setMails(result.ok && result.value.mailsPasswordLinks));
  }, [rest]);
  const [issued, setIssued] = useState<Issued>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  const words = accountSecurityWords();
  const issue = async (deliver: 'show' | 'mail'): Promise<void> => {
    const params = { accountId: account.id };
    const result = await rest.call('passwordLink.issue', { params, body: { deliver } });
    setRefusal(result.ok ? undefined : result.error.code);
    if (!result.ok) return;
    const { token, expiresAtMs } = result.value;
    const url = token === null ? null : `${location.origin}${passwordLinkPath}#${token}`;
    setIssued({ url, expiresAtMs, mailFailed: deliver === 'mail' && token !== null });
  };
  return (
    <section class="stacked" aria-label={words.link}>
      <p class="muted">{words.linkHint}</p>
      <div class="own-account__ways">
        <Button testId="password-link-show" onPress={() => void issue('show')}>
          {words.showLink}
        </Button>
        {mails && account.email !== null && (
          <Button testId="password-link-mail" onPress={() => void issue('mail')}>
            {words.mailLink(account.email)}
          </Button>
        )}
      </div>
      {refusal && <Alert>{errorWords()[refusal]}</Alert>}
      {issued?.mailFailed && <Alert>{words.mailFailed}</Alert>}
      {issued?.url === null && <p role="status">{words.linkMailed(account.email ?? '')}</p>}
      {issued !== undefined && issued.url !== null && (
        <ShownLink url={issued.url} expiresAtMs={issued.expiresAtMs} />
      )}
    </section>
  );
}

function ShownLink({
  url,
  expiresAtMs,
}: {
  readonly url: string;
  readonly expiresAtMs: number;
}): JSX.Element {
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed'>();
  const words = accountSecurityWords();
  const copy = async (): Promise<void> => {
    // Browsers offer the clipboard only to https and loopback, and may refuse.
    const done = await (navigator.clipboard as Clipboard | undefined)?.writeText(url).then(
      () => true,
      () => false,
    );
    setOutcome(done ? 'copied' : 'copyFailed');
  };
  return (
    <>
      <p>{words.linkShown(dateAndTimeOf(expiresAtMs))}</p>
      <output class="one-time-link" data-testid="password-link">
        {url}
      </output>
      <Button testId="password-link-copy" onPress={() => void copy()}>
        {words.copy}
      </Button>
      <p role="status">{outcome && words[outcome]}</p>
    </>
  );
}
