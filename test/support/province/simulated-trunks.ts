import type { WorkerId } from '../../../domain/media/links.ts';
import type { ConferenceId } from '../../../protocol/ids.ts';
import type { ServedBridge } from '../../../server/bridge/serving.ts';
import { RefusedByBridge } from '../../../server/media/media-bridge.ts';
import type { BridgePlace, MediaKind, Opaque } from '../../../server/media/media-bridge.ts';
import type { BridgeInventory, Carried, TrunkEnd } from '../../../server/media/trunk-ends.ts';
import { cameraLayers, missing } from './simulated-media.ts';
import type { SimulatedProducer } from './simulated-media.ts';

interface SimulatedTrunk {
  readonly place: BridgePlace;
  readonly direction: 'send' | 'receive';
  readonly kind: MediaKind;
  /** The layers that run of each stream that leaves. */
  readonly carriers: Map<string, readonly number[]>;
  /** What each stream that arrives is a copy of, by producer. */
  readonly arrivals: Map<string, string>;
}

/** What trunks need of their bridge. */
interface Beneath {
  producer(id: string): SimulatedProducer;
  add(place: BridgePlace, kind: MediaKind, from: SimulatedProducer['from'], isPaused: boolean): string;
  closeProducer(id: string): void;
  mustRun(workerId: WorkerId): void;
}

const keys: Opaque = { cryptoSuite: 'AEAD_AES_256_GCM' };

/** The ends of trunks of a simulated bridge. */
export class SimulatedTrunks {
  readonly ends = new Map<string, SimulatedTrunk>();
  readonly #bridge: Beneath;

  constructor(bridge: Beneath) {
    this.#bridge = bridge;
  }

  async accept(place: BridgePlace, trunkId: string, kind: MediaKind): Promise<TrunkEnd> {
    return this.#openEnd(place, trunkId, kind, 'receive');
  }

  async open(place: BridgePlace, trunkId: string, kind: MediaKind): Promise<TrunkEnd> {
    return this.#openEnd(place, trunkId, kind, 'send');
  }

  async admit(trunkId: string): Promise<void> {
    this.#end(trunkId, 'receive');
  }

  close(trunkId: string): void {
    const trunk = this.ends.get(trunkId);
    this.ends.delete(trunkId);
    for (const producerId of trunk?.arrivals.keys() ?? []) this.#bridge.closeProducer(producerId);
  }

  async carry(trunkId: string, producerId: string): Promise<Carried> {
    const { carriers, kind, place } = this.#end(trunkId, 'send');
    const producer = this.#bridge.producer(producerId);
    if (producer.place.workerId !== place.workerId) missing(`producer ${producerId}`);
    if (producer.kind !== kind || carriers.has(producerId))
      throw new RefusedByBridge('invalid-request', 'of another kind, or carried already');
    carriers.set(producerId, []);
    const isCamera = producer.from.is === 'room' && producer.from.source === 'camera';
    return { kind, layers: isCamera ? cameraLayers : 1, rtpParameters: {} };
  }

  async setLayers(trunkId: string, producerId: string, layers: readonly number[]): Promise<void> {
    const { carriers } = this.#end(trunkId, 'send');
    if (!carriers.has(producerId)) missing(`carrier of ${producerId}`);
    carriers.set(producerId, layers);
  }

  stop(trunkId: string, producerId: string): void {
    this.ends.get(trunkId)?.carriers.delete(producerId);
  }

  async arrive(trunkId: string, of: string): Promise<string> {
    const { arrivals, kind, place } = this.#end(trunkId, 'receive');
    const producerId = this.#bridge.add(place, kind, { is: 'trunk', trunkId, of }, false);
    arrivals.set(producerId, of);
    return producerId;
  }

  async measure(trunkId: string): ReturnType<ServedBridge['trunks']['measure']> {
    if (!this.ends.has(trunkId)) missing(`trunk ${trunkId}`);
    return { sentBytes: 0, receivedBytes: 0 };
  }

  inventory(conferenceId: ConferenceId): Pick<BridgeInventory, 'trunks' | 'carried' | 'arrivals'> {
    const ends = [...this.ends].filter(([, { place }]) => place.conferenceId === conferenceId);
    return {
      trunks: ends.map(([trunkId, { place, direction, kind }]) => ({
        trunkId,
        workerId: place.workerId,
        direction,
        kind,
      })),
      carried: ends.flatMap(([trunkId, { carriers }]) =>
        [...carriers.keys()].map((producerId) => ({
          trunkId,
          producerId,
          layers: this.#bridge.producer(producerId).kind === 'video' ? cameraLayers : 1,
        })),
      ),
      arrivals: ends.flatMap(([trunkId, { arrivals }]) =>
        [...arrivals].map(([producerId, of]) => ({ trunkId, producerId, of })),
      ),
    };
  }

  producerClosed(producerId: string): void {
    for (const { carriers, arrivals } of this.ends.values()) {
      carriers.delete(producerId);
      arrivals.delete(producerId);
    }
  }

  closeOn(workerId: WorkerId): void {
    for (const [id, { place }] of this.ends) if (place.workerId === workerId) this.close(id);
  }

  closeOf(conferenceId: ConferenceId): void {
    for (const [id, { place }] of this.ends) if (place.conferenceId === conferenceId) this.close(id);
  }

  #openEnd(
    place: BridgePlace,
    trunkId: string,
    kind: MediaKind,
    direction: SimulatedTrunk['direction'],
  ): TrunkEnd {
    this.#bridge.mustRun(place.workerId);
    if (this.ends.has(trunkId))
      throw new RefusedByBridge('invalid-request', 'a trunk has two ends, on two bridges');
    this.ends.set(trunkId, { place, kind, direction, carriers: new Map(), arrivals: new Map() });
    return { ip: '10.0.0.1', port: 21_000, keys };
  }

  #end(trunkId: string, direction: SimulatedTrunk['direction']): SimulatedTrunk {
    const trunk = this.ends.get(trunkId) ?? missing(`trunk ${trunkId}`);
    if (trunk.direction !== direction)
      throw new RefusedByBridge('invalid-request', `this end does not ${direction}`);
    return trunk;
  }
}
