import type { WorkerId } from '../../../domain/media/links.ts';
import type { Inventory } from '../media-bridge.ts';

/**
 * Whether a bridge can have what it says: everything is on its own workers, has an id of its own, and depends on
 * something that is there as well.
 */
export function isSound(
  { transports, producers, links, consumers }: Inventory,
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
  const ids = new Set([
    ...transportOf.keys(),
    ...workerOf.keys(),
    ...consumers.map(({ consumerId }) => consumerId),
  ]);
  return (
    ids.size === transports.length + producers.length + links.length + consumers.length &&
    [...transports, ...links].every(({ workerId }) => running.has(workerId)) &&
    links.every(({ of, producerId }) => workerOf.has(of) && of !== producerId) &&
    consumers.every(({ transportId, producerId }) => {
      const transport = transportOf.get(transportId);
      return transport?.direction === 'receive' && workerOf.get(producerId) === transport.workerId;
    })
  );
}
