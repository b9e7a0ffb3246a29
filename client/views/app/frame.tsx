import type { ComponentChildren, JSX } from 'preact';
import { permits } from '../../../protocol/rest/permissions.ts';
import type { AccountView } from '../../../protocol/rest/identity/session.ts';
import { commonWords } from '../../i18n/common.ts';
import { titleWords } from '../shared/titles.ts';
import type { AccountSession } from '../../state/session.ts';
import { Button, LanguageSwitch } from '../shared/controls.tsx';
import { Emblem } from '../shared/icons.tsx';
import { Link, navigate, path } from '../shared/navigation.tsx';
import { AdministrationMenu } from './administration-menu.tsx';
import { accountPages } from './routes.tsx';
import { appWords } from './words.ts';

interface FrameProps {
  readonly session: AccountSession;
  readonly account: AccountView;
  readonly children: ComponentChildren;
}

/** Header and frame of the pages outside a conference. */
export function Frame({ session, account, children }: FrameProps): JSX.Element {
  const { value: at } = path;
  const offered = accountPages.flatMap((page) =>
    page.menuTestId !== undefined &&
    permits(page.who, account.kind) &&
    (!page.isForAllUnits || account.siteId === null)
      ? [{ ...page, testId: page.menuTestId }]
      : [],
  );
  const isOwn = at === '/account';
  // Pages below a page of the menu belong to it, others to the meetings.
  const current = offered.findLast(({ path }) => at.startsWith(path));
  const menu = offered.map((page) => ({ ...page, isCurrent: page === current && !isOwn }));
  const { administration = [], others = [] } = Object.groupBy(menu, ({ isAdministration }) =>
    isAdministration ? 'administration' : 'others',
  );
  // One page needs no menu.
  const links = administration.length > 1 ? others : menu;
  return (
    <div class="frame">
      <a class="skip" href="#content" data-testid="skip">
        {appWords().skipMenu}
      </a>
      <header class="frame__head">
        <Link to="/" class="brand">
          <Emblem />
          <span>{commonWords().appName}</span>
        </Link>
        <nav aria-label={appWords().menu}>
          {links.map((page) => (
            <Link key={page.path} to={page.path} current={page.isCurrent} testId={page.testId}>
              {page.title()}
            </Link>
          ))}
          {administration.length > 1 && <AdministrationMenu pages={administration} />}
        </nav>
        <div class="frame__account">
          <Link to="/account" class="frame__name" current={isOwn} testId="own-account-link">
            <span data-testid="account">{account.fullName}</span>
            <small>{titleWords().ownAccount}</small>
          </Link>
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
      <main class="frame__main" id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
