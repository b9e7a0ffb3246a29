import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../support/browsers/chromium.ts';
import { temporaryPglite } from '../../support/storage/database.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/network/free-port.ts';
import { administrator, tokenSecret } from '../../support/rest/secrets.ts';
import { type Service, startService } from '../../support/service.ts';
import { RestCaller, RestError } from '../../../simulation/rest.ts';
import { patience } from '../pages/witness.ts';

const own = 'trời mưa nhớ mang ô';

/** A service on which passwords that others have set must be changed, and a browser. */
async function openOffice(
  environment: Readonly<Record<string, string>> = {},
): Promise<AsyncDisposable & { readonly url: string; readonly page: () => Promise<Page> }> {
  const { folder } = await temporaryPglite();
  await using opened = new AsyncDisposableStack();
  const port = await freePort();
  // Browsers bind passkeys to names only.
  const url = `http://localhost:${port}`;
  const service: Service = await startService({
    folder,
    port,
    environment: {
      DIEMCAU_HTTP__PUBLICURL: url,
      DIEMCAU_IDENTITY__SECRET: tokenSecret,
      DIEMCAU_IDENTITY__GIVENPASSWORDS: 'change',
      ...environment,
    },
  });
  opened.use(service);
  const browser: Browser = await launchChromium();
  opened.defer(() => browser.close());
  const open = opened.move();
  return {
    url,
    async page() {
      const context = await browser.newContext({
        baseURL: url,
        viewport: { width: 1280, height: 720 },
      });
      context.setDefaultTimeout(patience.timeoutMs);
      const page = await context.newPage();
      await page.goto('/login');
      return page;
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

async function signIn(page: Page, password: string, login = administrator.login): Promise<void> {
  await page.getByTestId('login').fill(login);
  await page.getByTestId('password').fill(password);
  await page.getByTestId('sign-in').press('Enter');
}

async function changePassword(page: Page, current: string, next: string): Promise<void> {
  await page.getByTestId('current-password').fill(current);
  await page.getByTestId('new-password').fill(next);
  await page.getByTestId('repeated-password').fill(next);
  await page.getByTestId('change-password').press('Enter');
}

describe('the own account, in a real browser', function () {
  this.timeout(180_000);
  let office: Awaited<ReturnType<typeof openOffice>>;
  before(async () => {
    office = await openOffice();
  });
  after(() => office?.[Symbol.asyncDispose]());

  it('requires a new password before anything else, and says what is wrong with one', async () => {
    const page = await office.page();
    await signIn(page, administrator.password);
    await page.getByTestId('due-password').waitFor();
    await page.goto('/calendar');
    await page.getByTestId('due-password').waitFor();

    const fault = page.getByTestId('password-fault');
    await page.getByTestId('current-password').fill(administrator.password);
    await page.getByTestId('new-password').fill('ngắn');
    await fault.getByText('Còn thiếu 8 ký tự.').waitFor();
    await page.getByTestId('new-password').fill(own);
    await page.getByTestId('repeated-password').fill(`${own}!`);
    await fault.getByText('Hai lần nhập chưa giống nhau.').waitFor();
    expect(await page.getByTestId('change-password').isDisabled()).to.equal(true);

    await changePassword(page, administrator.password, 'Quantri@2025!');
    await page.getByTestId('alert').getByText('nhiều người dùng').waitFor();
    await changePassword(page, 'không phải mật khẩu này', own);
    await page.getByTestId('alert').getByText('Mật khẩu hiện tại không đúng').waitFor();
    await changePassword(page, administrator.password, own);
    await page.getByTestId('calendar-link').waitFor();
  });

  it('shows the sessions, and signs out another browser', async () => {
    const [here, there] = [await office.page(), await office.page()];
    await signIn(here, own);
    await signIn(there, own);
    await there.getByTestId('account').waitFor();
    await here.getByTestId('own-account-link').click();
    await here.getByText('Thiết bị này').waitFor();
    const others = here.getByTestId('own-session').filter({ has: here.getByTestId('end-session') });
    const before = await others.count();
    expect(before).to.be.at.least(1);
    await others.first().getByTestId('end-session').press('Enter');
    await here.getByTestId('own-session').nth(before).waitFor({ state: 'detached' });
    await there.getByTestId('own-account-link').click();
    await there.getByTestId('sign-in').waitFor();
    await here.reload();
    await here.getByText('Thiết bị này').waitFor();
  });

  it('changes the password, after which all other browsers are out', async () => {
    const [here, there] = [await office.page(), await office.page()];
    await signIn(here, own);
    await signIn(there, own);
    await there.getByTestId('own-account-link').click();
    await there.getByText('Thiết bị này').waitFor();
    await here.getByTestId('own-account-link').click();
    await changePassword(here, own, 'con mèo trèo cây cau');
    await here.getByTestId('password-changed').getByText('Đã đổi mật khẩu').waitFor();
    await there.getByTestId('end-other-sessions').click();
    await there.getByTestId('confirm').click();
    await there.getByTestId('sign-in').waitFor();
    await signIn(there, own);
    await there.getByTestId('alert').waitFor();
    await signIn(there, 'con mèo trèo cây cau');
    await there.getByTestId('account').waitFor();
  });

  it('is helped by an administrator who resets a lost second factor and a forgotten password', async () => {
    const login = 'binh';
    const first = 'mưa rơi trên mái ngói';
    const caller = await RestCaller.signIn(office.url, administrator.login, 'con mèo trèo cây cau');
    const body = { login, password: first, fullName: 'Trần Văn Bình', siteId: null };
    await caller.call('account.create', { body: { ...body, kind: 'administrator' } });
    const his = await office.page();
    await signIn(his, first, login);
    await changePassword(his, first, own);
    await his.getByTestId('own-account-link').click();
    await his.getByTestId('set-up-totp-open').click();
    await his.getByTestId('totp-code').fill(await codeFrom(his));
    await his.getByTestId('totp-confirm').click();
    await his.getByTestId('recovery-codes-kept').click();
    await his.getByText('Đã bật xác thực hai lớp.').waitFor();

    const page = await office.page();
    await signIn(page, 'con mèo trèo cây cau');
    await page.getByTestId('accounts-link').click();
    const row = page.getByTestId('account-row').filter({ hasText: 'Trần Văn Bình' });
    await row.getByTestId('account-security-open').press('Enter');
    await page.getByTestId('temporary-password').fill('Quantri@2025!');
    await page.getByTestId('set-temporary-password').press('Enter');
    await page.getByTestId('account-security').getByTestId('alert').waitFor();
    await page.getByTestId('temporary-password').fill('nắng lên phơi thóc');
    await page.getByTestId('set-temporary-password').press('Enter');
    await page.getByText('Đã đặt mật khẩu tạm.').waitFor();
    await page.getByTestId('reset-second-factors').press('Enter');
    await page.getByTestId('confirm').press('Enter');
    await page.getByText('Lần đăng nhập tới chỉ cần mật khẩu.').waitFor();

    await his.reload();
    await signIn(his, 'nắng lên phơi thóc', login);
    await his.getByTestId('due-password').waitFor();
  });
});

describe('a critical change, in a real browser', function () {
  this.timeout(180_000);
  let office: Awaited<ReturnType<typeof openOffice>>;
  before(async () => {
    office = await openOffice({
      DIEMCAU_IDENTITY__GIVENPASSWORDS: 'keep',
      DIEMCAU_IDENTITY__CONFIRMATIONTTLS: '5',
    });
  });
  after(() => office?.[Symbol.asyncDispose]());

  /** Waits until the last entry of the password no longer counts. */
  const untilStale = async (): Promise<void> => {
    const later = await RestCaller.signIn(office.url, administrator.login, administrator.password);
    await eventually(
      async () => (await refusalOf(later.call('factor.offerTotp', {}))) === 'confirmation-required',
      'the password to be asked for',
      patience,
    );
  };

  it('asks for the password again, then continues and keeps the typed values', async () => {
    const caller = await RestCaller.signIn(office.url, administrator.login, administrator.password);
    const body = { login: 'lan', password: own, fullName: 'Đỗ Thị Lan', siteId: null };
    await caller.call('account.create', { body: { ...body, kind: 'administrator' } });
    const page = await office.page();
    await signIn(page, administrator.password);
    await page.getByTestId('accounts-link').click();
    const row = page.getByTestId('account-row').filter({ hasText: 'Đỗ Thị Lan' });
    await row.getByTestId('account-security-open').press('Enter');
    await page.getByTestId('temporary-password').fill('nắng lên phơi thóc');
    await untilStale();
    await page.getByTestId('set-temporary-password').press('Enter');

    const dialog = page.getByTestId('confirm-password-dialog');
    await dialog.waitFor();
    await page.getByTestId('confirm-password-cancel').press('Enter');
    await page.getByTestId('account-security').getByText('Chưa xác nhận mật khẩu').waitFor();
    expect(await page.getByTestId('temporary-password').inputValue()).to.equal('nắng lên phơi thóc');

    await page.getByTestId('set-temporary-password').press('Enter');
    await page.getByTestId('confirm-password').fill('không phải mật khẩu này');
    await page.getByTestId('confirm-password-give').press('Enter');
    await dialog.getByText('Mật khẩu hiện tại không đúng').waitFor();
    await page.getByTestId('confirm-password').fill(administrator.password);
    await page.getByTestId('confirm-password-give').press('Enter');
    await page.getByText('Đã đặt mật khẩu tạm.').waitFor();
    await dialog.waitFor({ state: 'detached' });

    const hers = await office.page();
    await signIn(hers, 'nắng lên phơi thóc', 'lan');
    await hers.getByTestId('account').waitFor();
  });
});

async function refusalOf(asked: Promise<unknown>): Promise<string | undefined> {
  const answer: unknown = await asked.catch((error: unknown) => error);
  if (answer instanceof RestError) return answer.error.code;
  if (answer instanceof Error) throw answer;
  return undefined;
}

/** The code of an app, from the key that the page shows for typing. */
async function codeFrom(page: Page): Promise<string> {
  const shown = (await page.getByTestId('totp-secret').textContent()) ?? '';
  return TOTP.generate({ secret: Secret.fromBase32(shown.replaceAll(' ', '')) });
}

describe('the second factor, in a real browser', function () {
  this.timeout(240_000);
  let office: Awaited<ReturnType<typeof openOffice>>;
  before(async () => {
    office = await openOffice({ DIEMCAU_IDENTITY__SECONDFACTOR: 'administrators' });
  });
  after(() => office?.[Symbol.asyncDispose]());

  let codes: readonly string[] = [];

  it('is set up with an app before an administrator can do anything else', async () => {
    const page = await office.page();
    await signIn(page, administrator.password);
    await changePassword(page, administrator.password, own);
    await page.getByTestId('due-second-factor').waitFor();
    await page.getByTestId('set-up-totp-open').press('Enter');
    await page.getByRole('img', { name: 'Mã QR' }).waitFor();
    await page.getByTestId('totp-code').fill('12');
    await page.getByTestId('totp-confirm').press('Enter');
    await page.getByTestId('set-up-totp').getByTestId('alert').waitFor();
    await page.getByTestId('totp-code').fill(await codeFrom(page));
    await page.getByTestId('totp-confirm').press('Enter');
    await page.getByTestId('recovery-codes').waitFor();
    codes = await page.getByTestId('recovery-code').allTextContents();
    expect(codes).to.have.length(10);
    await page.getByTestId('recovery-codes-kept').press('Enter');
    await page.getByTestId('account').waitFor();
  });

  it('signs in with a recovery code, once', async () => {
    const [first = ''] = codes;
    for (const expected of ['account', 'alert']) {
      const page = await office.page();
      await signIn(page, own);
      await page.getByTestId('use-recovery-code').press('Enter');
      await page.getByTestId('second-step-code').fill(first);
      await page.getByTestId('second-step-continue').press('Enter');
      await page.getByTestId(expected).waitFor();
    }
  });

  it('signs in with a passkey that was added on the page', async () => {
    const page = await office.page();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await signIn(page, own);
    await page.getByTestId('use-recovery-code').click();
    await page.getByTestId('second-step-code').fill(codes[1] ?? '');
    await page.getByTestId('second-step-continue').click();
    await page.getByTestId('own-account-link').click();
    await page.getByTestId('add-passkey').press('Enter');
    await page.getByTestId('passkey-add').press('Enter');
    await page.getByTestId('second-factor').nth(1).waitFor();

    await page.getByTestId('sign-out').click();
    await signIn(page, own);
    await page.getByTestId('second-step-continue').press('Enter');
    await page.getByTestId('account').waitFor();
  });

  it('signs in with a code of the app, with the keyboard alone', async () => {
    const page = await office.page();
    await signIn(page, own);
    await page.getByTestId('use-recovery-code').press('Enter');
    await page.getByTestId('second-step-code').fill(codes[2] ?? '');
    await page.getByTestId('second-step-continue').press('Enter');
    await page.getByTestId('own-account-link').press('Enter');
    // Removes the first app, which is possible because a passkey exists, and adds another.
    await page.getByTestId('remove-factor').first().press('Enter');
    await page.getByTestId('confirm').press('Enter');
    await page.getByTestId('set-up-totp-open').press('Enter');
    await page.getByTestId('totp-secret').waitFor();
    const shown = (await page.getByTestId('totp-secret').textContent()) ?? '';
    const secret = Secret.fromBase32(shown.replaceAll(' ', ''));
    const setUpAtMs = Date.now();
    await page.getByTestId('totp-code').fill(TOTP.generate({ secret, timestamp: setUpAtMs }));
    await page.getByTestId('totp-confirm').press('Enter');
    await page.getByTestId('set-up-totp').waitFor({ state: 'detached' });
    await page.getByTestId('sign-out').press('Enter');
    await signIn(page, own);
    await page.getByTestId('use-totp').press('Enter');
    // Uses the code of the next step: the server accepts it early, but refuses the code of the set-up.
    await page.getByTestId('second-step-code').fill(TOTP.generate({ secret, timestamp: setUpAtMs + 30_000 }));
    await page.getByTestId('second-step-continue').press('Enter');
    await page.getByTestId('account').waitFor();
    await page.getByTestId('own-account-link').press('Enter');
    await page.getByTestId('renew-recovery-codes').press('Enter');
    await page.getByTestId('confirm').press('Enter');
    await page.getByTestId('recovery-codes').waitFor();
    const renewed = await page.getByTestId('recovery-code').allTextContents();
    expect(renewed).to.have.length(10);
    expect(renewed).not.to.include.oneOf([...codes]);
    await page.getByTestId('recovery-codes-kept').press('Enter');
  });
});
