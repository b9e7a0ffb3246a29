import type { WorkerId } from '../../../domain/media/links.ts';
import type { BridgeInventory } from '../trunk-ends.ts';

/**
 * Whether a bridge can have what it says: everything is on its own workers, has an id of its own, and depends on
 * something that is there as well.
 */
export function isSound(
  { transports, producers, links, consumers, trunks, carried, arrivals }: BridgeInventory,
  workers: readonly WorkerId[],
): boolean {
  const running = new Set(workers);
  const transportOf = new Map(transports.map((transport) => [transport.transportId, transport]));
  const workerOf = new Map<string, WorkerId>();
  for (const { producerId, transportId } of producers) {
    const transport = transportOf.get(transportId);
    if (transport?.direction !== 'send') return false;
    workerOf.set(producerId, transport.workerId);
  }
  for (const { producerId, workerId } of links) workerOf.set(producerId, workerId);
  const trunkOf = new Map(trunks.map((trunk) => [trunk.trunkId, trunk]));
  for (const { producerId, trunkId } of arrivals) {
    const trunk = trunkOf.get(trunkId);
    if (trunk?.direction !== 'receive') return false;
    workerOf.set(producerId, trunk.workerId);
  }
  const ids = new Set([
    ...transportOf.keys(),
    ...trunkOf.keys(),
    ...workerOf.keys(),
    ...consumers.map(({ consumerId }) => consumerId),
  ]);
  return (
    ids.size ===
      [transports, trunks, producers, links, arrivals, consumers].reduce(
        (sum, { length }) => sum + length,
        0,
      ) &&
    [...transports, ...trunks, ...links].every(({ workerId }) => running.has(workerId)) &&
    links.every(({ of, producerId }) => workerOf.has(of) && of !== producerId) &&
    carried.every(({ trunkId, producerId }) => {
      const trunk = trunkOf.get(trunkId);
      return trunk?.direction === 'send' && workerOf.get(producerId) === trunk.workerId;
    }) &&
    consumers.every(({ transportId, producerId }) => {
      const transport = transportOf.get(transportId);
      return transport?.direction === 'receive' && workerOf.get(producerId) === transport.workerId;
    })
  );
}
