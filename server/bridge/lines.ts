import type { types } from 'mediasoup';
import type { LineFigures } from '../media/media-bridge.ts';
import type { ClientTransport } from './transports.ts';

/**
 * Asks a transport for its estimate, and one of the streams that flow on it for the round trip: mediasoup knows that from
 * the receiver reports of a stream, and all of them have taken the same way. Sound alone feeds no estimate: on a line to
 * which no pictures flow any more, the last one stays.
 */
export async function measureLine(
  transport: ClientTransport,
  consumers: Iterable<types.Consumer>,
): Promise<LineFigures> {
  // A plain transport is a program on this machine.
  if (transport.type === 'plain') return { roundTripMs: null, availableBps: null };
  const flowing = [...consumers].find(({ paused, producerPaused }) => !paused && !producerPaused);
  const [[line], streams] = await Promise.all([
    transport.getStats(),
    // A stream that ends while it is asked has no figure.
    flowing?.getStats().catch(() => []) ?? [],
  ]);
  return {
    roundTripMs: known(streams.find(({ type }) => type === 'outbound-rtp')?.roundTripTime),
    availableBps: known(line?.availableOutgoingBitrate),
  };
}

/** Both are 0 before the other side has reported anything. */
const known = (figure: number | undefined): number | null =>
  figure === undefined || figure === 0 ? null : figure;
