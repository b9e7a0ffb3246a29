import type { types } from 'mediasoup';
import type { LineFigures } from '../media/media-bridge.ts';
import type { ClientTransport } from './transports.ts';

/**
 * Asks a transport for its estimate, and one of the streams that flow on it for the round trip: mediasoup knows that from
 * the receiver reports of a stream, and all of them have taken the same way.
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
  const roundTripMs = streams.find(({ type }) => type === 'outbound-rtp')?.roundTripTime;
  return {
    // 0 stands for "no report yet".
    roundTripMs: roundTripMs === undefined || roundTripMs === 0 ? null : roundTripMs,
    availableBps: line?.availableOutgoingBitrate ?? null,
  };
}
