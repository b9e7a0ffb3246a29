import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { z } from 'zod';
import type { AccountView } from '../../protocol/rest/identity/session.ts';
import { t } from '../i18n/messages.ts';
import type { AccountSession, DeviceSession } from '../state/session.ts';
import { Notice } from './controls.tsx';
import { AuditPage } from './audit/page.tsx';
import { CalendarPage } from './calendar/page.tsx';
import { RoomsPage } from './calendar/rooms.tsx';
import { ConfirmPassword } from './account/confirm-password.tsx';
import { SignInAgain } from './account/sign-in-again.tsx';
import { DuePage } from './account/due-page.tsx';
import { OwnPage } from './account/own-page.tsx';
import { AccountsPage } from './home/accounts/accounts.tsx';
import { EndpointsPage } from './home/endpoints/endpoints.tsx';
import { ReadinessPage } from './home/readiness/readiness.tsx';
import { RehearsalHistoryPage } from './home/readiness/rehearsal-history.tsx';
import { MeetingsPage } from './home/planning/meetings.tsx';
import { LoginPage } from './login.tsx';
import { ReplyPage } from './reply.tsx';
import { MeetingPage } from './meeting/page.tsx';
import { Link, path } from './navigation.tsx';
import { RoomPage } from './room.tsx';
import { SitesPage } from './sheets/sites-page.tsx';

const retryMs = 3000;
const meetingPath = z.templateLiteral(['/meetings/', z.uuid()]);
const readinessPath = z.templateLiteral(['/meetings/', z.uuid(), '/readiness']);
const replyPath = '/reply/';
const rehearsalsPath = z.templateLiteral(['/endpoints/', z.uuid(), '/rehearsals']);

interface AppProps {
  readonly session: AccountSession;
  readonly device: DeviceSession;
}

export function App({ session, device }: AppProps): JSX.Element {
  if (path.value === '/room') return <RoomPage device={device} />;
  if (path.value.startsWith(replyPath)) {
    return <ReplyPage rest={session.rest} token={path.value.slice(replyPath.length)} />;
  }
  return <AccountPages session={session} />;
}

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
      return <Notice title={t().loading} />;
    case 'unreachable':
      return <Notice title={t().unreachable} testId="unreachable" />;
    case 'none':
      return <LoginPage session={session} />;
    case 'ended':
      // After the sign-in has ended, other pages must not show their content. A meeting goes on behind the
      // dialog and ends by itself where it must.
      if (!meetingPath.safeParse(path.value).success) return <LoginPage session={session} />;
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
  const { value: at } = path;
  if (at === '/' || at === '/login') return <MeetingsPage session={session} account={account} />;
  if (at === '/sites') return <SitesPage session={session} account={account} />;
  if (at === '/accounts') return <AccountsPage session={session} account={account} />;
  if (at === '/audit') return <AuditPage session={session} account={account} />;
  if (at === '/account') return <OwnPage session={session} account={account} />;
  if (at === '/endpoints') return <EndpointsPage session={session} account={account} />;
  if (at === '/calendar') return <CalendarPage session={session} account={account} />;
  if (at === '/calendar/rooms') return <RoomsPage session={session} account={account} />;
  const meeting = meetingPath.safeParse(at);
  if (meeting.success) {
    const meetingId = meeting.data.slice('/meetings/'.length);
    return <MeetingPage key={meetingId} meetingId={meetingId} session={session} />;
  }
  const readiness = readinessPath.safeParse(at);
  if (readiness.success) {
    const meetingId = readiness.data.slice('/meetings/'.length, -'/readiness'.length);
    return <ReadinessPage key={meetingId} meetingId={meetingId} session={session} account={account} />;
  }
  const rehearsals = rehearsalsPath.safeParse(at);
  if (rehearsals.success) {
    const endpointId = rehearsals.data.slice('/endpoints/'.length, -'/rehearsals'.length);
    return (
      <RehearsalHistoryPage key={endpointId} endpointId={endpointId} session={session} account={account} />
    );
  }
  return (
    <Notice title={t().notFoundPage}>
      <Link to="/">{t().back}</Link>
    </Notice>
  );
}
