import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { chair } from '../../support/planning/province.ts';
import { eventually } from '../../support/eventually.ts';
import { plug, pluggedRoom } from '../pages/plugs.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience } from '../pages/witness.ts';

const away = {
  status: 503,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', title: 'unavailable', status: 503, code: 'unavailable' }),
};

describe('temporary faults, in real browsers', function () {
  this.timeout(240_000);
  let venue: Venue;
  let chairPage: Page;
  before(async () => {
    // So short that every page must renew it again and again.
    venue = await openVenue({ environment: { DIEMCAU_IDENTITY__ACCESSTOKENTTLS: '2' } });
    chairPage = await venue.chair();
    await chairPage.getByTestId('conference-start').click();
    await chairPage.getByTestId('confirm').click();
  });
  after(() => venue?.[Symbol.asyncDispose]());

  const signIn = async (page: Page): Promise<void> => {
    await page.getByTestId('login').fill(chair.login);
    await page.getByTestId('password').fill(chair.password);
    await page.getByTestId('sign-in').click();
  };

  it('keep no room out after a time in which the server could not renew its token', async () => {
    const room = await venue.room(venue.meeting.endpoints[0]);
    let refused = 0;
    await room.route('**/api/v1/devices/session', (route) => {
      refused += 1;
      return route.fulfill(away);
    });
    await eventually(() => refused > 0, 'the token to end', patience);
    await room.evaluate(() => window.witness.sockets.at(-1)?.close());
    await room.getByTestId('reconnecting').waitFor();
    const before = refused;
    await eventually(() => refused >= before + 4, 'it to try again and again', patience);
    await room.unroute('**/api/v1/devices/session');
    await room.getByTestId('reconnecting').waitFor({ state: 'detached' });
    await room.getByTestId('own-microphone').waitFor();
  });

  it('leave the meeting on the screen when a sign-in has ended, until the next sign-in', async () => {
    const conference = chairPage.getByTestId('conference');
    await conference.evaluate((element) => element.setAttribute('data-same', 'yes'));
    const dialog = chairPage.getByTestId('sign-in-again');
    const ended = async (): Promise<boolean> => {
      // A renewal that is already running sets a new cookie.
      await chairPage.context().clearCookies();
      return (await dialog.count()) === 1;
    };
    await eventually(ended, 'the sign-in to end', patience);
    await dialog.getByText('Phiên đăng nhập đã kết thúc').waitFor();
    expect(await dialog.getByTestId('login').inputValue()).to.equal(chair.login);
    await dialog.getByTestId('password').fill(chair.password);
    await dialog.getByTestId('sign-in').click();
    await dialog.waitFor({ state: 'detached' });
    expect(await conference.getAttribute('data-same')).to.equal('yes');
    await chairPage.getByTestId('own-microphone').waitFor();
  });

  it('lead from the sign-in, which masks the password, to the requested page, and allow to sign out there', async () => {
    const page = await venue.page('/calendar');
    expect(await page.getByTestId('password').getAttribute('type')).to.equal('password');
    await signIn(page);
    await page.getByTestId('calendar').waitFor();
    expect(new URL(page.url()).pathname).to.equal('/calendar');
    await page.getByTestId('sign-out').click();
    await page.getByTestId('login').waitFor();
    expect(new URL(page.url()).pathname).to.equal('/');
  });

  it('of a camera and a microphone are shown, and end when the devices are plugged in again', async () => {
    const endpointId = venue.meeting.endpoints[1];
    const room = await pluggedRoom(venue, endpointId);
    await room.getByTestId('hand-raise').click();
    await chairPage.getByTestId('tab-floor').click();
    await chairPage.getByTestId('floor-grant').filter({ visible: true }).first().click();
    const microphone = room.locator('[data-testid="own-microphone"][data-microphone="open"]');
    await microphone.getByText('Đang phát biểu').waitFor();
    await chairPage.getByTestId('tab-roster').click();
    const mark = chairPage
      .locator(`[data-testid="roster-row"][data-participant="${endpointId}"]`)
      .getByTestId('silent-mark');

    for (const input of ['audioinput', 'videoinput'] as const) await plug(room, input, false);
    await microphone.getByText('Micrô mở, không có tiếng').waitFor();
    for (const kind of ['microphone', 'camera'] as const) {
      const problem = room.getByTestId(`device-problem-${kind}`);
      await problem.getByText('Không tìm thấy thiết bị').waitFor();
    }
    await mark.waitFor();

    for (const input of ['audioinput', 'videoinput'] as const) await plug(room, input, true);
    await microphone.getByText('Đang phát biểu').waitFor();
    for (const kind of ['microphone', 'camera'] as const)
      await room.getByTestId(`device-problem-${kind}`).waitFor({ state: 'detached' });
    await mark.waitFor({ state: 'detached' });
  });
});
