import type { ProducerId } from '../media/media-bridge.ts';
import type { BridgeInventory } from '../media/trunk-ends.ts';

/**
 * Leaves out what depends on a stream that has just ended. The worker closes that as well, and says so a moment later;
 * a process that asks in between must not take it for something that cannot be.
 */
export function withoutOrphans(inventory: BridgeInventory): BridgeInventory {
  const { producers, arrivals, links, carried, consumers } = inventory;
  const present = new Set<ProducerId>([...producers, ...arrivals].map(({ producerId }) => producerId));
  // A copy of a copy comes after the copy that it was made from, in whatever order they are listed.
  for (let before = -1; before < present.size;) {
    before = present.size;
    for (const { producerId, of } of links) if (present.has(of)) present.add(producerId);
  }
  const isPresent = ({ producerId }: { readonly producerId: ProducerId }): boolean => present.has(producerId);
  return {
    ...inventory,
    links: links.filter(isPresent),
    carried: carried.filter(isPresent),
    consumers: consumers.filter(isPresent),
  };
}
