import type { WorkerId } from '../../../domain/media/links.ts';
import type { ConferenceId } from '../../../protocol/ids.ts';
import { Listeners } from '../../../server/bridge/listeners.ts';
import type { ServedBridge } from '../../../server/bridge/serving.ts';
import { decodableOf } from '../../../server/media/decodable.ts';
import { RefusedByBridge } from '../../../server/media/media-bridge.ts';
import type {
  BridgeConsumer,
  BridgeEvent,
  BridgePlace,
  BridgeTransport,
  LineFigures,
  MediaKind,
  Note,
  Opaque,
  Preference,
  ProducerOptions,
  TransportOptions,
} from '../../../server/media/media-bridge.ts';
import type { BridgeInventory } from '../../../server/media/trunk-ends.ts';
import { missing } from './simulated-media.ts';
import type { SimulatedConsumer, SimulatedProducer, SimulatedTransport } from './simulated-media.ts';
import { SimulatedTrunks } from './simulated-trunks.ts';

/**
 * The media of a bridge process without a packet: what is open, what depends on what, and the rules of a bridge. It
 * keeps no history, so that it can live for a day.
 */
export class SimulatedBridge implements ServedBridge {
  readonly trunks: SimulatedTrunks;
  readonly transports = new Map<string, SimulatedTransport>();
  readonly producers = new Map<string, SimulatedProducer>();
  readonly consumers = new Map<string, SimulatedConsumer>();
  readonly #run: string;
  readonly #workers: Set<WorkerId>;
  readonly #listeners = new Listeners();
  #lastId = 0;
  #lastWorker: number;

  /** @param run part of all ids, so that no two processes have the same */
  constructor(bridgeId: string, run: string, workers: number) {
    this.#run = run;
    this.#lastWorker = workers;
    this.#workers = new Set(Array.from({ length: workers }, (_, index) => `${bridgeId}/${run}/${index}`));
    this.trunks = new SimulatedTrunks(this);
  }

