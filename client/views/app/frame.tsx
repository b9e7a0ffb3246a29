import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { commonWords } from '../../i18n/common.ts';
import { titleWords } from '../shared/titles.ts';
import { ownCalendarWords } from './own-calendar-words.ts';
import type { AccountSession } from '../../state/session.ts';
import { Button, LanguageSwitch } from '../shared/controls.tsx';
import { Emblem } from '../shared/icons.tsx';
import { Link, navigate, path } from '../shared/navigation.tsx';
import { OwnCalendar } from './own-calendar.tsx';
import { accountPages } from './routes.tsx';

interface FrameProps {
  readonly session: AccountSession;
  readonly account: AccountView;
  readonly children: ComponentChildren;
}

/** Header and frame of the pages outside a conference. */
export function Frame({ session, account, children }: FrameProps): JSX.Element {
  const [calendar, setCalendar] = useState(false);
  const { value: at } = path;
  const menu = accountPages.flatMap(({ path, title, who, menu }) =>
    menu !== undefined && permits(who, account.kind) ? [{ path, title, testId: menu }] : [],
  );
  const isOwn = at === '/account';
  // Pages below a page of the menu belong to it, others to the meetings.
  const current = menu.findLast(({ path }) => at.startsWith(path));
  return (
    <div class="frame">
      <header class="frame__head">
        <Link to="/" class="brand">
          <Emblem />
          <span>{commonWords().appName}</span>
        </Link>
        <nav>
          {menu.map((page) => (
            <Link key={page.path} to={page.path} current={page === current && !isOwn} testId={page.testId}>
              {page.title()}
            </Link>
          ))}
        </nav>
        <div class="frame__account">
          <Link to="/account" class="frame__name" current={isOwn} testId="own-account-link">
            <span data-testid="account">{account.fullName}</span>
            <small>{titleWords().ownAccount}</small>
          </Link>
          <Button look="quiet" testId="own-calendar-open" onPress={() => setCalendar(true)}>
            {ownCalendarWords().own}
          </Button>
          <LanguageSwitch />
          <Button
            look="quiet"
            onPress={() => void session.signOut().then(() => navigate('/'))}
            testId="sign-out"
          >
            {commonWords().signOut}
          </Button>
        </div>
      </header>
      <main class="frame__main">{children}</main>
      {calendar && <OwnCalendar rest={session.rest} onClose={() => setCalendar(false)} />}
    </div>
  );
}
