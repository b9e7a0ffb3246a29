import type { Page } from 'playwright-core';
import { patience } from './witness.ts';

/** The chair's sound and picture in a page at one moment, as the browser counts them. */
export interface Moment {
  /** In milliseconds of the page's own clock. */
  readonly at: number;
  readonly told: number;
  readonly sound: string | undefined;
  /** Samples that were concealed, without concealed silence. */
  readonly concealed: number;
  readonly samples: number;
  readonly picture: string | undefined;
  readonly frames: number;
  /** In seconds. */
  readonly frozen: number;
}

declare global {
  interface Window {
    moments: Moment[];
  }
}

/** Makes the page record its sound and picture many times a second. */
export const keepMoments = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.moments = [];
    const trackOf = (selector: string): string | undefined => {
      const element = document.querySelector<HTMLMediaElement>(selector);
      return element?.srcObject instanceof MediaStream ? element.srcObject.getTracks()[0]?.id : undefined;
    };
    const keep = async (): Promise<void> => {
      const told = window.witness.frames.filter((frame) => frame.includes('"mediaMoving"')).length;
      const [sound, picture] = ['[data-testid="audio"]', '[data-testid="tile-chair"] video'].map(trackOf);
      const reports = await Promise.all(window.witness.connections.map((each) => each.getStats()));
      const streams = reports.flatMap((report) => [...report.values()]);
      const of = (track: string | undefined) =>
        streams.find(({ type, trackIdentifier }) => type === 'inbound-rtp' && trackIdentifier === track);
      const [heard, seen] = [of(sound), of(picture)];
      window.moments.push({
        at: performance.now(),
        told,
        sound,
        concealed: (heard?.concealedSamples ?? 0) - (heard?.silentConcealedSamples ?? 0),
        samples: heard?.totalSamplesReceived ?? 0,
        picture,
        frames: seen?.framesDecoded ?? 0,
        frozen: seen?.totalFreezesDuration ?? 0,
      });
      setTimeout(() => void keep(), 20);
    };
    void keep();
  });

/** The moments since the page was told to move; none for a page that was not. */
export function sinceToldToMove(moments: readonly Moment[]): readonly Moment[] {
  const first = moments.findIndex(({ told }) => told > 0);
  return first < 0 ? [] : moments.slice(Math.max(0, first - 1));
}

/** The moments with a track of one kind, by track. */
export function byTrack(
  moments: readonly Moment[],
  kind: 'sound' | 'picture',
): readonly (readonly Moment[])[] {
  const tracks = Map.groupBy(moments, (moment) => moment[kind]);
  return [...tracks].flatMap(([track, each]) => (track === undefined ? [] : [each]));
}

export const growth = (
  moments: readonly Moment[],
  count: 'at' | 'concealed' | 'samples' | 'frames' | 'frozen',
): number => (moments.at(-1)?.[count] ?? 0) - (moments[0]?.[count] ?? 0);

/** How long pictures were frozen, in seconds. */
export const frozenIn = (moments: readonly Moment[]): number =>
  byTrack(moments, 'picture').reduce((sum, track) => sum + growth(track, 'frozen'), 0);

/** How many samples of sound were concealed. */
export const concealedIn = (moments: readonly Moment[]): number =>
  byTrack(moments, 'sound').reduce((sum, track) => sum + growth(track, 'concealed'), 0);

/** Each look at all moments costs time of the browsers. */
export const seldom = { ...patience, intervalMs: 250 };