  get workers(): readonly WorkerId[] {
    return [...this.#workers];
  }

  /** A worker dies, and another one starts in its place. */
  killWorker(workerId: WorkerId): void {
    this.#workers.delete(workerId);
    const [prefix] = workerId.split(/\/[^/]*$/);
    this.#workers.add(`${prefix}/${(this.#lastWorker += 1)}`);
    for (const [id, { place }] of this.transports) if (place.workerId === workerId) this.closeTransport(id);
    this.trunks.closeOn(workerId);
    for (const [id, { place }] of this.producers) if (place.workerId === workerId) this.closeProducer(id);
  }

  conferenceOf(id: string): ConferenceId | undefined {
    const open = this.transports.get(id) ?? this.producers.get(id) ?? this.consumers.get(id);
    return (open ?? this.trunks.ends.get(id))?.place.conferenceId;
  }

  watch(conferenceId: ConferenceId, listener: (event: BridgeEvent) => void): () => void {
    return this.#listeners.add(conferenceId, listener);
  }

  inventory(conferenceId: ConferenceId): BridgeInventory {
    const of = <T extends { readonly place: BridgePlace }>(open: ReadonlyMap<string, T>) =>
      [...open].filter(([, { place }]) => place.conferenceId === conferenceId);
    const producers = of(this.producers);
    return {
      transports: of(this.transports).map(([transportId, { place, direction, decodable, note }]) => ({
        transportId,
        workerId: place.workerId,
        direction,
        isReceiving: direction === 'receive',
        decodable: [...decodable],
        note,
      })),
      producers: producers.flatMap(([producerId, { from, isPaused }]) =>
        from.is === 'room' && from.source !== undefined
          ? [{ producerId, transportId: from.transportId, source: from.source, isPaused }]
          : [],
      ),
      links: producers.flatMap(([producerId, { from, place }]) =>
        from.is === 'link' ? [{ producerId, of: from.of, workerId: place.workerId }] : [],
      ),
      consumers: of(this.consumers).map(
        ([consumerId, { transportId, producerId, preference, isPaused }]) => ({
          consumerId,
          transportId,
          producerId,
          preference,
          isPaused,
        }),
      ),
      ...this.trunks.inventory(conferenceId),
    };
  }

  async openTransport(place: BridgePlace, options: TransportOptions): Promise<BridgeTransport> {
    this.mustRun(place.workerId);
    const transportId = this.newId('t');
    this.transports.set(transportId, {
      place,
      direction: options.direction,
      decodable: options.direction === 'receive' ? decodableOf(options.rtpCapabilities) : [],
      note: options.note ?? {},
      isConnected: false,
      holds: new Set(),
    });
    return { kind: 'webrtc', transportId, iceParameters: {}, iceCandidates: [], dtlsParameters: {} };
  }

  async connectTransport(transportId: string): Promise<void> {
    this.#transport(transportId).isConnected = true;
  }

  async restartIce(transportId: string): Promise<Opaque> {
    this.#transport(transportId);
    return {};
  }

  closeTransport(transportId: string): void {
    const transport = this.transports.get(transportId);
    if (transport === undefined) return;
    this.transports.delete(transportId);
    for (const id of transport.holds) {
      this.closeProducer(id);
      this.closeConsumer(id);
    }
  }

  note(transportId: string, note: Note): void {
    this.#transport(transportId).note = note;
  }

  async measureLine(transportId: string): Promise<LineFigures> {
    this.#transport(transportId);
    return { roundTripMs: 20, availableBps: null };
  }

  async produce(
    transportId: string,
    kind: MediaKind,
    _: Opaque,
    { source }: ProducerOptions = {},
  ): Promise<string> {
    const transport = this.#transport(transportId);
    const producerId = this.add(transport.place, kind, { is: 'room', transportId, source }, true);
    transport.holds.add(producerId);
    return producerId;
  }

  async pauseProducer(producerId: string): Promise<void> {
    this.producer(producerId).isPaused = true;
  }

  async resumeProducer(producerId: string): Promise<void> {
    this.producer(producerId).isPaused = false;
  }

  closeProducer(producerId: string): void {
    const producer = this.producers.get(producerId);
    if (producer === undefined) return;
    this.producers.delete(producerId);
    const { from } = producer;
    if (from.is === 'room') this.transports.get(from.transportId)?.holds.delete(producerId);
    if (from.is === 'link') this.producers.get(from.of)?.holds.delete(producerId);
    this.trunks.producerClosed(producerId);
    for (const id of producer.holds) {
      this.closeProducer(id);
      this.closeConsumer(id);
    }
  }

  async link(producerId: string, to: BridgePlace): Promise<string> {
    this.mustRun(to.workerId);
    const original = this.producer(producerId);
    const copy = this.add(to, original.kind, { is: 'link', of: producerId }, false);
    original.holds.add(copy);
    return copy;
  }

  async consume(transportId: string, producerId: string, preference: Preference): Promise<BridgeConsumer> {
    const transport = this.#transport(transportId);
    const producer = this.producer(producerId);
    if (producer.place.workerId !== transport.place.workerId)
      throw new RefusedByBridge('not-found', 'not on this worker');
    const consumerId = this.newId('c');
    const { place } = transport;
    this.consumers.set(consumerId, { place, transportId, producerId, preference, isPaused: true });
    transport.holds.add(consumerId);
    producer.holds.add(consumerId);
    return { consumerId, rtpParameters: {} };
  }

  async resumeConsumer(consumerId: string): Promise<void> {
    this.#consumer(consumerId).isPaused = false;
  }

  async pauseConsumer(consumerId: string): Promise<void> {
    this.#consumer(consumerId).isPaused = true;
  }

  async prefer(consumerId: string, preference: Preference): Promise<void> {
    this.#consumer(consumerId).preference = preference;
  }

  async requestKeyframe(consumerId: string): Promise<void> {
    this.#consumer(consumerId);
  }

  closeConsumer(consumerId: string): void {
    const consumer = this.consumers.get(consumerId);
    if (consumer === undefined) return;
    this.consumers.delete(consumerId);
    this.transports.get(consumer.transportId)?.holds.delete(consumerId);
    this.producers.get(consumer.producerId)?.holds.delete(consumerId);
  }

  async received(producerId: string): Promise<{ packets: number; lost: number; jitter: number }> {
    this.producer(producerId);
    return { packets: 0, lost: 0, jitter: 0 };
  }

  async sent(consumerId: string): Promise<{ packets: number; bytes: number; lost: number }> {
    this.#consumer(consumerId);
    return { packets: 0, bytes: 0, lost: 0 };
  }

  closeConference(conferenceId: ConferenceId): void {
    for (const [id, { place }] of this.transports)
      if (place.conferenceId === conferenceId) this.closeTransport(id);
    this.trunks.closeOf(conferenceId);
    for (const [id, { place }] of this.producers)
      if (place.conferenceId === conferenceId) this.closeProducer(id);
  }

  mustRun(workerId: WorkerId): void {
    if (!this.#workers.has(workerId)) throw new RefusedByBridge('unavailable', `no worker ${workerId}`);
  }

  newId(kind: string): string {
    return `${kind}${(this.#lastId += 1)}.${this.#run}`;
  }

  add(place: BridgePlace, kind: MediaKind, from: SimulatedProducer['from'], isPaused: boolean): string {
    const producerId = this.newId('p');
    this.producers.set(producerId, { place, kind, from, isPaused, holds: new Set() });
    return producerId;
  }

  producer(id: string): SimulatedProducer {
    return this.producers.get(id) ?? missing(id);
  }

  #transport(id: string): SimulatedTransport {
    return this.transports.get(id) ?? missing(id);
  }

  #consumer(id: string): SimulatedConsumer {
    return this.consumers.get(id) ?? missing(id);
  }
}
