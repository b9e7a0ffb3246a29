import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { BadLine, goodLine } from '../support/bad-line.ts';
import type { LineQuality } from '../support/bad-line.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { openVenue } from './venue.ts';
import type { Venue } from './venue.ts';
import { moves, patience, request } from './witness.ts';

/** What a page has got of sound, and how much of that it had to make up. Samples. */
const soundOf = (page: Page): Promise<{ readonly received: number; readonly concealed: number }> =>
  page.evaluate(async () => {
    const open = window.witness.connections.filter(({ connectionState }) => connectionState === 'connected');
    const reports = await Promise.all(open.map((connection) => connection.getStats()));
    const audio = reports
      .flatMap((report) => [...report.values()])
      .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio');
    const sum = (of: 'totalSamplesReceived' | 'concealedSamples' | 'silentConcealedSamples'): number =>
      audio.reduce<number>((total, stats) => total + (stats[of] ?? 0), 0);
    // Silence that is made up is what a pause of a speaker sounds like (discontinuous transmission).
    return {
      received: sum('totalSamplesReceived'),
      concealed: sum('concealedSamples') - sum('silentConcealedSamples'),
    };
  });

/** Whether the chair's way to the server stands. */
const sends = (page: Page): Promise<boolean> =>
  page.evaluate(() =>
    window.witness.connections.some(({ connectionState }) => connectionState === 'connected'),
  );

const secondsOfSamples = 48_000;
/** Twice what may be made up, for a machine that is busy. What is reached stands in docs/performance.md. */
const mostMadeUp = 0.1;

/** Listens for so many seconds of sound and gives the part that was made up. */
async function concealment(page: Page, seconds: number): Promise<number> {
  const before = await soundOf(page);
  await eventually(
    async () => (await soundOf(page)).received - before.received > seconds * secondsOfSamples,
    `${seconds} s of sound`,
    patience,
  );
  const after = await soundOf(page);
  return (after.concealed - before.concealed) / (after.received - before.received);
}

describe('a room on a bad line, in real browsers', function () {
  this.timeout(240_000);
  let venue: Venue;
  let line: BadLine;

  before(async () => {
    const port = await freePort();
    line = await BadLine.open({ address: '127.0.0.2', port }, { address: '127.0.0.1', port });
    venue = await openVenue({
      environment: {
        DIEMCAU_MEDIA__WORKERS: '1',
        DIEMCAU_MEDIA__LISTEN__PORT: String(port),
        DIEMCAU_MEDIA__LISTEN__ANNOUNCEDADDRESS: '127.0.0.2',
      },
    });
    const chairPage = await venue.chair();
    await request(chairPage, 'conference.start', {});
    // A line is as bad as is said when it is first used, and the chair's is to be good.
    await eventually(() => sends(chairPage), 'the chair to send', patience);
  });
  after(async () => {
    await venue[Symbol.asyncDispose]();
    await line[Symbol.asyncDispose]();
  });

  const come = async (endpointId: string, quality: LineQuality): Promise<Page> => {
    line.quality = quality;
    const page = await venue.room(endpointId);
    await moves(page, '[data-testid="tile-chair"]');
    line.quality = goodLine;
    return page;
  };

  it('goes on hearing where every twentieth packet is lost and each is late by up to 200 ms', async () => {
    const [first] = venue.meeting.endpoints;
    const page = await come(first, { loss: 0.05, jitterMs: 200, bps: Infinity });
    // Its buffer has to learn what the line does.
    await concealment(page, 10);
    const part = await concealment(page, 20);
    expect(part).to.be.below(mostMadeUp);
    await page.context().close();
  });

  it('hears and sees over 500 kbit/s', async () => {
    const [, second] = venue.meeting.endpoints;
    const page = await come(second, { loss: 0, jitterMs: 0, bps: 500_000 });
    await concealment(page, 10);
    const part = await concealment(page, 20);
    expect(part).to.be.below(mostMadeUp);
    await moves(page, '[data-testid="tile-chair"]');
  });
});
