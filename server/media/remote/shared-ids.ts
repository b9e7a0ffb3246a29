import type { BridgeEvent, Inventory } from '../media-bridge.ts';
import type { Part } from './part.ts';

/**
 * What several bridges have of a conference.
 *
 * @param crossed the copies of streams on them that came from other bridges
 */
export function joint(
  found: readonly { readonly part: Part; readonly inventory: Inventory }[],
  crossed: Inventory['links'],
): Inventory {
  const each = found.map(({ part, inventory }) => shared(inventory, part));
  return {
    transports: each.flatMap(({ transports }) => transports),
    producers: each.flatMap(({ producers }) => producers),
    links: [...crossed, ...each.flatMap(({ links }) => links)],
    consumers: each.flatMap(({ consumers }) => consumers),
  };
}

/** An inventory with ids that are unique over all bridges. */
function shared({ transports, producers, links, consumers }: Inventory, part: Part): Inventory {
  const idOf = (local: string): string => part.idOf(local);
  return {
    transports: transports.map((each) => ({ ...each, transportId: idOf(each.transportId) })),
    producers: producers.map((each) => ({
      ...each,
      producerId: idOf(each.producerId),
      transportId: idOf(each.transportId),
    })),
    links: links.map((each) => ({ ...each, producerId: idOf(each.producerId), of: idOf(each.of) })),
    consumers: consumers.map((each) => ({
      ...each,
      consumerId: idOf(each.consumerId),
      transportId: idOf(each.transportId),
      producerId: idOf(each.producerId),
    })),
  };
}

/** An event with ids that are unique over all bridges. */
export function sharedEvent(event: BridgeEvent, part: Part): BridgeEvent {
  switch (event.type) {
    case 'transportClosed':
      return { ...event, transportId: part.idOf(event.transportId) };
    case 'producerClosed':
    case 'counted':
      return { ...event, producerId: part.idOf(event.producerId) };
    case 'loudness':
      return {
        ...event,
        loudest: event.loudest.map((each) => ({ ...each, producerId: part.idOf(each.producerId) })),
      };
    case 'workerDied':
    case 'found':
      return event;
    default:
      return event satisfies never;
  }
}
