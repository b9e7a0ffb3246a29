import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { type BreakingLine, openBreakingLine } from '../../support/network/breaking-line.ts';
import { freePort } from '../../support/network/free-port.ts';
import { chair as account } from '../../support/planning/province.ts';
import { colouredPages, scannedReport, textInForeignFonts } from '../../support/pdfs.ts';
import { eventually } from '../../support/eventually.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { patience } from '../pages/witness.ts';

describe('documents on the stage, in real browsers', function () {
  this.timeout(240_000);
  let venue: Venue;
  let line: BreakingLine;
  let chair: Page;
  let rooms: readonly Page[];
  /** The document requests of the rooms: `pages/2`, `content`. */
  const asked: string[] = [];

  before(async () => {
    const port = await freePort();
    venue = await openVenue({
      viewport: { width: 1280, height: 720 },
      environment: { DIEMCAU_HTTP__ALLOWEDORIGINS: `["http://127.0.0.1:${port}"]` },
    });
    line = await openBreakingLine(Number(new URL(venue.url).port), port);
    // The chair's connection is the one that breaks.
    chair = await venue.page(`http://127.0.0.1:${port}/login`);
    await chair.getByTestId('login').fill(account.login);
    await chair.getByTestId('password').fill(account.password);
    await chair.getByTestId('sign-in').click();
    await chair.getByTestId('meeting').getByTestId('meeting-join').click();
    await chair.getByTestId('join').click();
    await chair.getByTestId('all-tools').click();
    rooms = await Promise.all(venue.meeting.endpoints.slice(0, 2).map((id) => venue.room(id)));
    for (const room of rooms)
      room.on('request', (request) => {
        const [, what] = /\/documents\/[^/]+\/([^?]+)/.exec(request.url()) ?? [];
        if (what !== undefined) asked.push(what);
      });
    await chair.getByTestId('tab-documents').click();
  });
  after(async () => {
    await line?.[Symbol.asyncDispose]();
    await venue?.[Symbol.asyncDispose]();
  });
  beforeEach(() => asked.splice(0));

  const everyRoom = (act: (page: Page) => Promise<void>): Promise<void[]> => Promise.all(rooms.map(act));
  const listed = (title: string, page = chair) => page.getByTestId('document').filter({ hasText: title });
  async function upload(title: string, buffer: Buffer): Promise<void> {
    await chair
      .getByTestId('upload-file')
      .setInputFiles({ name: title, mimeType: 'application/pdf', buffer });
    await listed(title).waitFor();
  }
  const show = (title: string) => listed(title).getByTestId('document-show').click();
  async function hide(): Promise<void> {
    await chair.getByTestId('document-hide').click();
    await everyRoom((page) => page.getByTestId('document-slide').waitFor({ state: 'detached' }));
  }
  const picture = (page: Page, number: number) =>
    page.locator(`[data-testid="slide-picture"][data-page="${number}"]`);
  /** The picture's size in pixels, and its middle in red, green and blue. */
  const seen = (page: Page, number: number) =>
    picture(page, number).evaluate((image) => {
      if (!(image instanceof HTMLImageElement)) throw new TypeError('the page is no picture');
      const context = new OffscreenCanvas(1, 1).getContext('2d');
      context?.drawImage(image, -image.naturalWidth / 2, -image.naturalHeight / 2);
      const [red, green, blue] = context?.getImageData(0, 0, 1, 1).data ?? [];
      return { size: [image.naturalWidth, image.naturalHeight], red, green, blue };
    });

  it('are pictures of their pages in every room, in the size of the screen', async () => {
    await upload(
      'Báo cáo.pdf',
      colouredPages([
        [1, 0, 0],
        [0, 0, 1],
        [0, 1, 0],
      ]),
    );
    await show('Báo cáo.pdf');
    await everyRoom((page) => picture(page, 1).waitFor());
    await chair.getByTestId('page-next').first().click();
    await everyRoom((page) => picture(page, 2).waitFor());
    for (const room of rooms) {
      const { size, red = 255, blue = 0 } = await seen(room, 2);
      expect([size, red < 16, blue > 239]).to.deep.equal([[1920, 1080], true, true]);
    }
    expect(asked).not.to.include('content');
  });

  it('cost no traffic when they are shown again', async () => {
    await hide();
    asked.splice(0);
    await show('Báo cáo.pdf');
    await everyRoom((page) => picture(page, 1).waitFor());
    await chair.getByTestId('page-next').first().click();
    await everyRoom((page) => picture(page, 2).waitFor());
    expect(asked.filter((what) => what === 'pages/1' || what === 'pages/2')).to.deep.equal([]);
    await hide();
  });

  it('arrive although the connection breaks', async () => {
    let broken = 0;
    const firstPages = '**/documents/*/pages/1?*';
    await rooms[0]?.route(firstPages, (route) => {
      broken += 1;
      return broken <= 2 ? route.abort('connectionreset') : route.continue();
    });
    await upload('Kế hoạch.pdf', colouredPages([[0, 1, 0]]));
    await show('Kế hoạch.pdf');
    await everyRoom((page) => picture(page, 1).waitFor());
    expect(broken).to.be.at.least(3);
    await rooms[0]?.unroute(firstPages);
    await hide();
  });

  it('are drawn by the screens themselves where the server reports that it cannot', async () => {
    // In a font that is not embedded in the document and that the server does not have.
    await upload('Thông báo.pdf', textInForeignFonts('Thong bao', ['Verdana', 'Tahoma']));
    await show('Thông báo.pdf');
    await everyRoom(async (page) => {
      await page.getByTestId('slide-page').locator('canvas').waitFor();
      await page.getByTestId('slide-from-original').waitFor();
    });
    await hide();
  });

  it('are downloaded from where a download broke', async () => {
    const report = scannedReport(3);
    await upload('Bản quét.pdf', report);
    // What has arrived for the page's script: the rest is lost with the connection.
    const arrived = await chair.evaluateHandle(() => {
      const count = { bytes: 0 };
      // oxlint-disable-next-line typescript/unbound-method -- called below, with its reader
      const { read } = ReadableStreamDefaultReader.prototype;
      ReadableStreamDefaultReader.prototype.read = async function (this: ReadableStreamDefaultReader) {
        const next = await read.call(this);
        count.bytes += next.value instanceof Uint8Array ? next.value.length : 0;
        return next;
      };
      return count;
    });
    line.holdAfter(1_000_000, 2);
    const requests: string[] = [];
    chair.on('request', (request) => {
      if (request.url().endsWith('/content')) requests.push(request.headers()['range'] ?? 'whole');
    });
    const downloaded = chair.waitForEvent('download');
    await listed('Bản quét.pdf').getByTestId('document-download').click();
    let before = 0;
    for (const part of [1, 2]) {
      before = await eventually(
        async () => {
          const bytes = await arrived.evaluate((count) => count.bytes);
          return line.held === 1 && bytes > before && bytes;
        },
        `part ${part}`,
        patience,
      );
      line.breakHeld();
    }
    const download = await downloaded;
    expect((await readFile(await download.path())).equals(report)).to.equal(true);
    expect(requests[0]).to.equal('whole');
    expect(requests.slice(1)).to.have.length(2);
    for (const range of requests.slice(1)) expect(range).to.match(/^bytes=[1-9]\d*-$/);
  });

  it('are attached to a message', async () => {
    await chair.getByTestId('tab-chat').click();
    await chair.getByTestId('chat-attach').locator('summary').click();
    await chair.getByTestId('chat-attach').getByText('Báo cáo.pdf').click();
    await chair.getByTestId('chat-text').fill('Đề nghị đọc trước báo cáo.');
    await chair.getByTestId('chat-send').click();
    const message = chair.getByTestId('message').filter({ hasText: 'Đề nghị đọc trước' });
    await message.getByTestId('document-download').waitFor();
  });
});
