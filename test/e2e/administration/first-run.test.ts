import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../support/browsers/chromium.ts';
import { temporaryPglite } from '../../support/storage/database.ts';
import { eventually } from '../../support/eventually.ts';
import { startMailServer } from '../../support/mail/mail-server.ts';
import { textInMail } from '../../support/mail/mail-text.ts';
import { freePort } from '../../support/network/free-port.ts';
import { startService, type Service } from '../../support/service.ts';
import { photographer } from '../../support/browsers/photographs.ts';
import { patience, sees } from '../pages/witness.ts';

const chosen = 'mưa rào đầu hạ trên sông';
/** The mail server refuses letters to it. */
const unknown = 'nham@yenlac.example';
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
  let mail: Awaited<ReturnType<typeof startMailServer>>;
  let port: number;
  let service: Service;
  let browser: Browser;
  let page: Page;
  /** Without an administrator; and passwords that somebody gives are changed, as by default. */
  const asInstalled = () =>
    ({
      folder,
      port,
      unadministered: true,
      environment: { DIEMCAU_IDENTITY__GIVENPASSWORDS: 'change' },
    }) as const;
  before(async () => {
    ({ folder } = await temporaryPglite());
    port = await freePort();
    mail = await startMailServer((address) => address !== unknown);
    service = await startService(asInstalled());
    browser = await launchChromium();
    page = await newPage();
  });
  after(async () => {
    await browser?.close();
    await service?.[Symbol.asyncDispose]();
    await mail?.[Symbol.asyncDispose]();
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
    service = await startService(asInstalled());
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
    await page.getByTestId('setup-open-meeting').click();
    await page.locator('[data-testid="meeting-title"]:focus').waitFor();
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
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await security.getByTestId('password-link-copy').click();
    await eventually(
      async () => (await page.evaluate(() => navigator.clipboard.readText())) === link,
      'the link to be copied',
      patience,
    );
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
    const shown = () =>
      page
        .getByTestId('account-row')
        .evaluateAll((rows) => rows.map((each) => each.getAttribute('data-login') ?? ''));
    await sees(shown, ['hoa.yenlac', 'ky.lapthach', 'quantri']);
    await photograph(page, 'accounts');

    await page.getByTestId('account-search').fill('tran thi');
    await sees(shown, ['hoa.yenlac']);
    await page.getByTestId('account-search').fill('');
    await page.getByTestId('account-filter-kind').selectOption('operator');
    await sees(shown, ['ky.lapthach']);
    await page.getByTestId('account-filter-kind').selectOption('');
    await row('quantri').waitFor();
    await page.getByTestId('account-filter-state').selectOption('without-password');
    await sees(shown, ['ky.lapthach']);
    await page.getByTestId('account-filter-state').selectOption('');
    await page.getByTestId('account-filter-unit').fill('yen lac');
    await page.getByTestId('account-filter-unit-found').first().click();
    await sees(shown, ['hoa.yenlac']);
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
    await form.getByTestId('account-language').selectOption('en');
    await form.getByTestId('account-save').click();
    await row('ky.lapthach').getByText('Đỗ Văn Kỹ Thuật').waitFor();
    await row('ky.lapthach').getByText('Cán bộ').waitFor();
    await row('ky.lapthach').getByTestId('account-edit').click();
    expect(await form.getByTestId('account-language').inputValue()).to.equal('en');
    await form.getByTestId('account-kind').selectOption('administrator');
    await form.getByTestId('account-whole-tree').check();
    await form.getByTestId('account-save').click();
    await row('ky.lapthach').getByText('Toàn hệ thống').waitFor();

    await row('ky.lapthach').getByTestId('account-disable').click();
    await page.getByTestId('confirm').click();
    await row('ky.lapthach').getByText('Đã khóa').waitFor();
    await row('ky.lapthach').getByTestId('account-enable').click();
    await page.getByTestId('confirm').click();
    await row('ky.lapthach').getByTestId('account-edit').waitFor();
    await row('ky.lapthach').getByText('Đã khóa').waitFor({ state: 'detached' });
  });

  it('creates an account with a first password, which its owner must change', async () => {
    const told = 'hàng cau trước ngõ nhà bà';
    await page.getByTestId('account-add').click();
    const form = page.getByTestId('account-form');
    await form.getByTestId('account-name').fill('Nguyễn Văn An');
    await form.getByTestId('account-login').fill('an.yenlac');
    await form.getByTestId('site-search').fill('yen lac');
    await form.getByTestId('site').first().click();
    await form.getByTestId('account-first-password').click();
    await form.getByTestId('account-password').fill(told);
    await form.getByTestId('account-save').click();
    await form.waitFor({ state: 'detached' });
    await row('an.yenlac').waitFor();
    const theirs = await newPage();
    await theirs.goto('/login');
    await theirs.getByTestId('login').fill('an.yenlac');
    await theirs.getByTestId('password').fill(told);
    await theirs.getByTestId('sign-in').click();
    await theirs.getByTestId('due-password').waitFor();
    await theirs.getByTestId('current-password').fill(told);
    await setPassword(theirs, 'giếng làng trong veo mùa thu');
    await theirs.getByTestId('change-password').click();
    await theirs.getByTestId('calendar-link').waitFor();
    await theirs.context().close();
  });

  it('imports accounts from a spreadsheet, after it has said what each row would do', async () => {
    await page.getByTestId('import-accounts').click();
    const dialog = page.getByTestId('import-dialog');
    const choose = (...rows: readonly string[]) =>
      dialog.getByTestId('import-file').setInputFiles({
        name: 'tai-khoan.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(['Tên đăng nhập,Họ và tên,Vai trò,Mã đơn vị', ...rows].join('\n')),
      });
    const downloading = page.waitForEvent('download');
    await dialog.getByTestId('import-template').click();
    expect((await downloading).suggestedFilename()).to.match(/\.xlsx$/);
    await choose('bang.mot,Lê Thị Một,Giám đốc,251');
    await dialog.getByTestId('import-problem').getByText('Quản trị, Thư ký, Kỹ thuật hoặc Cán bộ').waitFor();
    await choose('bang.mot,Lê Thị Một,Thư ký,251', 'hoa.yenlac,Trần Thị Hoa,,252');
    await dialog.locator('[data-testid="import-change"][data-what="created"]').waitFor();
    await dialog.locator('[data-testid="import-change"][data-what="changed"]').waitFor();
    await photograph(page, 'import-accounts');
    await dialog.getByTestId('import-confirm').click();
    await dialog.getByTestId('import-report').getByText('Đã nhập xong').waitFor();
    await page.keyboard.press('Escape');
    await row('bang.mot').getByText('Chưa đặt mật khẩu').waitFor();
    await row('hoa.yenlac').getByText('Lập Thạch').waitFor();
  });

  it('mails links to all that have no password, and names those that get none', async () => {
    await addAccount('Lê Văn Hai', 'hai.yenlac', 'official', 'yen lac');
    await page.getByTestId('account-security-close').click();
    await row('hai.yenlac').getByTestId('account-edit').click();
    const form = page.getByTestId('account-form');
    await form.getByTestId('account-email').fill(unknown);
    await form.getByTestId('account-save').click();
    await form.waitFor({ state: 'detached' });
    const { environment } = asInstalled();
    await service[Symbol.asyncDispose]();
    service = await startService({
      ...asInstalled(),
      environment: {
        ...environment,
        DIEMCAU_HTTP__PUBLICURL: service.url,
        DIEMCAU_MAIL__SMTPURL: mail.url,
        DIEMCAU_MAIL__FROM: 'hop@vinhphuc.example',
      },
    });
    await page.goto('/accounts');
    await page.getByTestId('account-filter-state').selectOption('without-password');
    await page.getByTestId('mail-links').click();
    const dialog = page.getByTestId('mail-links-dialog');
    await dialog.getByTestId('mail-links-question').getByText('của 2 người').waitFor();
    await dialog.getByTestId('mail-links-unaddressed').getByText('Lê Thị Một (bang.mot)').waitFor();
    await photograph(page, 'mail-links');
    await dialog.getByTestId('mail-links-send').click();
    await dialog.getByTestId('mail-links-sent').getByText('Đã gửi liên kết cho 1 người.').waitFor();
    await dialog.getByTestId('mail-links-unsent').getByText('Lê Văn Hai (hai.yenlac)').waitFor();
    const [letter] = mail.received;
    expect(letter?.to).to.deep.equal(['ky@lapthach.example']);
    const link = /\/password#[\w-]{43}/.exec(textInMail(letter?.raw ?? ''))?.[0];
    await dialog.getByTestId('mail-links-close').click();
    await page.getByTestId('account-filter-state').selectOption('');

    const theirs = await newPage();
    await theirs.goto(link ?? '');
    await theirs.getByTestId('password-owner').getByText('Đỗ Văn Kỹ Thuật').waitFor();
    await theirs.context().close();
  });

  it('does not let an administrator change the own role', async () => {
    await row('quantri').getByTestId('account-edit').click();
    await page.getByTestId('account-form').getByTestId('account-name').waitFor();
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

  it('hides the checklist where it is not wanted, and shows it again', async () => {
    await page.getByTestId('setup-hide').click();
    await page.getByTestId('setup').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByTestId('new-meeting').waitFor();
    await page.getByTestId('setup-show').waitFor();
    expect(await page.getByTestId('setup').count()).to.equal(0);
    await page.getByTestId('setup-show').click();
    await page.getByTestId('setup').waitFor();
    await page.reload();
    await page.getByTestId('setup').waitFor();
  });
});
