import type { HeldMedia } from '../../../protocol/media.ts';
import type { Inventory } from '../../../server/media/media-bridge.ts';
import type { FakeBridge } from './fake-bridge.ts';

/** Everything that a conference has on a fake bridge. */
export function inventoryOf(bridge: FakeBridge, conferenceId: string): Inventory {
  const here = [...bridge.transports].filter(([, { place }]) => place.conferenceId === conferenceId);
  const isHere = (id: string | undefined): boolean => here.some(([transportId]) => transportId === id);
  return {
    transports: here.map(([transportId, { place, options, note, connected }]) => ({
      transportId,
      workerId: place.workerId,
      direction: options.direction,
      isReceiving: options.direction === 'receive' && (options.kind === 'webrtc' || connected),
      decodable: options.direction === 'receive' ? bridge.decodable(options.rtpCapabilities) : [],
      note,
    })),
    producers: [...bridge.producers].flatMap(([producerId, { transportId, source, paused }]) =>
      transportId !== undefined && source !== undefined && isHere(transportId)
        ? [{ producerId, transportId, source, isPaused: paused }]
        : [],
    ),
    links: [...bridge.producers].flatMap(([producerId, { original, place }]) =>
      original === undefined || place.conferenceId !== conferenceId
        ? []
        : [{ producerId, of: original, workerId: place.workerId }],
    ),
    consumers: [...bridge.consumers]
      .filter(([, { transportId }]) => isHere(transportId))
      .map(([consumerId, { paused, transportId, producerId, preference }]) => ({
        consumerId,
        transportId,
        producerId,
        preference,
        isPaused: paused,
      })),
  };
}

/** What the client of a participant says that it has, if it has all that is on the bridge. */
export function heldBy(participantId: string, { transports, producers, consumers }: Inventory): HeldMedia {
  const own = transports.filter(({ note }) => note['participantId'] === participantId);
  const at = (direction: string) => own.find((each) => each.direction === direction)?.transportId;
  const ids = own.map(({ transportId }) => transportId);
  return {
    send: at('send') ?? null,
    receive: at('receive') ?? '',
    producers: Object.fromEntries(
      producers
        .filter(({ transportId }) => ids.includes(transportId))
        .map(({ source, producerId }) => [source, producerId]),
    ),
    consumers: consumers
      .filter(({ transportId }) => ids.includes(transportId))
      .map(({ consumerId }) => consumerId),
  };
}
