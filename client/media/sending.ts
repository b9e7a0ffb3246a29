import type { types } from 'mediasoup-client';
import { isSound } from '../../domain/media/sources.ts';
import { sources } from '../../protocol/media.ts';
import type { Demand, JoinedMedia, Source } from '../../protocol/media.ts';
import { activeFlags, ceilingBps, highestLayer, slidesBps } from './supply.ts';

type VideoEncodings = JoinedMedia['encodings'];

interface Outlet {
  readonly device: types.Device;
  readonly transport: types.Transport;
  readonly encodings: VideoEncodings;
  /** Tells the server that a source has stopped. */
  readonly stopped: (source: Source) => Promise<unknown>;
}

/**
 * What a participant sends. A stream is negotiated as soon as there is a track for it, and flows only as far
 * as the server asks for it. Call from a task queue only: two operations must not run at once.
 */
export class Sending {
  /** The tracks that this participant means to send, whether or not they can be sent right now. */
  readonly #wanted = new Map<Source, MediaStreamTrack>();
  readonly #producers = new Map<Source, types.Producer>();
  /** Sources that the server has stopped: not sent again before `allow`, even if they are wanted. */
  readonly #stopped = new Set<Source>();
  #outlet: Outlet | undefined;
  /** Undefined until the server has sent its first demand. */
  demand: Demand | undefined;

