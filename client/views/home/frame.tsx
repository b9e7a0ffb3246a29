import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { t } from '../../i18n/messages.ts';
import type { AccountSession } from '../../state/session.ts';
import { Button, LanguageSwitch } from '../controls.tsx';
import { Emblem } from '../icons.tsx';
import { Link, navigate, path } from '../navigation.tsx';
import { OwnCalendar } from './own-calendar.tsx';

interface FrameProps {
  readonly session: AccountSession;
  readonly account: AccountView;
  readonly children: ComponentChildren;
}

/** Header and frame of the pages outside a conference. */
export function Frame({ session, account, children }: FrameProps): JSX.Element {
  const [calendar, setCalendar] = useState(false);
  const isEndpoints = path.value.startsWith('/endpoints');
  const isCalendar = path.value.startsWith('/calendar');
  const isOwn = path.value === '/account';
  const isElsewhere =
    isEndpoints || isCalendar || isOwn || ['/sites', '/accounts', '/audit'].includes(path.value);
  return (
    <div class="frame">
      <header class="frame__head">
        <Link to="/" class="brand">
          <Emblem />
          <span>{t().appName}</span>
        </Link>
        <nav>
          <Link to="/" current={!isElsewhere}>
            {t().meetings}
          </Link>
          <Link to="/calendar" current={isCalendar} testId="calendar-link">
            {t().calendar.title}
          </Link>
          {permits('endpoint.read', account.kind) && (
            <Link to="/sites" current={path.value === '/sites'} testId="sites-link">
              {t().sheets.units}
            </Link>
          )}
          {permits('endpoint.read', account.kind) && (
            <Link to="/endpoints" current={isEndpoints} testId="endpoints-link">
              {t().endpoints}
            </Link>
          )}
          {permits('account.administer', account.kind) && (
            <Link to="/accounts" current={path.value === '/accounts'} testId="accounts-link">
              {t().accounts.title}
            </Link>
          )}
          {permits('audit.read', account.kind) && (
            <Link to="/audit" current={path.value === '/audit'} testId="audit-link">
              {t().audit.title}
            </Link>
          )}
        </nav>
        <div class="frame__account">
          <Link to="/account" class="frame__name" current={isOwn} testId="own-account-link">
            <span data-testid="account">{account.fullName}</span>
            <small>{t().ownAccount.title}</small>
          </Link>
          <Button look="quiet" testId="own-calendar-open" onPress={() => setCalendar(true)}>
            {t().feed.own}
          </Button>
          <LanguageSwitch />
          <Button
            look="quiet"
            onPress={() => void session.signOut().then(() => navigate('/'))}
            testId="sign-out"
          >
            {t().signOut}
          </Button>
        </div>
      </header>
      <main class="frame__main">{children}</main>
      {calendar && <OwnCalendar rest={session.rest} onClose={() => setCalendar(false)} />}
    </div>
  );
}
