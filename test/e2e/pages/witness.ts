import { inspect, isDeepStrictEqual } from 'node:util';
import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright-core';
import { z } from 'zod';
import { answer, rosterNews } from '../../../protocol/socket.ts';
import { loggedEvent } from '../../../protocol/events.ts';
import type { LoggedEvent } from '../../../protocol/events.ts';
import { eventually } from '../../support/eventually.ts';

/** Browsers encode, decode and paint on the same few cores as the server, and each look costs some of that, too. */
export const patience = { timeoutMs: 90_000, intervalMs: 100 };

/** Waits until a look at the page sees this; shows the difference to the last look if it never does. */
export async function sees<T>(look: () => Promise<T>, wanted: T): Promise<void> {
  let seen: T | undefined;
  try {
    await eventually(
      async () => {
        seen = await look();
        return isDeepStrictEqual(seen, wanted);
      },
      'the page to show it',
      patience,
    );
  } catch (error) {
    expect(seen).to.deep.equal(wanted);
    throw error;
  }
}

declare global {
  interface Window {
    /** The records of the witness in a page under test. */
    witness: { connections: RTCPeerConnection[]; sockets: WebSocket[]; frames: string[] };
  }
}

/**
 * Lets a test see a page's network: its peer connections and every frame of its sockets. The page does not
 * notice.
 */
export async function observe(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const witness: Window['witness'] = { connections: [], sockets: [], frames: [] };
    window.witness = witness;
    window.RTCPeerConnection = class extends window.RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        witness.connections.push(this);
      }
    };
    window.WebSocket = class extends window.WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        witness.sockets.push(this);
        this.addEventListener('message', ({ data }) => {
          if (typeof data === 'string') witness.frames.push(data);
        });
      }
    };
  });
}

export interface Inbound {
  readonly kind: 'audio' | 'video';
  readonly packetsReceived: number;
  readonly framesDecoded: number;
  readonly totalAudioEnergy: number;
  readonly mid: string;
  readonly trackIdentifier: string;
}

/** The incoming streams of open connections. Packets of the probator only measure the line, and are of no stream. */
export const inbound = (page: Page): Promise<readonly Inbound[]> =>
  page.evaluate(async () => {
    const open = window.witness.connections.filter(({ connectionState }) => connectionState === 'connected');
    const reports = await Promise.all(open.map((connection) => connection.getStats()));
    return reports.flatMap((report) =>
      [...report.values()]
        .filter(({ type, mid }) => type === 'inbound-rtp' && mid !== 'probator')
        .map(({ kind, packetsReceived, framesDecoded, totalAudioEnergy, mid, trackIdentifier }) => ({
          kind,
          packetsReceived,
          framesDecoded: framesDecoded ?? 0,
          totalAudioEnergy: totalAudioEnergy ?? 0,
          mid,
          trackIdentifier,
        })),
    );
  });

/** The number of video packets that a page has sent over open connections. */
export const videoSent = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const open = window.witness.connections.filter(({ connectionState }) => connectionState === 'connected');
    const reports = await Promise.all(open.map((connection) => connection.getStats()));
    return reports
      .flatMap((report) => [...report.values()])
      .filter(({ type, kind }) => type === 'outbound-rtp' && kind === 'video')
      .reduce<number>((sum, { packetsSent }) => sum + packetsSent, 0);
  });

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

/** The picture of a tile of the stage; undefined while it shows no video. */
export const picture = (page: Page, seat: string): Promise<Picture | undefined> =>
  pictureIn(page, `[data-testid="tile-${seat}"]`);

/** The picture of the video in the first element of a selector; undefined while it shows none. */
export const pictureIn = (page: Page, selector: string): Promise<Picture | undefined> =>
  page.evaluate((within) => {
    const video = document.querySelector<HTMLVideoElement>(`${within} video`);
    if (!video || video.videoWidth === 0) return undefined;
    return {
      width: video.videoWidth,
      height: video.videoHeight,
      frames: video.getVideoPlaybackQuality().totalVideoFrames,
    };
  }, selector);

