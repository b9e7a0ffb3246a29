import { ortc, setLogEventListeners, version } from 'mediasoup';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { WorkerId } from '../../domain/media/plan.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import { RefusedByBridge } from '../media/media-bridge.ts';
import type {
  BridgeConsumer,
  BridgeEvent,
  BridgeTransport,
  Connection,
  ConsumerId,
  MediaBridge,
  MediaKind,
  Opaque,
  Place,
  ProducerId,
  TransportId,
  TransportOptions,
} from '../media/media-bridge.ts';
import type { MediaStats, WorkerStats } from '../observability/metrics.ts';
import { mirror } from './links.ts';
import { parseRtpCapabilities, parseRtpParameters } from './parameters.ts';
import { Routers } from './routers.ts';
import { connect, describe, openPlain, openWebRtc, stateOf } from './transports.ts';
import type { ClientTransport, TransportSettings } from './transports.ts';
import { WorkerPool } from './worker-pool.ts';
import type { ListenOptions } from './worker-pool.ts';

export interface Codec {
  readonly kind: MediaKind;
  readonly mimeType: string;
  readonly clockRate: number;
  readonly channels?: number | undefined;
  readonly parameters?: Readonly<Record<string, string | number>> | undefined;
}

/** Whose worker runs here. */
export const mediasoupVersion: string = version;

/** The section `media` of the configuration has this shape. */
export interface BridgeOptions extends TransportSettings {
  readonly workers: number;
  readonly listen: ListenOptions;
  readonly codecs: readonly Codec[];
  /** The worker's program; undefined takes mediasoup's own. */
  readonly workerBin: string | undefined;
  readonly logger: Logger;
}

interface OpenTransport {
  readonly transport: ClientTransport;
  readonly place: Place;
  readonly rtpCapabilities: types.RtpCapabilities | undefined;
}

interface OpenProducer {
  readonly producer: types.Producer;
  readonly place: Place;
  /** Whether it is the far end of a link, and no participant's own. */
  readonly linked: boolean;
}

/** A media host in this process: mediasoup workers on this machine. */
export class Bridge implements MediaBridge {
  readonly routerRtpCapabilities: Opaque;
  readonly #options: BridgeOptions;
  readonly #pool: WorkerPool;
  readonly #routers: Routers;
  readonly #transports = new Map<TransportId, OpenTransport>();
  readonly #producers = new Map<ProducerId, OpenProducer>();
  readonly #consumers = new Map<ConsumerId, types.Consumer>();
  readonly #listeners: Listeners;

  private constructor(options: BridgeOptions, pool: WorkerPool, listeners: Listeners) {
    const mediaCodecs = options.codecs.map(toMediaCodec);
    this.#options = options;
    this.#pool = pool;
    this.#listeners = listeners;
    this.#routers = new Routers({ pool, mediaCodecs, internalPorts: options.internalPorts });
    this.routerRtpCapabilities = ortc.generateRouterRtpCapabilities(mediaCodecs);
  }

  /** Rejects where a worker cannot be started or cannot listen. */
  static async start(options: BridgeOptions): Promise<Bridge> {
    const logger = options.logger.child({ part: 'mediasoup' });
    // mediasoup has one log for the whole process; with several bridges in it (tests) the last one hears it.
    setLogEventListeners({
      onwarn: (namespace, text) => logger.warn({ namespace }, text),
      onerror: (namespace, text, error) => {
        // A stream that ends while it is asked for something: whoever asked hears it, and nothing is wrong.
        const crossed = / not found/.test(text);
        logger[crossed ? 'debug' : 'error']({ namespace, error }, text);
      },
    });
    const listeners = new Listeners();
    const onDied = (workerId: WorkerId): void => listeners.tellAll({ type: 'workerDied', workerId });
    return new Bridge(options, await WorkerPool.start({ ...options, onDied }), listeners);
  }

  workers(): readonly WorkerId[] {
    return this.#pool.ids();
  }

  watch(conferenceId: ConferenceId, listener: (event: BridgeEvent) => void): () => void {
    return this.#listeners.add(conferenceId, listener);
  }

