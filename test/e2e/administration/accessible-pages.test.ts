import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { firstAdministratorPath, passwordLinkPath } from '../../../protocol/rest/identity/one-time-links.ts';
import { replyLink } from '../../../protocol/rest/meetings/readiness.ts';
import { photographer } from '../../support/browsers/photographs.ts';
import { chair } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { faultsOf } from '../pages/axe.ts';
import { holdsInHighContrast } from '../pages/contrast.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';

const schemes = ['light', 'dark'] as const;

interface Visit {
  readonly page: Page;
  /** Switches the language where the page itself has no switch. */
  readonly switchLanguage: () => Promise<void>;
}

const withSwitch = (page: Page): Visit => ({
  page,
  switchLanguage: () => page.getByTestId('language').first().click(),
});

/** Asserts that axe finds nothing on a page, in both languages and colour schemes. */
async function isAccessible(
  { page, switchLanguage }: Visit,
  photograph: (page: Page, what: string) => Promise<void>,
): Promise<void> {
  const faults: string[] = [];
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const other of ['en', 'vi']) {
      await switchLanguage();
      await page.locator(`html[lang="${other}"]`).waitFor();
      const found = await faultsOf(page);
      faults.push(
        ...found.map((fault) => `${colorScheme} ${other} ${new URL(page.url()).pathname} ${fault}`),
      );
    }
    await photograph(page, colorScheme);
  }
  expect(faults, faults.join('\n')).to.deep.equal([]);
}

/** Those that are looked at in high contrast, too. The page of the design system has the components of the others. */
const mainPages: ReadonlySet<string> = new Set(['/', '/calendar', '/style', '/login', '/room']);

