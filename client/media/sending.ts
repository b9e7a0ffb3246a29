import type { types } from 'mediasoup-client';
import { source as sourceSchema } from '../../protocol/media.ts';
import type { Demand, JoinedMedia, Source } from '../../protocol/media.ts';
import { activeFlags, highestLayer } from './supply.ts';

/** Where the streams go. */
interface Outlet {
  readonly device: types.Device;
  readonly transport: types.Transport;
  readonly encodings: JoinedMedia['encodings'];
  /** Tells the server that nothing more comes of a source. */
  readonly stopped: (source: Source) => Promise<unknown>;
}

/**
 * What a participant sends. Its streams are negotiated as soon as there is a track for them, and flow only as far as the
 * server asks for them. Only for use from a queue: no two of its operations may run at once.
 */
export class Sending {
  /** The tracks that this participant means to send, whether or not they can be sent right now. */
  readonly #wanted = new Map<Source, MediaStreamTrack>();
  readonly #producers = new Map<Source, types.Producer>();
  #outlet: Outlet | undefined;
  /** Undefined before the server has asked for anything. */
  demand: Demand | undefined;

  want(source: Source, track: MediaStreamTrack | undefined): void {
    if (track) this.#wanted.set(source, track);
    else this.#wanted.delete(source);
  }

  /** Sends over this transport from now on what is wanted. The microphone first: sound before pictures. */
  async begin(outlet: Outlet): Promise<void> {
    this.#outlet = outlet;
    for (const source of sourceSchema.options) await this.align(source);
  }

  /** The transport is gone, and with it all that was sent. */
  end(): void {
    this.#outlet = undefined;
    this.#producers.clear();
  }

  /** Makes what is sent of one source what is wanted. */
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
    if (!outlet?.device.canProduce(source === 'microphone' ? 'audio' : 'video')) return;
    await this.settle();
    const { transport, encodings } = outlet;
    this.#producers.set(source, await transport.produce(this.#producing(source, track, encodings)));
    // It may have been asked for while it was being made.
    await this.supply();
  }

  /** Has the browser encode what is asked for, and nothing else. */
  async supply(): Promise<void> {
    for (const [source, { rtpSender }] of this.#producers) {
      if (rtpSender) await sendUpTo(rtpSender, highestLayer(this.demand, source));
    }
  }

  /**
   * To be done before anything is negotiated on the transport: the answer that mediasoup-client keeps must say which layers
   * are sent, or the browser goes back to those with which the stream began (it follows the `~` of RFC 8853).
   */
  async settle(): Promise<void> {
    await this.#producers.get('camera')?.setMaxSpatialLayer(highestLayer(this.demand, 'camera') ?? -1);
  }

  #producing(
    source: Source,
    track: MediaStreamTrack,
    encodings: JoinedMedia['encodings'],
  ): types.ProducerOptions {
    const common = {
      track,
      // The tracks belong to whoever captured them, and a muted one is switched off by its own flag.
      stopTracks: false,
      disableTrackOnPause: false,
      appData: { source },
    };
    const highest = highestLayer(this.demand, source);
    if (source === 'microphone') {
      return {
        ...common,
        encodings: [{ active: highest !== null }],
        codecOptions: { opusFec: true, opusDtx: true, opusStereo: false },
      };
    }
    const active = activeFlags(encodings[source].length, highest);
    return {
      ...common,
      encodings: encodings[source].map(
        ({ maxBitrateBps, scaleResolutionDownBy, scalabilityMode }, layer) => ({
          active: active[layer] === true,
          maxBitrate: maxBitrateBps,
          ...(scaleResolutionDownBy !== undefined && { scaleResolutionDownBy }),
          ...(scalabilityMode !== undefined && { scalabilityMode }),
        }),
      ),
    };
  }
}

/** Has the browser encode so much and no more; nobody need be told, since the streams stay negotiated. */
async function sendUpTo(sender: RTCRtpSender, highest: number | null): Promise<void> {
  const parameters = sender.getParameters();
  const flags = activeFlags(parameters.encodings.length, highest);
  if (parameters.encodings.every(({ active }, layer) => active === flags[layer])) return;
  const encodings = parameters.encodings.map((encoding, layer) => ({
    ...encoding,
    active: flags[layer] === true,
  }));
  await sender.setParameters({ ...parameters, encodings });
}
