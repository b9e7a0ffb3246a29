import type { types } from 'mediasoup';
import type { LineFigures } from '../media/media-bridge.ts';
import type { ClientTransport } from './transports.ts';

/**
 * Reads a transport's bandwidth estimate, and the round trip from one of the streams that flow on it.
 * mediasoup derives the round trip from the receiver reports of a stream; all streams of a transport share
 * its path. Audio alone produces no estimate: on a line without video, the last estimate remains.
 */
export async function measureLine(
  transport: ClientTransport,
  consumers: Iterable<types.Consumer>,
): Promise<LineFigures> {
  // The other end of a plain transport is a program on this machine.
  if (transport.type === 'plain') return { roundTripMs: null, availableBps: null };
  const flowing = [...consumers].find(({ paused, producerPaused }) => !paused && !producerPaused);
  const [[line], streams] = await Promise.all([
    transport.getStats(),
    // A stream that ends during the request has no figure.
    flowing?.getStats().catch(() => []) ?? [],
  ]);
  return {
    roundTripMs: known(streams.find(({ type }) => type === 'outbound-rtp')?.roundTripTime),
    availableBps: known(line?.availableOutgoingBitrate),
  };
}

/** Both figures are 0 until the other side has sent a report. */
const known = (figure: number | undefined): number | null =>
  figure === undefined || figure === 0 ? null : figure;
