import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../support/browsers/chromium.ts';
import { chair, planMeeting } from '../../support/planning/province.ts';
import { otherThan, type Servers, startServers } from '../../support/network/several-servers.ts';
import { observe, patience } from '../pages/witness.ts';

describe('a meeting on several servers, in a real browser', function () {
  this.timeout(240_000);
  let servers: Servers;
  let browser: Browser;
  before(async () => {
    servers = await startServers();
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await servers?.[Symbol.asyncDispose]();
  });

  const chairScreen = async (): Promise<Page> => {
    const context = await browser.newContext({ baseURL: servers.publicUrl });
    context.setDefaultTimeout(patience.timeoutMs);
    await observe(context);
    const page = await context.newPage();
    await page.goto('/login');
    await page.getByTestId('login').fill(chair.login);
    await page.getByTestId('password').fill(chair.password);
    await page.getByTestId('sign-in').click();
    await page.getByTestId('meeting').getByTestId('meeting-join').click();
    await page.getByTestId('join').click();
    await page.getByTestId('conference').waitFor();
    return page;
  };

  it('goes on at the next server when the one that leads it is killed, and the page stays', async () => {
    const { meetingId } = await planMeeting(servers.publicUrl);
    const page = await chairScreen();
    await page.getByTestId('all-tools').click();
    await page.getByTestId('conference').evaluate((element) => element.setAttribute('data-same', 'yes'));
    const leader = await servers.leaderOf(meetingId);
    await servers.kill(leader);
    await page.getByTestId('reconnecting').waitFor();
    await page.getByTestId('reconnecting').waitFor({ state: 'detached' });
    await page.getByTestId('conference-start').click();
    await page.getByTestId('confirm').click();
    await page.getByTestId('conference-start').waitFor({ state: 'detached' });
    expect(await page.getByTestId('conference').getAttribute('data-same')).to.equal('yes');
    const sockets = await page.evaluate(() => window.witness.sockets.map(({ url }) => new URL(url).pathname));
    expect(sockets.at(0)).to.equal(`/c/${leader}/socket.io/`);
    expect(sockets.at(-1)).to.equal(`/c/${otherThan(leader)}/socket.io/`);
  });
});
