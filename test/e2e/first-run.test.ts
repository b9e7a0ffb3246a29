import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { temporaryPglite } from '../support/database.ts';
import { freePort } from '../support/free-port.ts';
import { startService, type Service } from '../support/service.ts';
import { photographer } from '../support/photographs.ts';
import { patience } from './witness.ts';

const chosen = 'mưa rào đầu hạ trên sông';
const hers = 'quạt trần quay chậm buổi trưa';
const units = [
  'Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên,Hiệu lực từ',
  '26,Tỉnh Vĩnh Phúc,Tỉnh,,01/01/2021',
  '251,Huyện Yên Lạc,Cấp huyện,26,01/01/2021',
  '252,Huyện Lập Thạch,Cấp huyện,26,01/01/2021',
].join('\n');

const linkIn = ({ notices }: Service): string | undefined =>
  notices.map((line) => /https?:\S+\/first-administrator#\S+/.exec(line)?.[0]).findLast((url) => url);

describe('the first run, from an empty folder and by the pages alone', function () {
  this.timeout(240_000);
  const photograph = photographer('first-run');
  let folder: string;
  let port: number;
  let service: Service;
  let browser: Browser;
  let page: Page;
  before(async () => {
    ({ folder } = await temporaryPglite());
    port = await freePort();
    service = await startService({ folder, port, unadministered: true });
    browser = await launchChromium();
    page = await newPage();
  });
  after(async () => {
    await browser.close();
    await service[Symbol.asyncDispose]();
  });

  async function newPage(): Promise<Page> {
    const context = await browser.newContext({
      baseURL: service.url,
      viewport: { width: 1280, height: 720 },
    });
    context.setDefaultTimeout(patience.timeoutMs);
    return context.newPage();
  }

  async function setPassword(on: Page, password: string): Promise<void> {
    await on.getByTestId('new-password').fill(password);
    await on.getByTestId('repeated-password').fill(password);
  }

  /** A new account of a unit; the page then shows its link. */
  async function addAccount(name: string, login: string, kind: string, unit: string): Promise<void> {
    await page.getByTestId('account-add').click();
    const form = page.getByTestId('account-form');
    await form.getByTestId('account-name').fill(name);
    await form.getByTestId('account-login').fill(login);
    await form.getByTestId('account-kind').selectOption(kind);
    await form.getByTestId('site-search').fill(unit);
    await form.getByTestId('site').first().click();
    await photograph(page, 'account-form');
    await form.getByTestId('account-save').click();
    await form.waitFor({ state: 'detached' });
  }

  const row = (login: string) => page.locator(`[data-testid="account-row"][data-login="${login}"]`);

  it('prints a link that creates the first administrator, who is signed in', async () => {
    const link = linkIn(service);
    expect(link).to.be.a('string');
    await page.goto(link ?? '');
    await page.getByTestId('first-administrator-page').waitFor();
    await photograph(page, 'first-administrator');
    await page.getByTestId('first-login').fill('Quantri');
    await page.getByTestId('first-name').fill('Lê Văn Quản');
    await setPassword(page, 'matkhau123456');
    await page.getByTestId('create-first-administrator').click();
    await page.getByTestId('alert').waitFor();
    await setPassword(page, chosen);
    await page.getByTestId('create-first-administrator').click();
    expect(await page.getByTestId('account').textContent()).to.equal('Lê Văn Quản');

    const other = await newPage();
    await other.goto(link ?? '');
    await other.getByTestId('link-over').waitFor();
    await photograph(other, 'link-over');
  });

  it('prints none at a start with an administrator', async () => {
    await service[Symbol.asyncDispose]();
    service = await startService({ folder, port, unadministered: true });
    expect(linkIn(service)).to.equal(undefined);
    await page.goto('/');
  });

  it('lists what is missing, and leads to the pages', async () => {
    const step = (name: string) => page.getByTestId(`setup-${name}`);
    await page.getByTestId('setup').waitFor();
    await photograph(page, 'setup');
    for (const name of ['sites', 'endpoints', 'accounts', 'pairing', 'meeting', 'mail', 'https', 'turn']) {
      expect(await step(name).getAttribute('data-done'), name).to.equal('false');
    }
    await page.getByTestId('setup-open-sites').click();
    await page.getByTestId('import-sites').click();
    await page.getByTestId('import-file').setInputFiles({
      name: 'don-vi.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(units),
    });
    await page.getByTestId('import-confirm').click();
    await page.getByTestId('import-report').getByText('Đã nhập xong').waitFor();
    await page.goto('/');
    await page.locator('[data-testid="setup-sites"][data-done="true"]').waitFor();
  });

  it('creates an account, whose owner sets the password by a link that the page shows', async () => {
    await page.getByTestId('setup-open-accounts').click();
    await addAccount('Trần Thị Hoa', 'hoa.yenlac', 'secretariat', 'yen lac');
    const security = page.getByTestId('account-security');
    await security.getByTestId('password-link-show').click();
    const link = (await security.getByTestId('password-link').textContent()) ?? '';
    await photograph(page, 'password-link');
    await security.getByTestId('account-security-close').click();
    await row('hoa.yenlac').getByText('Chưa đặt mật khẩu').waitFor();

    const theirs = await newPage();
    await theirs.goto(link);
    await theirs.getByTestId('password-owner').getByText('Trần Thị Hoa').waitFor();
    await photograph(theirs, 'password-page');
    await setPassword(theirs, hers);
    await theirs.getByTestId('set-password').click();
    expect(await theirs.getByTestId('account').textContent()).to.equal('Trần Thị Hoa');
    await theirs.goto(link);
    await theirs.getByTestId('link-over').waitFor();
  });

  it('finds accounts by text, role, state and unit', async () => {
    await addAccount('Đỗ Văn Kỹ', 'ky.lapthach', 'operator', 'lap thach');
    await page.getByTestId('account-security-close').click();
    const shown = async (): Promise<(string | null)[]> =>
      Promise.all(
        (await page.getByTestId('account-row').all()).map((each) => each.getAttribute('data-login')),
      );
    const gone = (login: string) => row(login).waitFor({ state: 'detached' });
    await row('ky.lapthach').waitFor();
    expect(await shown()).to.deep.equal(['hoa.yenlac', 'ky.lapthach', 'quantri']);
    await photograph(page, 'accounts');

    await page.getByTestId('account-search').fill('tran thi');
    await gone('quantri');
    expect(await shown()).to.deep.equal(['hoa.yenlac']);
    await page.getByTestId('account-search').fill('');
    await page.getByTestId('account-filter-kind').selectOption('operator');
    await row('ky.lapthach').waitFor();
    await gone('hoa.yenlac');
    expect(await shown()).to.deep.equal(['ky.lapthach']);
    await page.getByTestId('account-filter-kind').selectOption('');
    await page.getByTestId('account-filter-state').selectOption('without-password');
    await gone('quantri');
    expect(await shown()).to.deep.equal(['ky.lapthach']);
    await page.getByTestId('account-filter-state').selectOption('');
    await page.getByTestId('account-filter-unit').fill('yen lac');
    await page.getByTestId('account-filter-unit-found').first().click();
    await row('hoa.yenlac').waitFor();
    await gone('ky.lapthach');
    expect(await shown()).to.deep.equal(['hoa.yenlac']);
    await page.getByTestId('account-filter-unit-clear').click();
    await row('quantri').waitFor();
  });

  it('changes an account, disables it and enables it again', async () => {
    await row('ky.lapthach').getByTestId('account-edit').click();
    const form = page.getByTestId('account-form');
    await form.getByTestId('account-name').fill('Đỗ Văn Kỹ Thuật');
    await form.getByTestId('account-email').fill('khong phai dia chi');
    await form.getByTestId('account-save').click();
    await form.getByTestId('alert').waitFor();
    await form.getByTestId('account-email').fill('ky@lapthach.example');
    await form.getByTestId('account-kind').selectOption('official');
    await form.getByTestId('account-save').click();
    await row('ky.lapthach').getByText('Đỗ Văn Kỹ Thuật').waitFor();
    await row('ky.lapthach').getByText('Cán bộ').waitFor();

    await row('ky.lapthach').getByTestId('account-disable').click();
    await page.getByTestId('confirm').click();
    await row('ky.lapthach').getByText('Đã khóa').waitFor();
    await row('ky.lapthach').getByTestId('account-enable').click();
    await page.getByTestId('confirm').click();
    await row('ky.lapthach').getByTestId('account-edit').waitFor();
    expect(await row('ky.lapthach').getByText('Đã khóa').count()).to.equal(0);
  });

  it('does not let an administrator change the own role', async () => {
    await row('quantri').getByTestId('account-edit').click();
    expect(await page.getByTestId('account-form').getByTestId('account-kind').count()).to.equal(0);
    await page.keyboard.press('Escape');
  });

  it('leads back to the page that was asked for after a sign-in', async () => {
    const signingIn = await newPage();
    await signingIn.goto('/accounts?from=letter');
    await signingIn.getByTestId('login').fill('quantri');
    await signingIn.getByTestId('password').fill(chosen);
    await signingIn.getByTestId('sign-in').click();
    await signingIn.getByTestId('account-add').waitFor();
    expect(new URL(signingIn.url()).pathname).to.equal('/accounts');
  });

  it('says all of it in English', async () => {
    await page.getByTestId('own-account-link').click();
    await page.getByTestId('own-language-en').click();
    await page.getByTestId('accounts-link').click();
    await page.getByTestId('account-add').getByText('Add an account').waitFor();
    await photograph(page, 'accounts-en');
    await page.goto('/');
    await page.getByTestId('setup').getByText('What is left to do').waitFor();
  });

  it('hides the checklist where it is not wanted', async () => {
    await page.getByTestId('setup-hide').click();
    await page.getByTestId('setup').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByTestId('new-meeting').waitFor();
    expect(await page.getByTestId('setup').count()).to.equal(0);
  });
});
