import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { chair } from '../../support/planning/province.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';

/** A wait that is short enough for a test. */
const environment = {
  DIEMCAU_IDENTITY__ATTEMPTS__FREE: '1',
  DIEMCAU_IDENTITY__ATTEMPTS__FIRSTWAITS: '8',
  DIEMCAU_IDENTITY__ATTEMPTS__CODESPERADDRESS__BURST: '2',
  DIEMCAU_IDENTITY__ATTEMPTS__CODESPERADDRESS__PERHOUR: '10',
  DIEMCAU_CONFERENCE__PACE__MODERATORS__MESSAGES__BURST: '1',
  DIEMCAU_CONFERENCE__PACE__MODERATORS__MESSAGES__PERMINUTE: '6',
};

describe('waits in a real browser', function () {
  this.timeout(180_000);
  let venue: Venue;
  before(async () => {
    venue = await openVenue({ environment });
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const enter = async (page: Page, password: string): Promise<void> => {
    await page.getByTestId('login').fill(chair.login);
    await page.getByTestId('password').fill(password);
    await page.getByTestId('sign-in').click();
  };

  it('are shown at sign-in, as long as they last, in both languages; then the right password signs in', async () => {
    const page = await venue.page('/login');
    await enter(page, 'sai');
    await page.getByText('Tên đăng nhập hoặc mật khẩu không đúng.').waitFor();
    await enter(page, 'sai');
    await page.getByText('Tên đăng nhập hoặc mật khẩu không đúng.').waitFor();
    await enter(page, chair.password);
    await page.getByText(/^Vừa có nhiều lần nhập sai\. Hãy đợi [1-8] giây rồi thử lại\.$/).waitFor();
    const button = page.getByTestId('sign-in');
    await button.getByText(/^Đăng nhập \(còn [1-8] giây\)$/).waitFor();
    expect(await button.isDisabled()).to.equal(true);
    await page.getByTestId('language').click();
    await page
      .getByText(/^There were many wrong entries just now\. Wait [1-8] seconds?, then try again\.$/)
      .waitFor();
    await button.getByText(/^Sign in \(in [1-8] seconds?\)$/).waitFor();
    await page.getByText('You may try again now.').waitFor();
    await button.click();
    await page.getByTestId('meeting').waitFor();
  });

  it('are shown when a room’s device is paired', async () => {
    const page = await venue.page('/room');
    for (const wrong of ['AAAA-3333', 'AAAA-4444']) {
      await page.getByTestId('pairing-code').fill(wrong);
      await page.getByTestId('pair').click();
      await page.getByRole('alert').waitFor();
      // The alert of the first code is still there while the second one is on its way.
      await page.getByTestId('pair').and(page.locator(':enabled')).waitFor();
    }
    await page.getByTestId('pairing-code').fill(await venue.pairingCode(venue.meeting.endpoints[0]));
    await page.getByTestId('pair').click();
    await page.getByText(/^Vừa có nhiều lần nhập sai\. Hãy đợi 6 phút rồi thử lại\.$/).waitFor();
    expect(await page.getByTestId('pair').isDisabled()).to.equal(true);
  });

  it('are shown in the chat, which keeps the unsent text', async () => {
    const page = await venue.chair();
    await page.getByTestId('tab-chat').click();
    const text = page.getByTestId('chat-text');
    const send = async (words: string): Promise<void> => {
      await text.fill(words);
      await page.getByTestId('chat-send').click();
    };
    await send('Kính chào các đồng chí.');
    await page.getByTestId('panel-chat').getByText('Kính chào các đồng chí.').waitFor();
    await send('Xin mời vào họp.');
    await page
      .getByText(
        /^Vừa gửi quá nhiều trong thời gian ngắn\. Nội dung này chưa được gửi\. Hãy thử lại sau \d+ giây\.$/,
      )
      .waitFor();
    expect(await text.inputValue()).to.equal('Xin mời vào họp.');
  });
});
