import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { RestCaller } from '../../simulation/rest.ts';
import { launchChromium } from '../support/chromium.ts';
import { temporaryPglite } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { joined } from '../support/participant.ts';
import { chair, planMeeting } from '../support/province.ts';
import type { PlannedMeeting } from '../support/province.ts';
import { startService } from '../support/service.ts';
import type { Service } from '../support/service.ts';
import { observe, picture, request } from './witness.ts';

/** Browsers encode, decode and paint on the same few cores as the server. */
const patience = { timeoutMs: 90_000 };

const opus = { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 };
const vp8 = { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 };
const vp9 = { ...vp8, mimeType: 'video/VP9', parameters: { 'profile-id': 0 } };

const environment = {
  DIEMCAU_MEDIA__CODECS: JSON.stringify([opus, vp8, vp9]),
  DIEMCAU_MEDIA__CAMERA__BETTER: JSON.stringify([
    { codec: 'VP9', maxBitrateBps: 1_500_000, scalabilityMode: 'L3T3_KEY' },
  ]),
};

/** The first room has a thin line, so that it gets another layer of the same stream than the second. */
describe('a better codec than VP8, in real browsers', function () {
  this.timeout(240_000);
  const closing = new AsyncDisposableStack();
  let service: Service;
  let meeting: PlannedMeeting;
  let browser: Browser;
  let chairPage: Page;
  let thin: Page;
  let other: Page;

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

  async function codeFor(endpointId: string): Promise<string> {
    return (await meeting.administration.call('pairing.create', { body: { endpointId } })).code;
  }

  async function roomPage(endpointId: string): Promise<Page> {
    const page = await newPage('/room');
    await page.getByTestId('pairing-code').fill(await codeFor(endpointId));
    await page.getByTestId('pair').click();
    await page.getByTestId('conference').waitFor();
    return page;
  }

  before(async () => {
    const { folder } = await temporaryPglite();
    service = await startService({ folder, port: await freePort(), environment });
    closing.defer(() => service[Symbol.asyncDispose]());
    meeting = await planMeeting(service.url, { further: ['An Hòa'] });
    const line = { params: { endpointId: meeting.endpoints[0] }, body: { lineDownKbps: 500 } };
    await meeting.administration.call('endpoint.change', line);
    browser = await launchChromium();
    closing.defer(() => browser.close());
    chairPage = await newPage('/login');
    await chairPage.getByTestId('login').fill(chair.login);
    await chairPage.getByTestId('password').fill(chair.password);
    await chairPage.getByTestId('sign-in').click();
    await chairPage.getByTestId('meeting').getByTestId('meeting-join').click();
    await chairPage.getByTestId('join').click();
    await chairPage.getByTestId('conference').waitFor();
    [thin, other] = await Promise.all([roomPage(meeting.endpoints[0]), roomPage(meeting.endpoints[1])]);
    await request(chairPage, 'conference.start', {});
  });
  after(() => closing.disposeAsync());

  it('is used while everybody can decode it, and gives each room the layer that fits', async () => {
    await Promise.all([shows(thin, 'chair', 320), shows(other, 'chair', 1280)]);
    expect(await codecsSent(chairPage)).to.deep.equal(['video/VP9']);
    await request(chairPage, 'floor.grant', { participantId: meeting.endpoints[1] });
    await Promise.all([shows(chairPage, 'speaker', 1280), shows(thin, 'speaker', 320)]);
    await shows(other, 'chair', 640);
  });

  it('is given up by all, on the stage as well, when somebody comes who cannot', async () => {
    const caller = await RestCaller.pair(service.url, await codeFor(meeting.others[0] ?? ''));
    using old = await joined(service.url, await caller.joinToken(meeting.meetingId));
    const receive = {
      kind: 'webrtc',
      direction: 'receive',
      rtpCapabilities: {
        codecs: [
          { ...opus, preferredPayloadType: 100 },
          { ...vp8, preferredPayloadType: 101 },
        ],
      },
    };
    expect(await old.outcome('media.openTransport', receive)).to.equal('ok');
    for (const page of [chairPage, other]) {
      await eventually(
        async () => (await codecsSent(page)).join() === 'video/VP8',
        'VP8 to be sent',
        patience,
      );
    }
    await Promise.all([
      shows(chairPage, 'speaker', 1280),
      shows(thin, 'speaker', 320),
      shows(other, 'chair', 640),
    ]);
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

/** The video codecs in which anything is sent now, each once. */
const codecsSent = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const open = window.witness.connections.filter(({ connectionState }) => connectionState === 'connected');
    const reports = await Promise.all(open.map((connection) => connection.getStats()));
    const codecs = reports.flatMap((report) =>
      [...report.values()]
        .filter(({ type, kind, active }) => type === 'outbound-rtp' && kind === 'video' && active !== false)
        .flatMap(({ codecId }): string[] => {
          const codec: unknown = report.get(codecId)?.mimeType;
          return typeof codec === 'string' ? [codec] : [];
        }),
    );
    return [...new Set(codecs)];
  });
