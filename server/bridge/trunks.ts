import { lookup } from 'node:dns/promises';
import { parseScalabilityMode } from 'mediasoup';
import type { types } from 'mediasoup';
import type { ConferenceId } from '../../protocol/ids.ts';
import { RefusedByBridge } from '../media/media-bridge.ts';
import type { BridgePlace, MediaKind, Opaque, ProducerId } from '../media/media-bridge.ts';
import type { BridgeInventory, Carried, TrunkEnd, TrunkId } from '../media/trunk-ends.ts';
import { keyFrameRequestDelay } from './keyframes.ts';
import { parseRtpParameters, parseSrtpParameters } from './parameters.ts';
import type { Producers } from './producers.ts';
import { asked, missing, unlessClosed } from './refusals.ts';
import type { Routers } from './routers.ts';
import { UpperLayers } from './upper-layers.ts';
import type { ListenOptions } from './worker-pool.ts';

interface TrunksOptions {
  readonly routers: Routers;
  readonly producers: Producers;
  /** The addresses at which this bridge is reached, by rooms and by other bridges. */
  readonly listen: Pick<ListenOptions, 'ip' | 'announcedAddress'>;
  readonly trunkPorts: { readonly min: number; readonly max: number };
  readonly resendsSound: boolean;
}

interface OpenTrunk {
  readonly place: BridgePlace;
  readonly direction: 'send' | 'receive';
  readonly kind: MediaKind;
  readonly router: types.Router;
  readonly transport: types.PlainTransport;
  readonly carriers: Map<ProducerId, Carrier>;
  readonly uppers: UpperLayers;
  /** What each stream that arrives is a copy of. */
  readonly arrivals: Map<ProducerId, string>;
}

/** What sends one producer: one consumer for each layer, or one for all layers where they are one stream. */
interface Carrier {
  readonly consumers: readonly types.Consumer[];
  readonly layers: number;
  /** Those that were last asked to run, by index. */
  running: ReadonlySet<number>;
}

/** Of mediasoup. */
const highestPriority = 255;
const midExtension = 'urn:ietf:params:rtp-hdrext:sdes:mid';

/**
 * The ends of trunks that this bridge has: plain transports with SRTP, whose keys the control process passes from one
 * bridge to the other. The end that sends knows the other's address. The end that receives takes the address of the
 * first packet with the right keys, and nothing from elsewhere.
 *
 * Plain transports have an estimate of their bandwidth, pipes have none: on a line of 700 kbit/s a pipe lost 2,441 of
 * 3,700 packets, and a plain transport 84 of 758, because it fell to a small layer.
 */
export class Trunks {
  readonly #options: TrunksOptions;
  readonly #open = new Map<TrunkId, OpenTrunk>();

  constructor(options: TrunksOptions) {
    this.#options = options;
  }

  conferenceOf(trunkId: TrunkId): ConferenceId | undefined {
    return this.#open.get(trunkId)?.place.conferenceId;
  }

  /** Opens the end that receives. Nothing arrives before `admit`. */
  async accept(place: BridgePlace, trunkId: TrunkId, kind: MediaKind): Promise<TrunkEnd> {
    const { tuple, srtpParameters } = await this.#openEnd(place, trunkId, kind, 'receive');
    return { ip: tuple.localAddress, port: tuple.localPort, keys: { ...srtpParameters } };
  }

  /** Opens the end that sends, to the end that `accept` has opened on the other bridge. */
  async open(place: BridgePlace, trunkId: TrunkId, kind: MediaKind, to: TrunkEnd): Promise<TrunkEnd> {
    const srtpParameters = parseSrtpParameters(to.keys);
    const { address } = await lookup(to.ip).catch((cause: unknown) => {
      throw new RefusedByBridge('unavailable', `the address ${to.ip} of a bridge is unknown`, { cause });
    });
    const transport = await this.#openEnd(place, trunkId, kind, 'send');
    await asked(transport, transport.connect({ ip: address, port: to.port, srtpParameters }));
    const { localAddress: ip, localPort: port } = transport.tuple;
    return { ip, port, keys: { ...transport.srtpParameters } };
  }