  get producerIds(): Partial<Record<Source, string>> {
    return Object.fromEntries([...this.#producers].map(([source, { id }]) => [source, id]));
  }

  want(source: Source, track: MediaStreamTrack | undefined): void {
    if (track) this.#wanted.set(source, track);
    else this.#wanted.delete(source);
  }

  /** Sends the wanted tracks over this transport from now on. The microphone first: audio before video. */
  async begin(outlet: Outlet): Promise<void> {
    this.#outlet = outlet;
    for (const source of sources) await this.align(source);
  }

  /** Uses other encodings from now on; a camera that changes its codec is produced again. */
  async encode(encodings: VideoEncodings): Promise<void> {
    const outlet = this.#outlet;
    if (!outlet) return;
    this.#outlet = { ...outlet, encodings };
    const producer = this.#producers.get('camera');
    if (!producer || betterOf(outlet)?.codec === betterOf(this.#outlet)?.codec) return;
    this.#producers.delete('camera');
    producer.close();
    await this.align('camera');
  }

  /** The server has ended this source on its side. */
  async stop(source: Source): Promise<void> {
    this.#stopped.add(source);
    const producer = this.#producers.get(source);
    if (!producer) return;
    this.#producers.delete(source);
    await this.settle();
    producer.close();
  }

  /** Sends again what was stopped and is still wanted. */
  async allow(): Promise<void> {
    const stopped = [...this.#stopped];
    this.#stopped.clear();
    for (const source of stopped) await this.align(source);
  }

  /** The transport is closed, and with it all that was sent. */
  end(): void {
    this.#outlet = undefined;
    this.#producers.clear();
  }

  /** Makes the producer of one source match the wanted track. */
  async align(source: Source): Promise<void> {
    const track = this.#wanted.get(source);
    const producer = this.#producers.get(source);
    if (!track || track.readyState === 'ended') {
      if (!producer) return;
      this.#producers.delete(source);
      await this.settle();
      producer.close();
      await this.#outlet?.stopped(source);
      return;
    }
    if (producer) {
      if (producer.track !== track) await producer.replaceTrack({ track });
      return;
    }
    const outlet = this.#outlet;
    if (this.#stopped.has(source)) return;
    if (!outlet?.device.canProduce(isSound(source) ? 'audio' : 'video')) return;
    await this.settle();
    this.#producers.set(source, await outlet.transport.produce(this.#producing(source, track, outlet)));
    // The demand may have changed while the producer was being made.
    await this.supply();
  }

  /** Makes the browser encode only what the server asks for. */
  async supply(): Promise<void> {
    for (const [source, { rtpSender }] of this.#producers) {
      const highest = highestLayer(this.demand, source);
      if (rtpSender) await sendUpTo(rtpSender, highest, this.#most(source, highest));
    }
  }

  /** Highest bitrate of each encoding, in bit/s; undefined where the negotiated one stays. */
  #most(source: Source, highest: number | null): readonly number[] | undefined {
    if (source === 'screen') return this.#outlet && slidesBps(bitratesOf(this.#outlet, source), this.demand);
    const ceiling = source === 'camera' ? this.#ceiling(highest) : undefined;
    return ceiling === undefined ? undefined : [ceiling];
  }

  /**
   * Run this before each negotiation on the transport. The answer that mediasoup-client keeps must say
   * which layers are sent; otherwise the browser returns to the layers with which the stream began (it
   * follows the `~` of RFC 8853).
   */
  async settle(): Promise<void> {
    await this.#producers.get('camera')?.setMaxSpatialLayer(highestLayer(this.demand, 'camera') ?? -1);
  }

  /** Undefined where each layer has an encoding of its own. */
  #ceiling(highest: number | null): number | undefined {
    const better = this.#outlet && betterOf(this.#outlet);
    if (!this.#outlet || !better) return undefined;
    return ceilingBps(better.encoding.maxBitrateBps, bitratesOf(this.#outlet, 'camera'), highest);
  }

  #producing(source: Source, track: MediaStreamTrack, outlet: Outlet): types.ProducerOptions {
    const { encodings } = outlet;
    const common = {
      track,
      // The tracks belong to the code that captured them; muting uses the track's own `enabled` flag.
      stopTracks: false,
      disableTrackOnPause: false,
      appData: { source },
    };
    const highest = highestLayer(this.demand, source);
    if (source === 'microphone' || source === 'private-word') {
      return {
        ...common,
        encodings: [{ active: highest !== null }],
        codecOptions: { opusFec: true, opusDtx: true, opusStereo: false },
      };
    }
    const better = source === 'camera' ? betterOf(outlet) : undefined;
    if (better) {
      const { maxBitrateBps, scalabilityMode } = better.encoding;
      return {
        ...common,
        codec: better.capability,
        encodings: [
          {
            active: highest !== null,
            maxBitrate: this.#ceiling(highest) ?? maxBitrateBps,
            ...(scalabilityMode !== undefined && { scalabilityMode }),
          },
        ],
      };
    }
    const active = activeFlags(encodings[source].length, highest);
    const most = this.#most(source, highest);
    return {
      ...common,
      encodings: encodings[source].map(
        ({ maxBitrateBps, scaleResolutionDownBy, scalabilityMode }, layer) => ({
          active: active[layer] === true,
          maxBitrate: most?.[layer] ?? maxBitrateBps,
          ...(scaleResolutionDownBy !== undefined && { scaleResolutionDownBy }),
          ...(scalabilityMode !== undefined && { scalabilityMode }),
        }),
      ),
    };
  }
}

const bitratesOf = ({ encodings }: Outlet, source: 'camera' | 'screen'): readonly number[] =>
  encodings[source].map(({ maxBitrateBps }) => maxBitrateBps);

type Better = NonNullable<VideoEncodings['better']>[number] & {
  readonly capability: types.RtpCodecCapability;
};

/** The best way in which this browser can encode a camera; undefined where that is the plain one. */
function betterOf({ device, encodings: { better = [] } }: Outlet): Better | undefined {
  const { codecs = [] } = device.sendRtpCapabilities;
  for (const way of better) {
    const capability = codecs.find(({ mimeType }) => mimeType.toUpperCase() === `VIDEO/${way.codec}`);
    if (capability) return { ...way, capability };
  }
  return undefined;
}

/**
 * Makes the browser encode layers up to `highest`. Needs no signalling, because the streams stay negotiated.
 */
async function sendUpTo(
  sender: RTCRtpSender,
  highest: number | null,
  mostBps: readonly number[] | undefined,
): Promise<void> {
  const parameters = sender.getParameters();
  const flags = activeFlags(parameters.encodings.length, highest);
  const encodings = parameters.encodings.map((encoding, layer) => ({
    ...encoding,
    active: flags[layer] === true,
    ...(mostBps?.[layer] !== undefined && { maxBitrate: mostBps[layer] }),
  }));
  const isAsBefore = ({ active, maxBitrate }: RTCRtpEncodingParameters, layer: number): boolean =>
    active === encodings[layer]?.active && maxBitrate === encodings[layer]?.maxBitrate;
  if (parameters.encodings.every(isAsBefore)) return;
  await sender.setParameters({ ...parameters, encodings });
}