/** The addresses in the tables of pages. */
async function addresses(): Promise<readonly string[]> {
  const files = ['client/views/app/open-pages.ts', 'client/views/app/routes.tsx'];
  const table = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
  const named: Readonly<Record<string, string>> = { firstAdministratorPath, passwordLinkPath };
  return [...table.matchAll(/\b(?:accountPage|page)\(\s*(?:'(?<path>\/[^']*)'|(?<name>\w+Path)\b)/g)].map(
    ({ groups }) => groups?.['path'] ?? named[groups?.['name'] ?? ''] ?? '',
  );
}

describe('every page, in a real browser and judged by axe', function () {
  this.timeout(240_000);
  let venue: Venue;
  let page: Page;
  before(async () => {
    venue = await openVenue();
    page = await venue.signedIn(administrator);
    await page.getByTestId('meetings-link').waitFor();
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const visited = new Set<string>();
  /** A test of a page of the table: `open` reaches it, and returns the page if it is not the administrator's. */
  const visits = (address: string, open: () => Promise<Visit | void>): void => {
    it(`has no fault at ${address}`, async () => {
      const visit = (await open()) ?? withSwitch(page);
      const photograph = photographer(`page${address.replaceAll(/\W+/g, '-')}`);
      await isAccessible(visit, photograph);
      if (mainPages.has(address)) await holdsInHighContrast(visit.page, photograph);
      if (visit.page !== page) await visit.page.context().close();
    });
    visited.add(address);
  };
  const press =
    (...testIds: string[]) =>
    async (): Promise<void> => {
      for (const testId of testIds) await page.getByTestId(testId).first().click();
    };
  /** A page for people who are not signed in. The language that was chosen at the sign-in is remembered there. */
  const stranger = async (address: string, shown: string): Promise<Visit> => {
    const opened = await venue.page('/login');
    const goThere = async (): Promise<void> => {
      await opened.goto(address);
      await opened.getByTestId(shown).first().waitFor();
    };
    await goThere();
    return {
      page: opened,
      switchLanguage: async () => {
        await opened.goto('/login');
        await opened.getByTestId('language').click();
        await goThere();
      },
    };
  };

  visits('/', press('meetings-link'));
  it('has no fault while a meeting is planned', async () => {
    await press('new-meeting')();
    await isAccessible(withSwitch(page), photographer('page-planning'));
    await page.getByTestId('meeting-date-open').click();
    await page.locator('[data-day]:focus').waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    await photographer('page-date')(page, 'calendar');
    await page.keyboard.press('Escape');
    await page.getByTestId('meeting-start-open').click();
    await page.locator('[role="option"]:focus').waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    await press('meetings-link')();
  });
  visits('/calendar', press('calendar-link'));
  visits('/calendar/rooms', press('calendar-rooms'));
  visits('/sites', press('sites-link'));
  visits('/sites/reform', press('sites-link', 'reform-link'));
  visits('/endpoints', press('endpoints-link'));
  visits('/endpoints/:endpointId/rehearsals', press('rehearsals'));
  visits('/groups', press('administration-menu', 'groups-link'));
  visits('/accounts', press('accounts-link'));
  visits('/bridges', press('administration-menu', 'bridges-link'));
  visits('/audit', press('administration-menu', 'audit-link'));
  visits('/account', press('own-account-link'));
  visits('/meetings/:meetingId/plan', async () => {
    await press('meetings-link', 'meeting-details')();
    await page.getByTestId('meeting-plan').waitFor();
  });
  visits('/meetings/:meetingId/readiness', press('meetings-link', 'meeting-readiness'));

  for (const [way, opener, dialog] of [
    [['sites-link'], 'unit-add', 'new-unit'],
    [['administration-menu', 'groups-link'], 'group-add', 'group-form'],
    [['accounts-link'], 'account-add', 'account-form'],
    [['administration-menu', 'bridges-link'], 'bridge-add', 'bridge-dialog'],
  ] as const) {
    it(`has no fault in the dialog of ${opener}, which its cross closes`, async () => {
      await press(...way, opener)();
      await page.getByTestId(dialog).waitFor();
      const faults: string[] = [];
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        faults.push(...(await faultsOf(page)));
      }
      await page.getByTestId('dialog-close').click();
      await page.getByTestId('dialog-close').waitFor({ state: 'detached' });
      expect(faults, faults.join('\n')).to.deep.equal([]);
    });
  }

  it('lets the keyboard skip the menu', async () => {
    await press('administration-menu', 'audit-link')();
    await page.getByTestId('audit-search').waitFor();
    await page.locator('body').press('Home');
    await page.getByTestId('skip').focus();
    await page.keyboard.press('Enter');
    await page.locator('main:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('main :focus').waitFor({ state: 'attached' });
    expect(new URL(page.url()).pathname).to.equal('/audit');
  });

  const openStyle = async (): Promise<void> => {
    await page.goto('/style');
    await page.getByTestId('style').waitFor();
  };
  visits('/style', openStyle);
  it('shows each component in light, dark and high contrast side by side', async () => {
    await openStyle();
    await press('style-scheme-beside')();
    const looks = new Set<string>();
    for (const scheme of ['light', 'dark', 'contrast-light']) {
      const gallery = page.getByTestId(`style-gallery-${scheme}`);
      looks.add(
        await gallery.evaluate((each) => {
          const { backgroundColor, color } = getComputedStyle(each);
          return `${color} on ${backgroundColor}`;
        }),
      );
    }
    expect(looks.size).to.equal(3);
    await photographer('page-style')(page, 'beside');
    await press('style-scheme-contrast-dark')();
    await page.getByTestId('style-gallery-contrast-dark').waitFor();
    expect(await faultsOf(page, { contrast: 'enhanced', within: '.style__gallery' })).to.deep.equal([]);
  });
  it('has the real components on the page of the design system', async () => {
    await openStyle();
    await press('style-tab-two')();
    await page.keyboard.press('ArrowRight');
    await page.locator('[data-testid="style-tab-three"][aria-selected="true"]:focus').waitFor();
    await page.getByTestId('style-order-handle').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.locator('[data-testid="style-order-row"][data-place="2"][data-row="Tam Hồng"]').waitFor();
    expect(await page.getByTestId('style-fixed-row').getByRole('button').count()).to.equal(0);
    await page.locator('[data-testid="style-long"][data-length="300"]').waitFor();
    await page.getByTestId('style-unit').fill('tam hong');
    await page.getByTestId('style-unit-found').first().waitFor();
    await page.getByTestId('style-units').fill('tam hong');
    await page.getByTestId('style-units-choose').first().waitFor();
    await page.getByTestId('style-known-search').fill('trung my');
    await page.getByTestId('style-known-choose').click();
    await page.getByTestId('upload-file').setInputFiles({
      name: 'bao-cao.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7'),
    });
    await page.getByText('Không tải lên được bao-cao.pdf').waitFor();
    await press('style-name-open')();
    await press('style-name-save')();
    await page.getByTestId('style-name-dialog').getByTestId('alert').waitFor();
    await page.keyboard.press('Escape');
  });
  it('has no fault in a dialog with every field', async () => {
    await openStyle();
    await press('style-dialog-open')();
    await page.getByTestId('style-dialog').waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    await page.getByTestId('style-dialog').waitFor({ state: 'detached' });
  });
  it('has no fault in an open list of actions, which the keyboard reaches and a press closes', async () => {
    await page.getByTestId('style-menu').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="style-menu-none"]:disabled').waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.keyboard.press('Tab');
    await page.locator('[data-testid="style-menu-first"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('style-menu-first').waitFor({ state: 'hidden' });
    await page.locator('[data-testid="style-menu"]:focus').waitFor();
  });

  visits('/login', () => stranger('/login', 'sign-in'));
  visits('/reply/:token', async () => {
    const { administration, meetingId } = venue.meeting;
    const params = { meetingId };
    const { version, siteId } = await administration.call('meeting.get', { params });
    const { id: inviteeId } = await administration.call('account.create', {
      body: {
        login: 'english',
        password: 'mat-khau-bang-tieng-anh',
        fullName: 'John Smith',
        kind: 'official',
        siteId,
        language: 'en',
      },
    });
    const { invitations } = await administration.call('meeting.invite', {
      params,
      version,
      body: { invitations: [{ kind: 'account', inviteeId, role: 'delegate' }] },
    });
    const letterTo = async (
      sought: (invitation: (typeof invitations)[number]) => boolean,
    ): Promise<string> => {
      const invitationId = invitations.find(sought)?.id ?? '';
      const link = await administration.call('reply.link', { params: { meetingId, invitationId } });
      return `/reply/${replyLink.parse(link).token}`;
    };
    const vietnamese = await letterTo(({ kind }) => kind === 'endpoint');
    const english = await letterTo((invitation) => invitation.inviteeId === inviteeId);
    const opened = await venue.page(vietnamese);
    let shown = vietnamese;
    return {
      page: opened,
      // The page speaks the language of its letter.
      switchLanguage: async () => {
        shown = shown === vietnamese ? english : vietnamese;
        await opened.goto(shown);
        await opened.getByTestId('reply-page').waitFor();
      },
    };
  });
  visits(firstAdministratorPath, () => stranger(`${firstAdministratorPath}#none`, 'link-over'));
  visits(passwordLinkPath, () => stranger(`${passwordLinkPath}#none`, 'link-over'));
  visits('/room', () => stranger('/room', 'pairing-code'));
  visits('/meetings/:meetingId', async () => {
    const theirs = await venue.signedIn(chair);
    await theirs.getByTestId('meeting').getByTestId('meeting-join').click();
    await theirs.getByTestId('join').waitFor();
    return withSwitch(theirs);
  });

  it('has no fault in a meeting, whatever panel is open, and says who has the floor and who is on the stage', async () => {
    const theirs = await venue.chair();
    await theirs.getByTestId('said-on-air').getByText('Bạn đang lên hình').waitFor({ state: 'attached' });
    const microphone = await theirs.getByTestId('own-microphone').getAttribute('data-microphone');
    await theirs.getByTestId('microphone').click();
    await theirs
      .getByTestId('said-microphone')
      .getByText(microphone === 'open' ? 'Micrô đang tắt' : 'Micrô đang mở')
      .waitFor({ state: 'attached' });
    const room = await venue.room(venue.meeting.endpoints[0]);
    expect(await faultsOf(room)).to.deep.equal([]);
    await holdsInHighContrast(room, photographer('meeting-room'));
    await holdsInHighContrast(theirs, photographer('meeting'));
    const tabs = await theirs
      .locator('.tab')
      .evaluateAll((all) => all.map((tab) => tab.getAttribute('data-testid') ?? ''));
    expect(tabs.length).to.be.above(8);
    for (const tab of tabs) {
      const opened = theirs.getByTestId(tab);
      if ((await opened.getAttribute('aria-expanded')) === 'false') await opened.click();
      await theirs.getByTestId(tab.replace('tab-', 'panel-')).waitFor();
      await isAccessible(withSwitch(theirs), photographer(`meeting-${tab}`));
    }
  });

  it('are all of the table of pages', async () => {
    const all = await addresses();
    expect(all).to.include.members(['/', '/room', firstAdministratorPath]);
    expect([...visited].toSorted()).to.deep.equal(all.toSorted());
  });
});