  async openTransport(place: Place, options: TransportOptions): Promise<BridgeTransport> {
    const rtpCapabilities =
      options.direction === 'receive' ? parseRtpCapabilities(options.rtpCapabilities) : undefined;
    const running = this.#pool.get(place.workerId);
    if (running === undefined) throw new RefusedByBridge('unavailable', `no worker ${place.workerId}`);
    const router = await this.#routers.at(place);
    const transport = await (options.kind === 'webrtc'
      ? openWebRtc(router, running.webRtcServer, options.direction, this.#options)
      : openPlain(router, options.direction, this.#options));
    this.#transports.set(transport.id, { transport, place, rtpCapabilities });
    const { observer }: types.Transport = transport;
    observer.once('close', () => this.#transports.delete(transport.id));
    if (transport.type === 'webrtc') this.#watchHandshake(transport, place);
    return describe(transport);
  }

  #watchHandshake(transport: types.WebRtcTransport, { conferenceId }: Place): void {
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

  async connectTransport(transportId: TransportId, connection: Connection): Promise<void> {
    const { transport } = this.#transport(transportId);
    await asked(transport, connect(transport, connection));
  }

  async restartIce(transportId: TransportId): Promise<Opaque> {
    const { transport } = this.#transport(transportId);
    if (transport.type !== 'webrtc') throw new RefusedByBridge('invalid-request', 'plain RTP has no ICE');
    return asked(transport, transport.restartIce());
  }

  closeTransport(transportId: TransportId): void {
    this.#transports.get(transportId)?.transport.close();
  }

  async produce(transportId: TransportId, kind: MediaKind, rtpParameters: Opaque): Promise<ProducerId> {
    const { transport, place } = this.#transport(transportId);
    const parsed = parseRtpParameters(rtpParameters);
    const producer = await asked(transport, transport.produce({ kind, rtpParameters: parsed, paused: true }));
    this.#keepProducer({ producer, place, linked: false });
    return producer.id;
  }

  async pauseProducer(producerId: ProducerId): Promise<void> {
    const { producer } = this.#producer(producerId);
    await unlessClosed(producer, producer.pause());
  }

  async resumeProducer(producerId: ProducerId): Promise<void> {
    const { producer } = this.#producer(producerId);
    await unlessClosed(producer, producer.resume());
  }

  closeProducer(producerId: ProducerId): void {
    this.#producers.get(producerId)?.producer.close();
  }

  async link(producerId: ProducerId, to: Place): Promise<ProducerId> {
    const { producer, place } = this.#producer(producerId);
    const { near, far } = await this.#routers.pipe(to.conferenceId, place.workerId, to.workerId);
    const copy = await mirror(producer, near, far, this.#options.logger);
    this.#keepProducer({ producer: copy, place: to, linked: true });
    return copy.id;
  }

  async consume(
    transportId: TransportId,
    producerId: ProducerId,
    layer: number | null,
  ): Promise<BridgeConsumer> {
    const { transport, rtpCapabilities } = this.#transport(transportId);
    if (rtpCapabilities === undefined) {
      throw new RefusedByBridge('invalid-request', 'this transport only sends');
    }
    this.#producer(producerId);
    const consumer = await asked(
      transport,
      transport.consume({
        producerId,
        rtpCapabilities,
        paused: true,
        ...(layer !== null && { preferredLayers: { spatialLayer: layer } }),
      }),
    );
    this.#consumers.set(consumer.id, consumer);
    consumer.observer.once('close', () => this.#consumers.delete(consumer.id));
    return { consumerId: consumer.id, rtpParameters: consumer.rtpParameters };
  }

  async resumeConsumer(consumerId: ConsumerId): Promise<void> {
    const consumer = this.#consumer(consumerId);
    await unlessClosed(consumer, consumer.resume());
  }

  async pauseConsumer(consumerId: ConsumerId): Promise<void> {
    const consumer = this.#consumer(consumerId);
    await unlessClosed(consumer, consumer.pause());
  }

  async setLayer(consumerId: ConsumerId, layer: number): Promise<void> {
    const consumer = this.#consumer(consumerId);
    await unlessClosed(consumer, consumer.setPreferredLayers({ spatialLayer: layer }));
  }

  async requestKeyframe(consumerId: ConsumerId): Promise<void> {
    const consumer = this.#consumer(consumerId);
    await unlessClosed(consumer, consumer.requestKeyFrame());
  }

  closeConsumer(consumerId: ConsumerId): void {
    this.#consumers.get(consumerId)?.close();
  }

  async sent(consumerId: ConsumerId): Promise<{ packets: number; bytes: number }> {
    const stats = await this.#consumer(consumerId).getStats();
    const outbound = stats.find(({ type }) => type === 'outbound-rtp');
    return { packets: outbound?.packetCount ?? 0, bytes: outbound?.byteCount ?? 0 };
  }

  closeConference(conferenceId: ConferenceId): void {
    this.#routers.close(conferenceId);
  }

  /** Counts of what is open, links left out: they are how streams travel, not more streams. */
  mediaStats(): MediaStats {
    const transports = { new: 0, connecting: 0, connected: 0, disconnected: 0, failed: 0 };
    const producers = { audio: 0, video: 0 };
    const consumers = { audio: 0, video: 0 };
    for (const { transport } of this.#transports.values()) transports[stateOf(transport)] += 1;
    for (const { producer, linked } of this.#producers.values()) if (!linked) producers[producer.kind] += 1;
    for (const consumer of this.#consumers.values()) consumers[consumer.kind] += 1;
    return { routers: this.#routers.count, transports, producers, consumers };
  }

  workerStats(): readonly WorkerStats[] {
    return this.#pool.stats();
  }

  workerPids(): ReadonlyMap<WorkerId, number> {
    return this.#pool.pids();
  }

  /** Ends the workers, and with them everything that is open. Idempotent. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.close();
  }

  #keepProducer(open: OpenProducer): void {
    const { producer } = open;
    this.#producers.set(producer.id, open);
    producer.observer.once('close', () => this.#producers.delete(producer.id));
  }

  #transport(transportId: TransportId): OpenTransport {
    return this.#transports.get(transportId) ?? missing(`transport ${transportId}`);
  }

  #producer(producerId: ProducerId): OpenProducer {
    return this.#producers.get(producerId) ?? missing(`producer ${producerId}`);
  }

  #consumer(consumerId: ConsumerId): types.Consumer {
    return this.#consumers.get(consumerId) ?? missing(`consumer ${consumerId}`);
  }
}

/** Who listens to which conference. */
class Listeners {
  readonly #byConference = new Map<ConferenceId, Set<(event: BridgeEvent) => void>>();

  add(conferenceId: ConferenceId, listener: (event: BridgeEvent) => void): () => void {
    const listeners = this.#byConference.get(conferenceId) ?? new Set();
    this.#byConference.set(conferenceId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#byConference.delete(conferenceId);
    };
  }

  tell(conferenceId: ConferenceId, event: BridgeEvent): void {
    for (const listener of this.#byConference.get(conferenceId) ?? []) listener(event);
  }

  tellAll(event: BridgeEvent): void {
    for (const conferenceId of this.#byConference.keys()) this.tell(conferenceId, event);
  }
}

/**
 * mediasoup and its worker reject parameters that they cannot accept with errors of several kinds. On a transport that
 * still stands they all mean that the request was wrong; on one that is gone, that its worker died meanwhile.
 */
async function asked<Result>(transport: ClientTransport, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof RefusedByBridge) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new RefusedByBridge(transport.closed ? 'unavailable' : 'invalid-request', message, { cause });
  }
}

/** A stream that ended while its worker was asked for something is simply not there any more. */
async function unlessClosed(stream: types.Producer | types.Consumer, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    if (stream.closed) missing(stream.id);
    throw cause;
  }
}

function missing(what: string): never {
  throw new RefusedByBridge('not-found', `no ${what}`);
}

const toMediaCodec = (codec: Codec): types.RouterRtpCodecCapability => ({
  kind: codec.kind,
  mimeType: codec.mimeType,
  clockRate: codec.clockRate,
  ...(codec.channels !== undefined && { channels: codec.channels }),
  ...(codec.parameters !== undefined && { parameters: { ...codec.parameters } }),
});
