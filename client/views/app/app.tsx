import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { AccountSession, DeviceSession } from '../../state/session.ts';
import { path } from '../shared/navigation.tsx';
import { lazyView } from '../shared/lazy-view.tsx';
import { openPages } from './open-pages.ts';
import { pageAt } from './page-table.tsx';
import { Title } from './title.ts';

/** Not for rooms. Loaded while the session is resumed, before which they show nothing. */
const AccountPages = lazyView(async () => (await import('./account-pages.tsx')).AccountPages);

interface AppProps {
  readonly session: AccountSession;
  readonly device: DeviceSession;
}

export function App({ session, device }: AppProps): JSX.Element {
  const open = pageAt(openPages, path.value);
  if (!open) return <ForAccount session={session} />;
  return (
    <>
      <Title text={open.found.title()} />
      {open.draw({ session, device })}
    </>
  );
}

function ForAccount({ session }: Pick<AppProps, 'session'>): JSX.Element {
  useEffect(() => {
    if (session.account.peek().kind === 'unknown') void session.resume();
  }, [session]);
  return <AccountPages session={session} />;
}
