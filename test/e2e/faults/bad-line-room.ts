import type { Page } from 'playwright-core';
import { BadLine } from '../../support/network/bad-line.ts';
import { goodLine } from '../../support/network/lane.ts';
import type { LineQuality } from '../../support/network/lane.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/network/free-port.ts';
import { openVenue } from '../pages/venue.ts';
import type { Venue } from '../pages/venue.ts';
import { moves, patience, request } from '../pages/witness.ts';

/** The samples of sound that a page has received, and those of them that it concealed. */
const soundOf = (page: Page): Promise<{ readonly received: number; readonly concealed: number }> =>
  page.evaluate(async () => {
    const open = window.witness.connections.filter(({ connectionState }) => connectionState === 'connected');
    const reports = await Promise.all(open.map((connection) => connection.getStats()));
    const audio = reports
      .flatMap((report) => [...report.values()])
      .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio');
    const sum = (of: 'totalSamplesReceived' | 'concealedSamples' | 'silentConcealedSamples'): number =>
      audio.reduce<number>((total, stats) => total + (stats[of] ?? 0), 0);
    // Concealed silence is not counted: a speaker's pause sounds the same (discontinuous transmission).
    return {
      received: sum('totalSamplesReceived'),
      concealed: sum('concealedSamples') - sum('silentConcealedSamples'),
    };
  });

/** Whether the chair's connection to the server is open. */
const sends = (page: Page): Promise<boolean> =>
  page.evaluate(() =>
    window.witness.connections.some(({ connectionState }) => connectionState === 'connected'),
  );

const secondsOfSamples = 48_000;

/** Listens for the given seconds of sound; returns the share that was concealed. */
export async function concealment(page: Page, seconds: number): Promise<number> {
  const before = await soundOf(page);
  await eventually(
    async () => (await soundOf(page)).received - before.received > seconds * secondsOfSamples,
    `${seconds} s of sound`,
    patience,
  );
  const after = await soundOf(page);
  return (after.concealed - before.concealed) / (after.received - before.received);
}

/** A meeting in which the chair speaks over a good line, and rooms join over bad ones. */
export interface BadLines extends AsyncDisposable {
  readonly venue: Venue;
  /** The page of a room, once it sees the chair move. */
  come(endpointId: string, quality: LineQuality): Promise<Page>;
}

export async function openBadLines({
  environment = {},
  ...place
}: {
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
} = {}): Promise<BadLines> {
  await using opening = new AsyncDisposableStack();
  const port = await freePort();
  const line = opening.use(
    await BadLine.open({ address: '127.0.0.2', port }, { address: '127.0.0.1', port }),
  );
  const venue = opening.use(
    await openVenue({
      ...place,
      environment: {
        DIEMCAU_MEDIA__WORKERS: '1',
        DIEMCAU_MEDIA__LISTEN__PORT: String(port),
        DIEMCAU_MEDIA__LISTEN__ANNOUNCEDADDRESS: '127.0.0.2',
        ...environment,
      },
    }),
  );
  const chairPage = await venue.chair();
  await request(chairPage, 'conference.start', {});
  // A line gets its quality when it is first used, and the chair's line must be good.
  await eventually(() => sends(chairPage), 'the chair to send', patience);
  const opened = opening.move();
  return {
    venue,
    async come(endpointId, quality) {
      line.quality = quality;
      const page = await venue.room(endpointId);
      await moves(page, '[data-testid="tile-chair"]');
      line.quality = goodLine;
      return page;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
