import { ortc, setLogEventListeners, version } from 'mediasoup';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { SendingAllowance } from '../../domain/media/flood.ts';
import type { WorkerId } from '../../domain/media/links.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import { decodableOf } from '../media/decodable.ts';
import { RefusedByBridge } from '../media/media-bridge.ts';
import type {
  BridgeConsumer,
  BridgeEvent,
  BridgeTransport,
  TransportConnection,
  ConsumerId,
  LineFigures,
  MediaBridge,
  MediaKind,
  Note,
  Opaque,
  BridgePlace,
  Preference,
  ProducerId,
  ProducerOptions,
  TransportId,
  TransportOptions,
} from '../media/media-bridge.ts';
import type { BridgeInventory } from '../media/trunk-ends.ts';
import type { MediaStats, WorkerStats } from '../observability/metrics.ts';
import { Connections } from './connections.ts';
import { FloodWatch } from './flood-watch.ts';
import type { Flooded } from './flood-watch.ts';
import { keyFrameRequestDelay } from './keyframes.ts';
import { measureLine } from './lines.ts';
import { mirror } from './links.ts';
import { Listeners } from './listeners.ts';
import { parseRtpCapabilities, parseRtpParameters } from './parameters.ts';
import { withoutOrphans } from './orphans.ts';
import { Producers } from './producers.ts';
import { asked, missing, unlessClosed } from './refusals.ts';
import { Routers } from './routers.ts';
import { connectTransport, describe, openPlain, openWebRtc, reaches, stateOf } from './transports.ts';
import type { ClientTransport, TransportSettings } from './transports.ts';
import { Trunks } from './trunks.ts';
import { WorkerPool } from './worker-pool.ts';
import type { ListenOptions } from './worker-pool.ts';

export interface Codec {
  readonly kind: MediaKind;
  readonly mimeType: string;
  readonly clockRate: number;
  readonly channels?: number | undefined;
  readonly parameters?: Readonly<Record<string, string | number>> | undefined;
}

/** The version of mediasoup, whose worker runs here. */
export const mediasoupVersion: string = version;

/**
 * The section `media` of the configuration has this shape, except `allowances`, which are derived from it.
 */
export interface BridgeOptions extends TransportSettings {
  readonly workers: number;
  /** Begins the ids of the workers, where several bridges must not have the same; default none. */
  readonly workerPrefix?: string;
  /** Called when a worker runs that did not before. */
  readonly onStarted?: () => void;
  readonly listen: ListenOptions;
  /** Where other bridges send their streams. */
  readonly trunkPorts: { readonly min: number; readonly max: number };
  readonly codecs: readonly Codec[];
  /** Whether lost audio packets are retransmitted to receivers. */
  readonly resendsSound: boolean;
  /** The limits per stream of each kind; a stream that exceeds them by far is closed. */
  readonly allowances: Readonly<Record<MediaKind, SendingAllowance>>;
  /** The time after which a media connection of a client has failed; default 15 s. */
  readonly connectionWithinMs?: number;
  /** Path of the worker's program. Undefined: mediasoup's own. */
  readonly workerBin: string | undefined;
  /** The nice value of the workers. Undefined: the one of this process. */
  readonly priority?: number | undefined;
  readonly logger: Logger;
}

interface OpenTransport {
  readonly transport: ClientTransport;
  readonly place: BridgePlace;
  readonly loudness: types.AudioLevelObserver;
  readonly rtpCapabilities: types.RtpCapabilities | undefined;
  readonly consumers: Set<types.Consumer>;
  note: Note;
}

interface OpenConsumer {
  readonly consumer: types.Consumer;
  readonly transportId: TransportId;
  readonly place: BridgePlace;
  preference: Preference;
}

interface Parts {
  readonly pool: WorkerPool;
  readonly listeners: Listeners;
  readonly mediaCodecs: types.RouterRtpCodecCapability[];
  readonly routerRtpCapabilities: types.RouterRtpCapabilities;
}