  /** From now on the end that receives accepts packets with these keys, and no others. */
  async admit(trunkId: TrunkId, keys: Opaque): Promise<void> {
    const { transport } = this.#trunk(trunkId, 'receive');
    await asked(transport, transport.connect({ srtpParameters: parseSrtpParameters(keys) }));
  }

  /** Closes this end, and what it carries. */
  close(trunkId: TrunkId): void {
    this.#open.get(trunkId)?.transport.close();
  }

  /** Prepares to send a producer. No layer is sent before `setLayers`. */
  async carry(trunkId: TrunkId, producerId: ProducerId): Promise<Carried> {
    const { transport, carriers, kind, place, router } = this.#trunk(trunkId, 'send');
    const source = this.#options.producers.get(producerId);
    if (source.place.workerId !== place.workerId) missing(`producer ${producerId}`);
    const { producer } = source;
    if (producer.kind !== kind) throw new RefusedByBridge('invalid-request', `a trunk for ${kind} only`);
    if (carriers.has(producerId)) throw new RefusedByBridge('invalid-request', 'it is carried already');
    const encodings = producer.rtpParameters.encodings ?? [];
    const isSimulcast = producer.type === 'simulcast';
    const carrier: Carrier = {
      consumers: await Promise.all(
        Array.from({ length: isSimulcast ? encodings.length : 1 }, (_, spatialLayer) =>
          asked(
            transport,
            transport.consume({
              producerId,
              // In full, so that the estimate of the bandwidth gets its feedback.
              rtpCapabilities: router.rtpCapabilities,
              paused: true,
              enableRtx: kind === 'video' || this.#options.resendsSound,
              ...(isSimulcast && { preferredLayers: { spatialLayer } }),
            }),
          ),
        ),
      ),
      layers: isSimulcast
        ? encodings.length
        : parseScalabilityMode(encodings[0]?.scalabilityMode).spatialLayers,
      running: new Set(),
    };
    const [first] = carrier.consumers;
    // Where not all fits, the smallest ones go first.
    if (isSimulcast && first !== undefined) await asked(transport, first.setPriority(highestPriority));
    if (first === undefined || carrier.consumers.some(({ closed }) => closed))
      return missing(`producer ${producerId}`);
    carriers.set(producerId, carrier);
    first.observer.once('close', () => carriers.delete(producerId));
    return { kind, layers: carrier.layers, rtpParameters: parametersOf(carrier.consumers, encodings) };
  }

  /** Sends these layers of a producer; none: nothing is sent. */
  async setLayers(trunkId: TrunkId, producerId: ProducerId, layers: readonly number[]): Promise<void> {
    const { carriers, uppers } = this.#trunk(trunkId, 'send');
    const carrier = carriers.get(producerId) ?? missing(`carrier of ${producerId}`);
    const { consumers, running: before } = carrier;
    const running = new Set(consumers.length === 1 ? layers.slice(0, 1).map(() => 0) : layers);
    carrier.running = running;
    const [only] = consumers;
    if (only !== undefined && consumers.length === 1 && only.type === 'svc' && layers.length > 0) {
      await unlessClosed(only, only.setPreferredLayers({ spatialLayer: Math.max(...layers) }));
    }
    const ordered = [...running].toSorted((a, b) => a - b);
    await Promise.all(
      consumers.flatMap((consumer, layer) => {
        const runs = running.has(layer);
        if (runs === before.has(layer)) return [];
        if (!runs) return [uppers.drop(consumer)];
        const above = ordered[ordered.indexOf(layer) - 1];
        return [
          above === undefined ? unlessClosed(consumer, consumer.resume()) : uppers.want(consumer, above),
        ];
      }),
    );
  }

  /** Sends a producer no longer. */
  stop(trunkId: TrunkId, producerId: ProducerId): void {
    const carrier = this.#open.get(trunkId)?.carriers.get(producerId);
    for (const consumer of carrier?.consumers ?? []) consumer.close();
  }

  /**
   * Receives what `carry` sends. The result forwards whatever arrives: it is paused where it comes from.
   * @param of what it is a copy of, for the inventory
   */
  async arrive(trunkId: TrunkId, of: string, rtpParameters: Opaque): Promise<ProducerId> {
    const { transport, arrivals, kind, place } = this.#trunk(trunkId, 'receive');
    const parsed = parseRtpParameters(rtpParameters);
    const producer = await asked(
      transport,
      transport.produce({ kind, rtpParameters: parsed, keyFrameRequestDelay }),
    );
    this.#options.producers.addArrival(producer, place);
    arrivals.set(producer.id, of);
    producer.observer.once('close', () => arrivals.delete(producer.id));
    return producer.id;
  }

