import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { AccountSession, DeviceSession } from '../../state/session.ts';
import { ConfirmPassword } from '../own-account/confirm-password.tsx';
import { Notice } from '../shared/controls.tsx';
import { Link, path } from '../shared/navigation.tsx';
import { titleWords } from '../shared/titles.ts';
import { SignInAgain } from '../sign-in/sign-in-again.tsx';
import { SignInPage } from '../sign-in/page.tsx';
import { Frame } from './frame.tsx';
import { lazyView } from '../shared/lazy-view.tsx';
import { accountPages, openPages, pageAt } from './routes.tsx';
import { appWords } from './words.ts';

const retryMs = 3000;
const DuePage = lazyView(async () => (await import('../own-account/due-page.tsx')).DuePage);

interface AppProps {
  readonly session: AccountSession;
  readonly device: DeviceSession;
}

export function App({ session, device }: AppProps): JSX.Element {
  const open = pageAt(openPages, path.value);
  if (!open) return <AccountPages session={session} />;
  return (
    <>
      <Title text={open.found.title()} />
      {open.draw({ session, device })}
    </>
  );
}

/** Sets the title of the document, by which tabs and the history of the browser name the page. */
function Title({ text }: { readonly text: string }): null {
  const title = `${text} – ${commonWords().appName}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}

const SignIn = ({ session }: Pick<AppProps, 'session'>): JSX.Element => (
  <>
    <Title text={titleWords().signIn} />
    <SignInPage session={session} />
  </>
);

function AccountPages({ session }: Pick<AppProps, 'session'>): JSX.Element {
  const account = session.account.value;
  useEffect(() => {
    if (account.kind === 'unknown') void session.resume();
    if (account.kind !== 'unreachable') return undefined;
    const timer = setInterval(() => void session.resume(), retryMs);
    return () => clearInterval(timer);
  }, [account, session]);

  switch (account.kind) {
    case 'unknown':
      return <Notice title={commonWords().loading} />;
    case 'unreachable':
      return <Notice title={commonWords().unreachable} testId="unreachable" />;
    case 'none':
      return <SignIn session={session} />;
    case 'ended':
      // After the sign-in has ended, other pages must not show their content. A meeting goes on behind the
      // dialog and ends by itself where it must.
      if (!pageAt(accountPages, path.value)?.found.isConference) return <SignIn session={session} />;
      return (
        <>
          <SignedIn key={account.by.id} session={session} account={account.by} />
          <SignInAgain session={session} login={account.by.login} />
        </>
      );
    case 'held':
      return (
        <>
          {session.due.value.length > 0 ? (
            <DuePage session={session} account={account.by} />
          ) : (
            <SignedIn key={account.by.id} session={session} account={account.by} />
          )}
          {session.confirmation.value && (
            <ConfirmPassword confirmation={session.confirmation.value} login={account.by.login} />
          )}
        </>
      );
    default:
      return account satisfies never;
  }
}

interface SignedInProps {
  readonly session: AccountSession;
  readonly account: AccountView;
}

function SignedIn({ session, account }: SignedInProps): JSX.Element {
  const page = pageAt(accountPages, path.value);
  if (!page) return <Refused text={appWords().notFoundPage} />;
  const { found, draw } = page;
  if (!permits(found.who, account.kind)) return <Refused text={errorWords().forbidden} />;
  const view = draw({ session, account });
  return (
    <>
      <Title text={found.title()} />
      {found.isConference ? (
        view
      ) : (
        <Frame session={session} account={account}>
          {view}
        </Frame>
      )}
    </>
  );
}

const Refused = ({ text }: { readonly text: string }): JSX.Element => (
  <>
    <Title text={text} />
    <Notice title={text}>
      <Link to="/">{commonWords().back}</Link>
    </Notice>
  </>
);
