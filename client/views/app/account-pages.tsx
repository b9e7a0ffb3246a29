import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { useKeptFocus } from '../../hooks/kept-focus.ts';
import { commonWords } from '../../i18n/common.ts';
import { errorWords } from '../../i18n/errors.ts';
import { accountRoutes } from '../../signaling/contract/account-routes.constant.ts';
import { learnRoutes } from '../../signaling/contract/known-routes.ts';
import type { AccountSession } from '../../state/session.ts';
import { MessagePage } from '../shared/message-page.tsx';
import { Link, path } from '../shared/navigation.tsx';
import { titleWords } from '../shared/titles.ts';
import { SignInAgain } from '../sign-in/sign-in-again.tsx';
import { SignInPage } from '../sign-in/page.tsx';
import { Frame } from './frame.tsx';
import { lazyView } from '../shared/lazy-view.tsx';
import { pageAt } from './page-table.tsx';
import { accountPages } from './routes.tsx';
import { Title } from './title.ts';
import { appWords } from './words.ts';

learnRoutes(accountRoutes);

const retryMs = 3000;
const ConfirmPassword = lazyView(
  async () => (await import('../own-account/confirm-password.tsx')).ConfirmPassword,
  'part',
);
const DuePage = lazyView(async () => (await import('../own-account/due-page.tsx')).DuePage);

interface WithSession {
  readonly session: AccountSession;
}

const SignIn = ({ session }: WithSession): JSX.Element => (
  <>
    <Title text={titleWords().signIn} />
    <SignInPage session={session} />
  </>
);

/** The pages of a person's account, or the sign-in. */
export function AccountPages({ session }: WithSession): JSX.Element {
  const account = session.account.value;
  useKeptFocus();
  useEffect(() => {
    if (account.kind !== 'unreachable') return undefined;
    const timer = setInterval(() => void session.resume(), retryMs);
    return () => clearInterval(timer);
  }, [account, session]);

  switch (account.kind) {
    case 'unknown':
      return <MessagePage title={commonWords().loading} />;
    case 'unreachable':
      return <MessagePage title={commonWords().unreachable} testId="unreachable" />;
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
  const isCovered = !found.isForAllUnits || account.siteId === null;
  if (!isCovered || !permits(found.who, account.kind)) return <Refused text={errorWords().forbidden} />;
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
    <MessagePage title={text}>
      <Link to="/">{commonWords().back}</Link>
    </MessagePage>
  </>
);
