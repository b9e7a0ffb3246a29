import { layerCosts } from '../../../domain/media/budget.ts';
import { localIn, tagIn, tagOf } from '../../../server/media/remote/part.ts';
import { planLimits } from '../conference/conference-history.ts';
import type { BridgeMachine } from './bridge-machine.ts';
import type { Network } from './network.ts';
import type { Room } from './room.ts';

const cameraCosts = layerCosts('camera', planLimits.rates, undefined).map(({ packetsPerS }) => packetsPerS);
const soundPacketsPerS = 50;
const ofCamera = (layer: number | null): number => cameraCosts[layer ?? cameraCosts.length - 1] ?? 0;

/** Packets a second. */
interface Sent {
  toRooms: number;
  toBridges: number;
  /** What the worker can send. */
  readonly most: number;
}

/** What really flows, by what the bridges have and which lines are cut, whatever the control processes believe. */
export class Truth {
  readonly #network: Network;
  readonly #bridges: readonly BridgeMachine[];
  readonly #byTag: ReadonlyMap<string, BridgeMachine>;

  constructor(network: Network, bridges: readonly BridgeMachine[]) {
    this.#network = network;
    this.#bridges = bridges;
    this.#byTag = new Map(bridges.map((bridge) => [tagOf(bridge.id), bridge]));
  }

  /** The bridge that serves a room, if packets come through. */
  bridgeOf(room: Room, transportId = room.open.receive): BridgeMachine | undefined {
    if (transportId === undefined) return undefined;
    const bridge = this.#byTag.get(tagIn(transportId));
    if (!bridge?.isUp || !this.#network.reaches(room.place, bridge.place)) return undefined;
    return bridge.media.transports.has(localIn(transportId)) ? bridge : undefined;
  }

  /** Whether a room receives the microphone of another one. */
  hears(room: Room, speaker: Room): boolean {
    return [room.open, room.former].some((open) => {
      const transportId = open?.receive;
      const bridge = this.bridgeOf(room, transportId);
      const transport = bridge?.media.transports.get(localIn(transportId ?? ''));
      if (bridge === undefined || transport === undefined) return false;
      for (const id of transport.holds) {
        const consumer = bridge.media.consumers.get(id);
        if (consumer && !consumer.isPaused && this.#flows(bridge, consumer.producerId, speaker)) return true;
      }
      return false;
    });
  }

  /** Whether the microphone of a room reaches its bridge and is let through. */
  isHeard(room: Room): boolean {
    return [room.open, room.former].some((open) => {
      const id = open?.producers.microphone;
      const bridge = id === undefined ? undefined : this.#byTag.get(tagIn(id));
      return bridge !== undefined && id !== undefined && this.#flows(bridge, localIn(id), room);
    });
  }

  /** What each worker sends to rooms in a second, and what it sends to other bridges. */
  sent(): ReadonlyMap<string, Sent> {
    const sent = new Map<string, Sent>();
    for (const bridge of this.#bridges) {
      if (!bridge.isUp) continue;
      const { consumers, producers, trunks } = bridge.media;
      const at = (workerId: string): Sent => {
        const known = sent.get(workerId) ?? { toRooms: 0, toBridges: 0, most: bridge.packetsPerS };
        sent.set(workerId, known);
        return known;
      };
      for (const { isPaused, place, preference, producerId } of consumers.values()) {
        const producer = producers.get(producerId);
        if (isPaused || producer === undefined || !this.#runs(bridge, producerId)) continue;
        at(place.workerId).toRooms +=
          producer.kind === 'audio' ? soundPacketsPerS : ofCamera(preference.layer);
      }
      for (const { carriers, kind, place } of trunks.ends.values())
        for (const [producerId, layers] of carriers)
          for (const layer of this.#runs(bridge, producerId) ? layers : [])
            at(place.workerId).toBridges += kind === 'audio' ? soundPacketsPerS : ofCamera(layer);
    }
    return sent;
  }

  /** Streams that cross from one bridge to another more than once. */
  doubledCrossings(): readonly string[] {
    const receiving = new Map<string, BridgeMachine>();
    for (const bridge of this.#bridges)
      for (const [trunkId, { direction }] of bridge.media.trunks.ends)
        if (bridge.isUp && direction === 'receive') receiving.set(trunkId, bridge);
    const crossings = new Map<string, number>();
    for (const from of this.#bridges) {
      if (!from.isUp) continue;
      for (const [trunkId, { carriers, direction }] of from.media.trunks.ends) {
        const to = receiving.get(trunkId);
        if (direction !== 'send' || to === undefined) continue;
        for (const [producerId, layers] of carriers) {
          if (layers.length === 0) continue;
          const key = `${producerId} of bridge ${from.id} to ${to.id}`;
          crossings.set(key, (crossings.get(key) ?? 0) + 1);
        }
      }
    }
    return [...crossings].filter(([, times]) => times > 1).map(([key, times]) => `${key}: ${times} times`);
  }

  /** Trunks of which only one bridge has an end. */
  halfTrunks(): ReadonlyMap<string, string> {
    const ends = new Map<string, BridgeMachine[]>();
    for (const bridge of this.#bridges)
      for (const trunkId of bridge.isUp ? bridge.media.trunks.ends.keys() : [])
        ends.set(trunkId, [...(ends.get(trunkId) ?? []), bridge]);
    return new Map(
      [...ends].flatMap(([trunkId, [one, other]]) =>
        one && !other
          ? [[trunkId, `${one.media.trunks.ends.get(trunkId)?.direction} end on bridge ${one.id}`] as const]
          : [],
      ),
    );
  }

  get crossings(): number {
    return this.#bridges.reduce(
      (sum, { isUp, media }) =>
        isUp
          ? sum + [...media.trunks.ends.values()].reduce((all, { carriers }) => all + carriers.size, 0)
          : sum,
      0,
    );
  }

  /** Whether packets of a producer, or of what it is a copy of, are let through. */
  #runs(bridge: BridgeMachine, producerId: string): boolean {
    const producer = bridge.media.producers.get(producerId);
    if (!bridge.isUp || producer === undefined || producer.isPaused) return false;
    const { from } = producer;
    if (from.is === 'room') return true;
    if (from.is === 'link') return this.#runs(bridge, from.of);
    const origin = this.#byTag.get(tagIn(from.of));
    return origin !== undefined && this.#runs(origin, localIn(from.of));
  }

  #flows(bridge: BridgeMachine, producerId: string, speaker: Room): boolean {
    const producer = bridge.media.producers.get(producerId);
    if (!bridge.isUp || producer === undefined || producer.isPaused) return false;
    const { from } = producer;
    switch (from.is) {
      case 'room': {
        const own = [speaker.open, speaker.former].map((open) => open?.producers.microphone);
        const isOwn = own.some((id) => id === `${producerId}@${tagOf(bridge.id)}`);
        return isOwn && this.#network.reaches(speaker.place, bridge.place);
      }
      case 'link':
        return this.#flows(bridge, from.of, speaker);
      case 'trunk': {
        const origin = this.#byTag.get(tagIn(from.of));
        if (!origin?.isUp || !this.#network.reaches(origin.place, bridge.place)) return false;
        const layers = origin.media.trunks.ends.get(from.trunkId)?.carriers.get(localIn(from.of));
        return layers !== undefined && layers.length > 0 && this.#flows(origin, localIn(from.of), speaker);
      }
      default:
        return from satisfies never;
    }
  }
}
