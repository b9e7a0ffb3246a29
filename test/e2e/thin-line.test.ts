import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { temporaryPglite } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { chair, planMeeting } from '../support/province.ts';
import type { PlannedMeeting } from '../support/province.ts';
import { administrator } from '../support/secrets.ts';
import { startService } from '../support/service.ts';
import type { Service } from '../support/service.ts';
import { observe, picture, request } from './witness.ts';

/** Browsers encode, decode and paint on the same few cores as the server. */
const patience = { timeoutMs: 60_000 };

describe('a room whose office has said that its line is thin, in real browsers', function () {
  this.timeout(180_000);
  const closing = new AsyncDisposableStack();
  let service: Service;
  let meeting: PlannedMeeting;
  let browser: Browser;

  async function newPage(path: string): Promise<Page> {
    const context = await browser.newContext({
      baseURL: service.url,
      viewport: { width: 1280, height: 720 },
    });
    context.setDefaultTimeout(patience.timeoutMs);
    await observe(context);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  async function signIn(page: Page, { login, password }: typeof chair): Promise<void> {
    await page.getByTestId('login').fill(login);
    await page.getByTestId('password').fill(password);
    await page.getByTestId('sign-in').click();
  }

  async function roomPage(endpointId: string): Promise<Page> {
    const { code } = await meeting.administration.call('pairing.create', { body: { endpointId } });
    const page = await newPage('/room');
    await page.getByTestId('pairing-code').fill(code);
    await page.getByTestId('pair').click();
    await page.getByTestId('conference').waitFor();
    return page;
  }

  before(async () => {
    const { folder } = await temporaryPglite();
    service = await startService({ folder, port: await freePort() });
    closing.defer(() => service[Symbol.asyncDispose]());
    meeting = await planMeeting(service.url);
    browser = await launchChromium();
    closing.defer(() => browser.close());
  });
  after(() => closing.disposeAsync());

  it('is told by the staff what it has', async () => {
    const page = await newPage('/login');
    await signIn(page, administrator);
    await page.getByTestId('endpoints-link').click();
    const row = page.locator(`[data-testid="endpoint"][data-endpoint="${meeting.endpoints[0]}"]`);
    const change = async (down: string, up: string): Promise<void> => {
      await page.getByTestId('line-down').fill(down);
      await page.getByTestId('line-up').fill(up);
      await page.getByTestId('line-save').click();
    };
    await row.getByTestId('change-line').click();
    await change('500', '10');
    await page.getByTestId('line-dialog').getByRole('alert').waitFor();
    await change('500', '400');
    await page.getByTestId('line-dialog').waitFor({ state: 'detached' });
    expect(await row.getByTestId('line').innerText()).to.equal('Đường truyền: xuống 500, lên 400 kbit/s');
    await page.context().close();
  });

  it('gets small pictures and sends small ones, where the others have more', async () => {
    const chairPage = await newPage('/login');
    await signIn(chairPage, chair);
    await chairPage.getByTestId('meeting').getByTestId('meeting-join').click();
    await chairPage.getByTestId('join').click();
    await chairPage.getByTestId('conference').waitFor();
    const [thin, other] = await Promise.all([roomPage(meeting.endpoints[0]), roomPage(meeting.endpoints[1])]);
    await request(chairPage, 'conference.start', {});
    await request(chairPage, 'floor.grant', { participantId: meeting.endpoints[0] });
    await Promise.all([
      shows(thin, 'chair', 320),
      shows(other, 'chair', 640),
      shows(other, 'speaker', 320),
      shows(chairPage, 'speaker', 320),
    ]);
    await request(chairPage, 'floor.grant', { participantId: meeting.endpoints[1] });
    await shows(thin, 'speaker', 320);
  });
});

/** Waits until the tile shows moving pictures of that size. */
async function shows(page: Page, seat: string, width: number): Promise<void> {
  let last = -1;
  await eventually(
    async () => {
      const seen = await picture(page, seat);
      const grows = seen !== undefined && last >= 0 && seen.frames > last;
      last = seen?.frames ?? -1;
      return grows && seen.width === width;
    },
    `the tile of the ${seat} to move at a width of ${width}`,
    patience,
  );
}
