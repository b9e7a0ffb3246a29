import { z } from 'zod';
import type { WorkerId } from '../../../domain/media/links.ts';
import { RefusedByBridge, Undecodable } from '../../../server/media/media-bridge.ts';
import type {
  BridgeConsumer,
  BridgeEvent,
  BridgeTransport,
  TransportConnection,
  LineFigures,
  MediaBridge,
  MediaKind,
  Note,
  Opaque,
  BridgePlace,
  Preference,
  ProducerOptions,
  TransportOptions,
} from '../../../server/media/media-bridge.ts';
import type { FakeConsumer, FakeProducer, FakeTransport } from './fake-streams.ts';

const codecs = z.array(z.object({ mimeType: z.string() }));
const videoCodecs = z.object({ codecs: codecs.default([]) });

export type FakeCall = Exclude<
  keyof MediaBridge,
  | 'routerRtpCapabilities'
  | 'workers'
  | 'spare'
  | 'leaving'
  | 'giveUpIdle'
  | 'watch'
  | 'decodable'
  | 'received'
  | 'sent'
  | 'note'
  | 'letGo'
  | 'outlives'
  | `close${string}`
>;

/**
 * A bridge that has only its rules. Time passes at each call of `sent`: one packet arrives on every producer,
 * and reaches all that is not paused.
 */
