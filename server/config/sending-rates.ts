import type { SendingRates } from '../../domain/media/flood.ts';
import type { FrameShares } from '../../domain/media/stream-rates.ts';
import type { Config } from './schema.ts';

/** RFC 7587, section 7.1: the maximum of `maxaveragebitrate`. */
const opusMostBps = 510_000;

/** What browsers send with these settings, in bit/s. */
export function sendingRates({ codecs, camera, screen }: Config['media']): SendingRates {
  const microphones = codecs
    .filter(({ kind }) => kind === 'audio')
    .map(({ parameters }) => Number(parameters?.['maxaveragebitrate']))
    .filter((bps) => bps > 0 && bps <= opusMostBps);
  return {
    microphone: microphones.length === 0 ? opusMostBps : Math.max(...microphones),
    // A camera sends all layers of the basic codec, or one encoding of a better one.
    camera: Math.max(sum(camera.encodings), ...camera.better.map(({ maxBitrateBps }) => maxBitrateBps)),
    screen: sum(screen.encodings),
  };
}

/**
 * Cumulative shares of the bitrate for one to four temporal layers, as browsers allocate it (libwebrtc,
 * SimulcastRateAllocator).
 */
const sharesByLayers: readonly FrameShares[] = [[1], [0.6, 1], [0.4, 0.6, 1], [0.25, 0.4, 0.6, 1]];

/**
 * The shares of the slides' bitrate that their temporal layers take, by the scalability mode of their only
 * encoding (`L1T3`).
 */
export function frameShares(encodings: Config['media']['screen']['encodings']): FrameShares {
  const [only, ...others] = encodings;
  const layers = others.length > 0 ? 1 : Number(only?.scalabilityMode?.match(/^[LS]1T(\d)/)?.[1] ?? 1);
  return sharesByLayers[layers - 1] ?? [1];
}

const sum = (encodings: readonly { readonly maxBitrateBps: number }[]): number =>
  encodings.reduce((total, { maxBitrateBps }) => total + maxBitrateBps, 0);