/** Waits until the video in the first element of a selector moves, at a width that `fits` accepts. */
export async function moves(
  page: Page,
  selector: string,
  fits: (width: number) => boolean = () => true,
  how = 'to move',
): Promise<void> {
  let last: Picture | undefined;
  try {
    await eventually(
      async () => {
        const seen = await pictureIn(page, selector);
        const grows = seen !== undefined && last !== undefined && seen.frames > last.frames;
        last = seen;
        return grows && fits(seen.width);
      },
      `${selector} ${how}`,
      patience,
    );
  } catch (error) {
    throw new Error(`${selector} did not come ${how}; last seen: ${inspect(last)}`, { cause: error });
  }
}

/** Waits until a tile of the stage shows moving pictures of that width. */
export const shows = (page: Page, seat: string, width: number): Promise<void> =>
  moves(page, `[data-testid="tile-${seat}"]`, (seen) => seen === width, `to move at a width of ${width}`);

/** The audio that a page receives from one participant, found by the track that its audio element plays. */
export async function heard(page: Page, participantId: string): Promise<Inbound | undefined> {
  const trackId = await page.evaluate((id) => {
    const audio = document.querySelector<HTMLAudioElement>(`[data-testid="audio"][data-participant="${id}"]`);
    return audio?.srcObject instanceof MediaStream ? audio.srcObject.getAudioTracks()[0]?.id : undefined;
  }, participantId);
  return (await inbound(page)).find(({ trackIdentifier }) => trackIdentifier === trackId);
}

/** Sends a request over the page's own socket, without its user interface; returns the server's answer. */
export async function request(page: Page, type: string, payload: object): Promise<z.infer<typeof answer>> {
  // Far above the numbers that socket.io's client gives its own acknowledgements.
  const number = 900_000 + Math.floor(Math.random() * 90_000);
  const frame = `42/conference,${number}${JSON.stringify(['request', { type, payload }])}`;
  const reply = await page.evaluate(
    ([sent, prefix]) =>
      new Promise<string>((resolve, reject) => {
        const socket = window.witness.sockets.findLast(({ readyState }) => readyState === WebSocket.OPEN);
        if (!socket) return reject(new Error('the page has no open socket'));
        socket.addEventListener('message', ({ data }) => {
          if (typeof data === 'string' && data.startsWith(prefix)) resolve(data.slice(prefix.length));
        });
        socket.send(sent);
      }),
    [frame, `43/conference,${number}`] as const,
  );
  return z.tuple([answer]).parse(JSON.parse(reply))[0];
}

const eventsFrame = z.tuple([z.literal('events'), z.array(loggedEvent), rosterNews.optional()]);
const joinAnswer = z.tuple([
  z.object({
    ok: z.literal(true),
    result: z.object({
      events: z.array(loggedEvent).optional(),
      snapshot: z.object({ seq: z.int() }).optional(),
    }),
  }),
]);

/** A snapshot's position in the log: later events follow its `seq`. */
export interface Snapshot {
  readonly seq: number;
}

/**
 * Every event that the page received, in the order of arrival, from broadcasts and from resumed joins; and
 * its snapshots.
 */
export async function toldTo(page: Page): Promise<readonly (LoggedEvent | Snapshot)[]> {
  const frames = await page.evaluate(() => window.witness.frames);
  return frames.flatMap((frame): readonly (LoggedEvent | Snapshot)[] => {
    const body = /^4[23]\/conference,\d*(\[.*)$/s.exec(frame)?.[1];
    if (body === undefined) return [];
    const message: unknown = JSON.parse(body);
    const broadcast = eventsFrame.safeParse(message);
    if (broadcast.success) return broadcast.data[1];
    const answered = joinAnswer.safeParse(message);
    if (!answered.success) return [];
    const { events = [], snapshot } = answered.data[0].result;
    return snapshot ? [{ seq: snapshot.seq }] : events;
  });
}
