import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';
import { loadClips } from '../../../simulation/clip.ts';
import { Pacer } from '../../../simulation/pacer.ts';
import { RestCaller } from '../../../simulation/rest.ts';
import { SyntheticRoom } from '../../../simulation/room.ts';
import { startBridgeService } from '../../support/media/bridge-process.ts';
import type { BridgeService } from '../../support/media/bridge-process.ts';
import { launchChromium } from '../../support/browsers/chromium.ts';
import { temporaryFolder, temporaryPglite } from '../../support/storage/database.ts';
import { freePort } from '../../support/network/free-port.ts';
import { chair, planMeeting } from '../../support/planning/province.ts';
import type { PlannedMeeting } from '../../support/planning/province.ts';
import { administrator } from '../../support/rest/secrets.ts';
import { startService } from '../../support/service.ts';
import type { Service } from '../../support/service.ts';
import { moves, observe, patience, sees } from '../pages/witness.ts';

describe('bridges of their own, in a real browser', function () {
  this.timeout(240_000);
  const closing = new AsyncDisposableStack();
  after(() => closing.disposeAsync());
  let port: number;
  let folder: string;
  let control: Service;
  let browser: Browser;
  let desk: Page;
  let bridge: BridgeService;
  let bridgeFolder: string;

  const start = async (): Promise<void> => {
    control = await startService({ folder, port, environment: { DIEMCAU_ROLE: 'control' } });
  };
  const open = async (path: string): Promise<Page> => {
    const context = await browser.newContext({
      baseURL: control.url,
      viewport: { width: 1280, height: 720 },
    });
    context.setDefaultTimeout(patience.timeoutMs);
    await observe(context);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  };
  const row = (): Locator => desk.getByTestId('bridge-row');

  before(async () => {
    [port, folder] = [await freePort(), (await temporaryPglite()).folder];
    bridgeFolder = await temporaryFolder();
    await start();
    closing.defer(() => control[Symbol.asyncDispose]());
    browser = await launchChromium();
    closing.defer(() => browser.close());
    desk = await open('/login');
    await desk.getByTestId('login').fill(administrator.login);
    await desk.getByTestId('password').fill(administrator.password);
    await desk.getByTestId('sign-in').click();
    await desk.getByTestId('administration-menu').click();
    await desk.getByTestId('bridges-link').click();
  });

  it('are added by a name and paired by the code that the page shows', async () => {
    await desk.getByTestId('bridge-add').click();
    await desk.getByTestId('bridge-name').fill('Máy chủ cầu nối tỉnh');
    await desk.getByTestId('bridge-unit').waitFor();
    await desk.getByTestId('bridge-save').click();
    const code = await desk.getByTestId('bridge-code').innerText();
    expect(await desk.getByTestId('bridge-code-dialog').innerText()).to.include(`[${control.url}/]`);
    await desk.keyboard.press('Escape');
    await row().and(desk.locator('[data-state="unpaired"]')).waitFor();
    bridge = await startBridgeService({ folder: bridgeFolder, controls: [control.url], code });
    closing.defer(() => bridge[Symbol.asyncDispose]());
    await row().and(desk.locator('[data-state="connected"]')).waitFor();
    await row().getByText('Đã kết nối').waitFor();
    await sees(() => desk.getByTestId('bridge-carries').innerText(), '0 phiên họp, 0 điểm cầu và đại biểu');
  });

  it('say the same in English', async () => {
    await desk.getByTestId('language').click();
    await row().getByText('Connected').waitFor();
    await desk.getByRole('heading', { name: 'Bridges' }).waitFor();
    await desk.getByTestId('language').click();
  });

  it('carry a session on, whose pages keep their media when the server is killed', async () => {
    const meeting: PlannedMeeting = await planMeeting(control.url);
    const caller = await RestCaller.signIn(control.url, chair.login, chair.password);
    const hall = closing.use(
      new SyntheticRoom({
        url: control.url,
        clips: loadClips(),
        pacer: new Pacer(),
        token: () => caller.joinToken(meeting.meetingId),
      }),
    );
    await hall.joined;
    const [endpointId] = meeting.endpoints;
    const { code } = await meeting.administration.call('pairing.create', { body: { endpointId } });
    const room = await open('/room');
    await room.getByTestId('pairing-code').fill(code);
    await room.getByTestId('pair').click();
    await room.getByTestId('conference').waitFor();
    expect((await hall.command('conference.start', {})).ok).to.equal(true);
    await moves(room, '[data-testid="tile-chair"]');
    await sees(() => desk.getByTestId('bridge-carries').innerText(), '1 phiên họp, 2 điểm cầu và đại biểu');
    const connections = (): Promise<number> => room.evaluate(() => window.witness.connections.length);
    const before = await connections();
    await control.kill();
    await room.getByTestId('reconnecting').waitFor();
    await moves(room, '[data-testid="tile-chair"]');
    await start();
    await room.getByTestId('reconnecting').waitFor({ state: 'detached' });
    await moves(room, '[data-testid="tile-chair"]');
    expect(await connections()).to.equal(before);
  });

  it('take another code, and are cut off when they are removed', async () => {
    await desk.reload();
    await row().and(desk.locator('[data-state="connected"]')).waitFor();
    await row().getByTestId('bridge-new-code').click();
    await desk.getByTestId('bridge-code').waitFor();
    await desk.keyboard.press('Escape');
    await row().getByTestId('bridge-remove').click();
    await desk.getByTestId('confirm').click();
    await row().waitFor({ state: 'detached' });
    await sees(async () => bridge.lines.some((line) => line.includes('refuses this bridge')), true);
  });
});