export class FakeBridge implements MediaBridge {
  readonly routerRtpCapabilities: Opaque = {
    codecs: [{ mimeType: 'audio/opus' }, { mimeType: 'video/VP8' }],
  };
  outlives = false;
  /** Workers that a cut line separates from the server. */
  readonly cutOff = new Set<WorkerId>();
  readonly heard: WorkerId[] = [];
  readonly away = (): readonly WorkerId[] => [...this.cutOff];
  readonly heardOf = (workerId: WorkerId): void => void this.heard.push(workerId);
  readonly spare = (): readonly WorkerId[] => this.#spare;
  readonly leaving = (): readonly WorkerId[] => this.#leaving;
  readonly giveUpIdle = (inUse: ReadonlySet<WorkerId>): void => {
    for (const workerId of this.#leaving) if (!inUse.has(workerId)) this.remove(workerId);
  };
  readonly transports = new Map<string, FakeTransport>();
  readonly producers = new Map<string, FakeProducer>();
  readonly consumers = new Map<string, FakeConsumer>();
  /** Every request in order: its name and its target. */
  readonly calls: (readonly [FakeCall, string])[] = [];
  /** Runs before a request takes effect: a throw fails the request, a promise delays it. */
  before: (call: FakeCall, about: string, workerId: WorkerId) => void | Promise<void> = () => undefined;
  readonly #workers: Set<WorkerId>;
  #spare: readonly WorkerId[] = [];
  #leaving: readonly WorkerId[] = [];
  /** The last request about each producer or consumer, since they take effect in order. */
  readonly #turns = new Map<string, Promise<void>>();
  readonly #listeners = new Set<(event: BridgeEvent) => void>();
  #nextId = 0;

  constructor(workers: number) {
    this.#workers = new Set(Array.from({ length: workers }, (_, index) => `${index}.0`));
  }

  workers(): readonly WorkerId[] {
    return [...this.#workers];
  }

  watch(_: string, listener: (event: BridgeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds a worker. */
  add(workerId: WorkerId): void {
    this.#workers.add(workerId);
  }

  /** Takes a worker away, as when the bridge is not connected. */
  remove(workerId: WorkerId): void {
    this.#workers.delete(workerId);
    this.#leaving = this.#leaving.filter((id) => id !== workerId);
  }

  /** The bridge of all its workers is taken out of service; that of this one may join. */
  drain(spare: WorkerId): void {
    this.#leaving = [...this.#workers];
    this.#spare = [spare];
  }

  /** Kills a worker and starts another in its place. */
  kill(workerId: WorkerId): void {
    this.#workers.delete(workerId);
    this.#workers.add(`${workerId}'`);
    for (const [id, { place }] of this.transports) if (place.workerId === workerId) this.closeTransport(id);
    for (const [id, { place }] of this.producers) if (place.workerId === workerId) this.closeProducer(id);
    this.emit({ type: 'workerDied', workerId });
  }

  /** Closes a producer like one that sends too much. */
  flood(producerId: string): void {
    this.closeProducer(producerId);
    this.emit({ type: 'producerClosed', producerId, reason: 'flood' });
  }

  floodLine(transportId: string): void {
    this.closeTransport(transportId);
    this.emit({ type: 'transportClosed', transportId, reason: 'flood' });
  }

  emit(event: BridgeEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  decodable(rtpCapabilities: Opaque): readonly string[] {
    return videoCodecs.parse(rtpCapabilities).codecs.map(({ mimeType }) => mimeType.replace('video/', ''));
  }

  async openTransport(place: BridgePlace, options: TransportOptions): Promise<BridgeTransport> {
    if (this.#spare.includes(place.workerId)) {
      this.#spare = [];
      this.#workers.add(place.workerId);
    }
    await this.#called('openTransport', place.conferenceId, place.workerId);
    const transportId = this.#id('transport');
    this.transports.set(transportId, { place, options, note: options.note ?? {}, connected: false });
    return options.kind === 'plain'
      ? { kind: 'plain', transportId, ip: '127.0.0.1', port: 1 }
      : { kind: 'webrtc', transportId, iceParameters: {}, iceCandidates: [], dtlsParameters: {} };
  }

  async connectTransport(transportId: string, connection: TransportConnection): Promise<void> {
    const transport = this.#transport(transportId);
    await this.#called('connectTransport', transportId, transport.place.workerId);
    const wrong =
      'port' in connection
        ? transport.options.kind !== 'plain'
        : transport.options.kind !== 'webrtc' || connection.dtlsParameters['role'] !== 'client';
    if (wrong || transport.connected) throw new RefusedByBridge('invalid-request', 'does not fit');
    transport.connected = true;
  }

  async restartIce(transportId: string): Promise<Opaque> {
    const { options, place } = this.#transport(transportId);
    await this.#called('restartIce', transportId, place.workerId);
    if (options.kind === 'plain') throw new RefusedByBridge('invalid-request', 'plain RTP has no ICE');
    return {};
  }

  closeTransport(transportId: string): void {
    this.transports.delete(transportId);
    for (const [id, producer] of this.producers) {
      if (producer.transportId === transportId) this.closeProducer(id);
    }
    for (const [id, consumer] of this.consumers) {
      if (consumer.transportId === transportId) this.consumers.delete(id);
    }
  }

  note(transportId: string, note: Note): void {
    this.#transport(transportId).note = note;
  }

  async measureLine(transportId: string): Promise<LineFigures> {
    await this.#called('measureLine', transportId, this.#transport(transportId).place.workerId);
    return { roundTripMs: null, availableBps: null };
  }

  async produce(
    transportId: string,
    kind: MediaKind,
    rtpParameters: Opaque,
    { source, isMeasured = true }: ProducerOptions = {},
  ): Promise<string> {
    const { place } = this.#transport(transportId);
    await this.#called('produce', transportId, place.workerId);
    if (!Array.isArray(rtpParameters['codecs'])) throw new RefusedByBridge('invalid-request', 'no codecs');
    const [codec] = this.decodable(rtpParameters);
    return this.#keep({
      place,
      transportId,
      original: undefined,
      codec,
      isMeasured: kind === 'audio' && isMeasured,
      source,
      paused: true,
      packets: 0,
    });
  }

  async pauseProducer(producerId: string): Promise<void> {
    await this.#called('pauseProducer', producerId, this.#producer(producerId).place.workerId);
    this.#producer(producerId).paused = true;
  }

  async resumeProducer(producerId: string): Promise<void> {
    await this.#called('resumeProducer', producerId, this.#producer(producerId).place.workerId);
    this.#producer(producerId).paused = false;
  }

  closeProducer(producerId: string): void {
    this.producers.delete(producerId);
    for (const [id, { original }] of this.producers) if (original === producerId) this.closeProducer(id);
    for (const [id, consumer] of this.consumers) {
      if (consumer.producerId === producerId) this.consumers.delete(id);
    }
  }

  async link(producerId: string, to: BridgePlace): Promise<string> {
    this.#producer(producerId);
    await this.#called('link', producerId, to.workerId);
    const { codec } = this.#producer(producerId);
    return this.#keep({
      place: to,
      transportId: undefined,
      original: producerId,
      codec,
      isMeasured: false,
      source: undefined,
      paused: false,
      packets: 0,
    });
  }

  async consume(transportId: string, producerId: string, preference: Preference): Promise<BridgeConsumer> {
    const { options, place } = this.#transport(transportId);
    await this.#called('consume', transportId, place.workerId);
    if (options.direction === 'send') throw new RefusedByBridge('invalid-request', 'only sends');
    if (this.#producer(producerId).place.workerId !== this.#transport(transportId).place.workerId) {
      throw new RefusedByBridge('not-found', 'not on this worker');
    }
    const { codec } = this.#producer(producerId);
    if (codec !== undefined && !this.decodable(options.rtpCapabilities).includes(codec)) {
      throw new Undecodable(`no decoder for ${codec}`);
    }
    const consumerId = this.#id('consumer');
    this.consumers.set(consumerId, { transportId, producerId, preference, paused: true, packets: 0 });
    return { consumerId, rtpParameters: {} };
  }

  async resumeConsumer(consumerId: string): Promise<void> {
    await this.#called('resumeConsumer', consumerId, this.#workerOf(consumerId));
    this.#consumer(consumerId).paused = false;
  }

  async pauseConsumer(consumerId: string): Promise<void> {
    await this.#called('pauseConsumer', consumerId, this.#workerOf(consumerId));
    this.#consumer(consumerId).paused = true;
  }

  async prefer(consumerId: string, preference: Preference): Promise<void> {
    await this.#called('prefer', consumerId, this.#workerOf(consumerId));
    this.#consumer(consumerId).preference = preference;
  }

  async requestKeyframe(consumerId: string): Promise<void> {
    await this.#called('requestKeyframe', consumerId, this.#workerOf(consumerId));
  }

  closeConsumer(consumerId: string): void {
    this.consumers.delete(consumerId);
  }

  async received(producerId: string): Promise<{ packets: number; lost: number; jitter: number }> {
    const looking = this.#producer(producerId);
    looking.packets += 1;
    return { packets: looking.packets, lost: 0, jitter: 0 };
  }

  async sent(consumerId: string): Promise<{ packets: number; bytes: number; lost: number }> {
    const asked = this.#consumer(consumerId);
    for (const consumer of this.consumers.values()) {
      if (!consumer.paused && this.#flows(consumer.producerId)) consumer.packets += 1;
    }
    return { packets: asked.packets, bytes: asked.packets * 100, lost: 0 };
  }

  closeConference(conferenceId: string): void {
    for (const [id, { place }] of this.transports) {
      if (place.conferenceId === conferenceId) this.closeTransport(id);
    }
  }

  letGo(conferenceId: string): void {
    if (!this.outlives) this.closeConference(conferenceId);
  }

  #flows(producerId: string): boolean {
    const producer = this.producers.get(producerId);
    if (producer === undefined || producer.paused) return false;
    return producer.original === undefined || this.#flows(producer.original);
  }

  async #called(call: FakeCall, about: string, workerId: WorkerId): Promise<void> {
    if (!this.#workers.has(workerId)) throw new RefusedByBridge('unavailable', `no worker ${workerId}`);
    this.calls.push([call, about]);
    if (/(Producer|Consumer)$/.test(call)) {
      const turn = (this.#turns.get(about) ?? Promise.resolve()).then(() =>
        this.before(call, about, workerId),
      );
      this.#turns.set(
        about,
        turn.catch(() => undefined),
      );
      await turn;
    } else {
      await this.before(call, about, workerId);
    }
    if (!this.#workers.has(workerId)) throw new RefusedByBridge('unavailable', `worker ${workerId} died`);
  }

  #id(kind: string): string {
    return `${kind} ${this.#nextId++}`;
  }

  #keep(producer: FakeProducer): string {
    const id = this.#id('producer');
    this.producers.set(id, producer);
    return id;
  }

  #workerOf(consumerId: string): WorkerId {
    return this.#transport(this.#consumer(consumerId).transportId).place.workerId;
  }

  #transport(id: string): FakeTransport {
    return this.transports.get(id) ?? missing(id);
  }

  #producer(id: string): FakeProducer {
    return this.producers.get(id) ?? missing(id);
  }

  #consumer(id: string): FakeConsumer {
    return this.consumers.get(id) ?? missing(id);
  }
}

function missing(what: string): never {
  throw new RefusedByBridge('not-found', `no ${what}`);
}