/** More layers than exist: mediasoup then takes the highest layer of the stream. */
const highestLayer = 255;

/** A media host in this process: mediasoup workers on this machine. */
export class Bridge implements MediaBridge {
  readonly routerRtpCapabilities: Opaque;
  readonly outlives = false;
  /** The workers of this process are never behind another line than the process itself. */
  readonly away = (): readonly WorkerId[] => [];
  readonly heardOf = (): void => undefined;
  /** Its ends of the trunks to other bridges. */
  readonly trunks: Trunks;
  readonly #options: BridgeOptions;
  readonly #pool: WorkerPool;
  readonly #routers: Routers;
  readonly #transports = new Map<TransportId, OpenTransport>();
  readonly #producers: Producers;
  readonly #consumers = new Map<ConsumerId, OpenConsumer>();
  readonly #listeners: Listeners;
  readonly #floodWatch: FloodWatch;
  readonly #connections: Connections;
  readonly #floods: Record<Flooded['what'], number> = { audio: 0, video: 0, line: 0 };

  private constructor(
    options: BridgeOptions,
    { pool, listeners, mediaCodecs, routerRtpCapabilities }: Parts,
  ) {
    this.#options = options;
    this.#pool = pool;
    this.#producers = new Producers(options.logger);
    this.#connections = new Connections(options.logger, options.connectionWithinMs);
    this.#listeners = listeners;
    this.#floodWatch = new FloodWatch({
      ...options,
      onFlood: (flooded) => this.#flooded(flooded),
      onCount: ({ id: producerId }, { conferenceId }, count) =>
        listeners.tell(conferenceId, { type: 'counted', producerId, count }),
    });
    this.#routers = new Routers({
      pool,
      mediaCodecs,
      internalPorts: options.internalPorts,
      onLoudness: ({ conferenceId, workerId }, loudest) =>
        listeners.tell(conferenceId, { type: 'loudness', workerId, loudest }),
    });
    this.trunks = new Trunks({ ...options, routers: this.#routers, producers: this.#producers });
    this.routerRtpCapabilities = routerRtpCapabilities;
  }

  /** Rejects when a worker cannot start or listen, or when mediasoup does not know a codec. */
  static async start(options: BridgeOptions): Promise<Bridge> {
    const logger = options.logger.child({ part: 'mediasoup' });
    // mediasoup has one log per process; with several bridges in one process (tests), the
    // last bridge receives it.
    setLogEventListeners({
      onwarn: (namespace, text) => logger.warn({ namespace }, text),
      onerror: (namespace, text, error) => {
        // Not errors: a request for a stream that ends in the meantime (its caller receives the rejection),
        // and a worker that still writes to a pipe that this process has closed.
        const crossed = / not found|broken pipe/.test(text);
        logger[crossed ? 'debug' : 'error']({ namespace, err: error }, text);
      },
    });
    const mediaCodecs = options.codecs.map(toMediaCodec);
    // Before any worker starts, because this throws where mediasoup cannot forward one of the codecs.
    const routerRtpCapabilities = ortc.generateRouterRtpCapabilities(mediaCodecs);
    const listeners = new Listeners();
    const onDied = (workerId: WorkerId): void => listeners.tellAll({ type: 'workerDied', workerId });
    const pool = await WorkerPool.start({ ...options, onDied });
    return new Bridge(options, { pool, listeners, mediaCodecs, routerRtpCapabilities });
  }

  workers(): readonly WorkerId[] {
    return this.#pool.ids();
  }

  spare(): readonly WorkerId[] {
    return [];
  }

  leaving(): readonly WorkerId[] {
    return [];
  }

  giveUpIdle(): void {}

  watch(conferenceId: ConferenceId, listener: (event: BridgeEvent) => void): () => void {
    return this.#listeners.add(conferenceId, listener);
  }

  /** Calls back when a worker has died. */
  watchWorkers(listener: () => void): () => void {
    return this.#listeners.add('', listener);
  }

  decodable(rtpCapabilities: Opaque): readonly string[] {
    return decodableOf({ ...parseRtpCapabilities(rtpCapabilities) });
  }

  async openTransport(place: BridgePlace, options: TransportOptions): Promise<BridgeTransport> {
    const rtpCapabilities =
      options.direction === 'receive' ? parseRtpCapabilities(options.rtpCapabilities) : undefined;
    const running = this.#pool.get(place.workerId);
    if (running === undefined) throw new RefusedByBridge('unavailable', `no worker ${place.workerId}`);
    const { router, loudness } = await this.#routers.at(place);
    const transport = await (options.kind === 'webrtc'
      ? openWebRtc(router, running.webRtcServer, options, this.#options)
      : openPlain(router, options.direction, this.#options));
    this.#transports.set(transport.id, {
      transport,
      place,
      loudness,
      rtpCapabilities,
      consumers: new Set(),
      note: options.note ?? {},
    });
    const { observer }: types.Transport = transport;
    observer.once('close', () => this.#transports.delete(transport.id));
    this.#floodWatch.add(transport, place);
    if (transport.type === 'webrtc') this.#watchHandshake(transport, place);
    return describe(transport);
  }

  #flooded(flooded: Flooded): void {
    this.#floods[flooded.what] += 1;
    this.#listeners.tell(
      flooded.place.conferenceId,
      flooded.what === 'line'
        ? { type: 'transportClosed', transportId: flooded.transport.id, reason: 'flood' }
        : { type: 'producerClosed', producerId: flooded.producer.id, reason: 'flood' },
    );
  }

  /**
   * Watches DTLS only, not ICE. A client that was cut off notices it first, and restarts ICE on the same
   * transport; until then mediasoup sends it nothing. A client that never returns is detected at its socket,
   * and its transport closes with its participant.
   */
  #watchHandshake(transport: types.WebRtcTransport, { conferenceId }: BridgePlace): void {
    transport.on('dtlsstatechange', (state) => {
      if (state !== 'failed' && state !== 'closed') return;
      transport.close();
      this.#listeners.tell(conferenceId, {
        type: 'transportClosed',
        transportId: transport.id,
        reason: state,
      });
    });
  }

  async connectTransport(transportId: TransportId, connection: TransportConnection): Promise<void> {
    const { transport, note } = this.#transport(transportId);
    await asked(transport, connectTransport(transport, connection));
    if (transport.type === 'webrtc') this.#connections.watch(transport, note['participantId']);
  }

  async restartIce(transportId: TransportId): Promise<Opaque> {
    const { transport } = this.#transport(transportId);
    if (transport.type !== 'webrtc') throw new RefusedByBridge('invalid-request', 'plain RTP has no ICE');
    return asked(transport, transport.restartIce());
  }

  closeTransport(transportId: TransportId): void {
    this.#transports.get(transportId)?.transport.close();
  }

  note(transportId: TransportId, note: Note): void {
    const open = this.#transports.get(transportId);
    if (open) open.note = note;
  }

  async measureLine(transportId: TransportId): Promise<LineFigures> {
    const { transport, consumers } = this.#transport(transportId);
    return asked(transport, measureLine(transport, consumers));
  }

  async produce(
    transportId: TransportId,
    kind: MediaKind,
    rtpParameters: Opaque,
    { source, isMeasured = true }: ProducerOptions = {},
  ): Promise<ProducerId> {
    const { transport, place, loudness } = this.#transport(transportId);
    const parsed = parseRtpParameters(rtpParameters);
    const producer = await asked(
      transport,
      transport.produce({ kind, rtpParameters: parsed, paused: true, keyFrameRequestDelay }),
    );
    this.#producers.add(producer, place, { transportId, source });
    this.#floodWatch.addProducer(transport, producer);
    if (kind === 'audio' && isMeasured) this.#measure(producer, loudness);
    return producer.id;
  }

  #measure(producer: types.Producer, loudness: types.AudioLevelObserver): void {
    loudness.addProducer({ producerId: producer.id }).catch((error: unknown) => {
      // Gone with its worker, or closed in the meantime: nothing to report.
      if (producer.closed) return;
      this.#options.logger.error(
        { err: error, producerId: producer.id },
        'the loudness of a microphone is unknown',
      );
    });
  }

  pauseProducer(producerId: ProducerId): Promise<void> {
    return this.#producers.setPaused(producerId, true);
  }

  resumeProducer(producerId: ProducerId): Promise<void> {
    return this.#producers.setPaused(producerId, false);
  }

  closeProducer(producerId: ProducerId): void {
    this.#producers.close(producerId);
  }

  async link(producerId: ProducerId, to: BridgePlace): Promise<ProducerId> {
    const original = this.#producers.get(producerId);
    const { near, far } = await this.#routers.pipe(to.conferenceId, original.place.workerId, to.workerId);
    const producer = await mirror(original.producer, near, far);
    this.#producers.addCopy(original, producer, to);
    return producer.id;
  }

  async consume(
    transportId: TransportId,
    producerId: ProducerId,
    preference: Preference,
  ): Promise<BridgeConsumer> {
    const { layer, frames, priority } = preference;
    const { transport, place, rtpCapabilities, consumers } = this.#transport(transportId);
    if (rtpCapabilities === undefined) {
      throw new RefusedByBridge('invalid-request', 'this transport only sends');
    }
    const source = this.#producers.get(producerId);
    if (source.place.workerId !== place.workerId) missing(`producer ${producerId}`);
    const { kind } = source.producer;
    const consumer = await asked(
      transport,
      transport.consume({
        producerId,
        rtpCapabilities,
        paused: true,
        enableRtx: kind === 'video' || this.#options.resendsSound,
        ...((layer !== null || frames !== undefined) && { preferredLayers: preferredLayers(layer, frames) }),
      }),
    );
    this.#consumers.set(consumer.id, { consumer, transportId, place, preference });
    consumers.add(consumer);
    consumer.observer.once('close', () => {
      this.#consumers.delete(consumer.id);
      consumers.delete(consumer);
    });
    // 1 is mediasoup's default.
    if (consumer.kind === 'video' && priority > 1) {
      await unlessClosed(consumer, consumer.setPriority(priority));
    }
    return { consumerId: consumer.id, rtpParameters: consumer.rtpParameters };
  }

  async resumeConsumer(consumerId: ConsumerId): Promise<void> {
    const { consumer } = this.#consumer(consumerId);
    await unlessClosed(consumer, consumer.resume());
  }

  async pauseConsumer(consumerId: ConsumerId): Promise<void> {
    const { consumer } = this.#consumer(consumerId);
    await unlessClosed(consumer, consumer.pause());
  }

  async prefer(consumerId: ConsumerId, preference: Preference): Promise<void> {
    const open = this.#consumer(consumerId);
    const { consumer } = open;
    const { layer, frames, priority } = preference;
    open.preference = preference;
    // Audio has one layer, and congestion control does not reduce it.
    if (consumer.kind === 'audio') return;
    const layered = consumer.type === 'simulcast' || consumer.type === 'svc';
    await unlessClosed(
      consumer,
      Promise.all([
        consumer.setPriority(priority),
        ...(layered ? [consumer.setPreferredLayers(preferredLayers(layer, frames))] : []),
      ]),
    );
  }

  async requestKeyframe(consumerId: ConsumerId): Promise<void> {
    const { consumer } = this.#consumer(consumerId);
    await unlessClosed(consumer, consumer.requestKeyFrame());
  }

  closeConsumer(consumerId: ConsumerId): void {
    this.#consumers.get(consumerId)?.consumer.close();
  }

  async received(producerId: ProducerId): Promise<{ packets: number; lost: number; jitter: number }> {
    const [inbound] = await this.#producers.get(producerId).producer.getStats();
    return {
      packets: inbound?.packetCount ?? 0,
      lost: inbound?.packetsLost ?? 0,
      jitter: inbound?.jitter ?? 0,
    };
  }

  async sent(consumerId: ConsumerId): Promise<{ packets: number; bytes: number; lost: number }> {
    const stats = await this.#consumer(consumerId).consumer.getStats();
    const outbound = stats.find(({ type }) => type === 'outbound-rtp');
    return {
      packets: outbound?.packetCount ?? 0,
      bytes: outbound?.byteCount ?? 0,
      lost: outbound?.packetsLost ?? 0,
    };
  }

  closeConference(conferenceId: ConferenceId): void {
    this.#routers.close(conferenceId);
  }

  letGo(conferenceId: ConferenceId): void {
    this.closeConference(conferenceId);
  }

  /** The conferences that have something open here. */
  conferences(): ReadonlySet<ConferenceId> {
    return new Set([...this.#transports.values()].map(({ place }) => place.conferenceId));
  }

  /** The conference of a transport, a trunk, a producer or a consumer. */
  conferenceOf(id: string): ConferenceId | undefined {
    const open = this.#transports.get(id) ?? this.#producers.find(id) ?? this.#consumers.get(id);
    return open?.place.conferenceId ?? this.trunks.conferenceOf(id);
  }

  inventory(conferenceId: ConferenceId): BridgeInventory {
    const isHere = ({ place }: { readonly place: BridgePlace }): boolean =>
      place.conferenceId === conferenceId;
    return withoutOrphans({
      transports: [...this.#transports.values()]
        .filter(isHere)
        .map(({ transport, place, rtpCapabilities, note }) => ({
          transportId: transport.id,
          workerId: place.workerId,
          direction: rtpCapabilities === undefined ? 'send' : 'receive',
          isReceiving: rtpCapabilities !== undefined && reaches(transport),
          decodable: rtpCapabilities === undefined ? [] : decodableOf({ ...rtpCapabilities }),
          note,
        })),
      ...this.#producers.inventory(conferenceId),
      ...this.trunks.inventory(conferenceId),
      consumers: [...this.#consumers.values()]
        .filter(isHere)
        .map(({ consumer, transportId, preference }) => ({
          consumerId: consumer.id,
          transportId,
          producerId: consumer.producerId,
          preference,
          isPaused: consumer.paused,
        })),
    });
  }

  /** Counts of what is open, without links: a link transports a stream but is not another stream. */
  mediaStats(): MediaStats {
    const transports = { new: 0, connecting: 0, connected: 0, disconnected: 0, failed: 0 };
    const consumers = { audio: 0, video: 0 };
    for (const { transport } of this.#transports.values()) transports[stateOf(transport)] += 1;
    for (const { consumer } of this.#consumers.values()) consumers[consumer.kind] += 1;
    return {
      routers: this.#routers.count,
      transports,
      producers: this.#producers.count(),
      consumers,
      connections: this.#connections.counts,
      floods: { ...this.#floods },
    };
  }

  workerStats(): readonly WorkerStats[] {
    return this.#pool.stats();
  }

  workerPids(): ReadonlyMap<WorkerId, number> {
    return this.#pool.pids();
  }

  /** Ends the workers, and with them everything that is open. Idempotent. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#floodWatch.close();
    await this.#pool.close();
  }

  #transport(transportId: TransportId): OpenTransport {
    return this.#transports.get(transportId) ?? missing(`transport ${transportId}`);
  }

  #consumer(consumerId: ConsumerId): OpenConsumer {
    return this.#consumers.get(consumerId) ?? missing(`consumer ${consumerId}`);
  }
}

const preferredLayers = (layer: number | null, frames: number | undefined): types.ConsumerLayers => ({
  spatialLayer: layer ?? highestLayer,
  ...(frames !== undefined && { temporalLayer: frames }),
});

const toMediaCodec = (codec: Codec): types.RouterRtpCodecCapability => ({
  kind: codec.kind,
  mimeType: codec.mimeType,
  clockRate: codec.clockRate,
  ...(codec.channels !== undefined && { channels: codec.channels }),
  ...(codec.parameters !== undefined && { parameters: { ...codec.parameters } }),
});