  /** The bytes of all packets since the trunk was opened. What arrived with other keys does not count. */
  async measure(trunkId: TrunkId): Promise<{ readonly sentBytes: number; readonly receivedBytes: number }> {
    const { transport } = this.#open.get(trunkId) ?? missing(`trunk ${trunkId}`);
    const [figures] = await asked(transport, transport.getStats());
    return { sentBytes: figures?.rtpBytesSent ?? 0, receivedBytes: figures?.rtpBytesReceived ?? 0 };
  }

  inventory(conferenceId: ConferenceId): Pick<BridgeInventory, 'trunks' | 'carried' | 'arrivals'> {
    const open = [...this.#open].filter(([, { place }]) => place.conferenceId === conferenceId);
    return {
      trunks: open.map(([trunkId, { place, direction, kind }]) => ({
        trunkId,
        workerId: place.workerId,
        direction,
        kind,
      })),
      carried: open.flatMap(([trunkId, { carriers }]) =>
        [...carriers].map(([producerId, { layers }]) => ({ trunkId, producerId, layers })),
      ),
      arrivals: open.flatMap(([trunkId, { arrivals }]) =>
        [...arrivals].map(([producerId, of]) => ({ trunkId, producerId, of })),
      ),
    };
  }

  async #openEnd(
    place: BridgePlace,
    trunkId: TrunkId,
    kind: MediaKind,
    direction: OpenTrunk['direction'],
  ): Promise<types.PlainTransport> {
    const { routers, listen, trunkPorts } = this.#options;
    const { router } = await routers.at(place);
    const transport = await router.createPlainTransport({
      listenInfo: {
        protocol: 'udp',
        ip: listen.ip,
        ...(listen.announcedAddress !== null && { announcedAddress: listen.announcedAddress }),
        portRange: { ...trunkPorts },
      },
      rtcpMux: true,
      comedia: direction === 'receive',
      enableSrtp: true,
      srtpCryptoSuite: 'AEAD_AES_256_GCM',
    });
    if (this.#open.has(trunkId)) {
      transport.close();
      throw new RefusedByBridge('invalid-request', 'a trunk has two ends, on two bridges');
    }
    const { observer }: types.Transport = transport;
    const uppers = new UpperLayers({
      loss: async () => (await transport.getStats())[0]?.rtpPacketLossSent ?? 0,
      now: () => performance.now(),
    });
    observer.once('close', () => {
      this.#open.delete(trunkId);
      uppers[Symbol.dispose]();
    });
    this.#open.set(trunkId, {
      place,
      direction,
      kind,
      router,
      transport,
      carriers: new Map(),
      uppers,
      arrivals: new Map(),
    });
    return transport;
  }

  #trunk(trunkId: TrunkId, direction: OpenTrunk['direction']): OpenTrunk {
    const trunk = this.#open.get(trunkId) ?? missing(`trunk ${trunkId}`);
    if (trunk.direction !== direction)
      throw new RefusedByBridge('invalid-request', `this end of the trunk does not ${direction}`);
    return trunk;
  }
}

/**
 * The streams of all consumers as one producer with an encoding for each. What a consumer says of its layers is left
 * out: it sends one of them.
 */
function parametersOf(
  consumers: readonly types.Consumer[],
  encodings: readonly types.RtpEncodingParameters[],
): Opaque {
  const [first] = consumers;
  return {
    codecs: first?.rtpParameters.codecs,
    headerExtensions: first?.rtpParameters.headerExtensions?.filter(({ uri }) => uri !== midExtension),
    encodings: consumers.flatMap(({ rtpParameters }, layer) => {
      const scalabilityMode = encodings[layer]?.scalabilityMode;
      return (rtpParameters.encodings ?? []).slice(0, 1).map(({ ssrc, rtx }) => ({
        ssrc,
        ...(rtx !== undefined && { rtx }),
        ...(scalabilityMode !== undefined && { scalabilityMode }),
      }));
    }),
    rtcp: first?.rtpParameters.rtcp,
  };
}
