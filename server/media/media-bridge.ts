import type { WorkerId } from '../../domain/media/links.ts';
import type { StreamCount } from '../../domain/media/stream-rates.ts';
import type { ConferenceId } from '../../protocol/ids.ts';

/** RTP, ICE and DTLS parameters as mediasoup's own JSON: passed on, never looked into. */
export type Opaque = Readonly<Record<string, unknown>>;

export type TransportId = string;
export type ProducerId = string;
export type ConsumerId = string;
export type MediaKind = 'audio' | 'video';

/** A conference's part on one worker; the bridge makes its router when the first transport or link needs it. */
export interface Place {
  readonly conferenceId: ConferenceId;
  readonly workerId: WorkerId;
}

export type TransportOptions = {
  readonly kind: 'webrtc' | 'plain';
  /** The most that it may carry, in its direction; plain RTP, a program on this machine, keeps to no limit. */
  readonly limitBps?: number;
} & (
  | { readonly direction: 'send' }
  /** What the receiver can decode; every `consume` on this transport goes by it. */
  | { readonly direction: 'receive'; readonly rtpCapabilities: Opaque }
);

export type BridgeTransport =
  | {
      readonly kind: 'webrtc';
      readonly transportId: TransportId;
      readonly iceParameters: Opaque;
      readonly iceCandidates: readonly Opaque[];
      readonly dtlsParameters: Opaque;
    }
  | { readonly kind: 'plain'; readonly transportId: TransportId; readonly ip: string; readonly port: number };

/** How the other side of a transport is reached: DTLS parameters for WebRTC, a port on loopback for plain RTP. */
export type Connection = { readonly dtlsParameters: Opaque } | { readonly port: number };

/** How a stream is wanted where there is a choice. */
export interface Preference {
  /** The highest spatial layer; counts where the stream has layers. */
  readonly layer: number | null;
  /** The highest temporal layer, which is a lower frame rate; counts where the stream has such layers. Left out is all of them. */
  readonly frames?: number;
  /** 1 to 255: where the line is too thin for all pictures, those with the higher number keep their layers. */
  readonly priority: number;
}

/** How loud a microphone was in the last moment, in dBov: 0 is the loudest there is, -127 silence. */
export interface Loudness {
  readonly producerId: ProducerId;
  readonly levelDb: number;
}

/** What a transport knows of its line; null where it does not, as plain RTP. */
export interface LineFigures {
  readonly roundTripMs: number | null;
  /** What the other side can receive by the estimate of the congestion control. */
  readonly availableBps: number | null;
}

export interface BridgeConsumer {
  readonly consumerId: ConsumerId;
  readonly rtpParameters: Opaque;
}

export type BridgeEvent =
  /**
   * It has ended, or hung and was ended. Everything on it is gone, and so is what others had of it: links and consumers of
   * its producers.
   */
  | { readonly type: 'workerDied'; readonly workerId: WorkerId }
  /**
   * The bridge has closed it with its producers and consumers: `failed` in the handshake, `closed` by its client, or `flood`
   * where far more came in than its streams may bring, or its receiver had far more sent again than was sent.
   */
  | {
      readonly type: 'transportClosed';
      readonly transportId: TransportId;
      readonly reason: 'failed' | 'closed' | 'flood';
    }
  /** The bridge has closed it, since it brought in far more than a stream of its kind may. */
  | { readonly type: 'producerClosed'; readonly producerId: ProducerId; readonly reason: 'flood' }
  /**
   * What a picture has brought in so far; twice a second while it is not paused. Not of a stream whose one encoding carries several
   * spatial layers, since the worker does not count their packets apart.
   */
  | { readonly type: 'counted'; readonly producerId: ProducerId; readonly count: StreamCount }
  /**
   * The loudest microphones of one worker in the last moment, loudest first, at the most three; several times a second while
   * anybody is loud. Only of producers that are not paused; copies that links make are not measured.
   */
  | { readonly type: 'loudness'; readonly workerId: WorkerId; readonly loudest: readonly Loudness[] };

/**
 * What the media of conferences needs of a media host. Coarse and without objects that would have to stay in one
 * process: a bridge may be in this process or on another host.
 *
 * Requests about one producer, consumer or transport take effect in the order in which they were made. What closes,
 * closes at once, without an answer and idempotently, and takes along what depends on it: a transport its producers and
 * consumers, a producer its links and consumers. Everything else rejects: with `RefusedByBridge` where it says why, with
 * another error where something broke. Nothing here has a deadline of its own: a hung worker does not answer.
 */
export interface MediaBridge {
  /** What every router can forward; a client needs it to begin. */
  readonly routerRtpCapabilities: Opaque;
  /** The workers that run. One that died never comes back under its id: its replacement has a new one. */
  workers(): readonly WorkerId[];
  /** Hears of everything that happens to a conference by itself; returns how to stop hearing. */
  watch(conferenceId: ConferenceId, listener: (event: BridgeEvent) => void): () => void;

  /** The video codecs that somebody with these capabilities can decode, as `VP8`. */
  decodable(rtpCapabilities: Opaque): readonly string[];

  openTransport(place: Place, options: TransportOptions): Promise<BridgeTransport>;
  /** Once for each transport. A WebRTC client must take the DTLS role `client`. */
  connectTransport(transportId: TransportId, connection: Connection): Promise<void>;
  /** @returns the new ICE parameters; WebRTC only */
  restartIce(transportId: TransportId): Promise<Opaque>;
  closeTransport(transportId: TransportId): void;

  measureLine(transportId: TransportId): Promise<LineFigures>;

  /**
   * Takes a stream in. It begins paused: nothing of it is forwarded until `resumeProducer`. Of video at most one keyframe a
   * second is asked of the sender, however many receivers ask for one. One that brings in far more than its kind may is closed
   * within seconds (`producerClosed`), paused or not.
   */
  produce(transportId: TransportId, kind: MediaKind, rtpParameters: Opaque): Promise<ProducerId>;
  /** When it resolves, no packet that comes in from then on is forwarded to anybody. */
  pauseProducer(producerId: ProducerId): Promise<void>;
  /** Video resumes with one keyframe for all who receive it. */
  resumeProducer(producerId: ProducerId): Promise<void>;
  closeProducer(producerId: ProducerId): void;
  /**
   * Carries a producer to another worker of the bridge, where it is a producer of its own that pauses and closes with
   * the original. The caller makes one for each target.
   */
  link(producerId: ProducerId, to: Place): Promise<ProducerId>;

  /**
   * Sends a producer of the same worker to a transport. It begins paused. Rejects with `Undecodable` where the receiver
   * cannot decode it.
   */
  consume(transportId: TransportId, producerId: ProducerId, preference: Preference): Promise<BridgeConsumer>;
  /** Video resumes with a keyframe, which the bridge asks of the sender. */
  resumeConsumer(consumerId: ConsumerId): Promise<void>;
  pauseConsumer(consumerId: ConsumerId): Promise<void>;
  prefer(consumerId: ConsumerId, preference: Preference): Promise<void>;
  requestKeyframe(consumerId: ConsumerId): Promise<void>;
  closeConsumer(consumerId: ConsumerId): void;
  /** What has come in of a stream so far: `lost` by its numbers, `jitter` in ticks of its clock (RFC 3550, section 6.4.1). */
  received(
    producerId: ProducerId,
  ): Promise<{ readonly packets: number; readonly lost: number; readonly jitter: number }>;
  /** What a consumer has sent to its receiver so far, and what the receiver reports as lost of it. */
  sent(
    consumerId: ConsumerId,
  ): Promise<{ readonly packets: number; readonly bytes: number; readonly lost: number }>;

  /** Closes all that a conference has on any worker. */
  closeConference(conferenceId: ConferenceId): void;
}

/** A request that a bridge understood and does not fulfil. */
export class RefusedByBridge extends Error {
  readonly code: 'invalid-request' | 'not-found' | 'unavailable';

  constructor(code: RefusedByBridge['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RefusedByBridge';
    this.code = code;
  }
}

/** A receiver's browser has no decoder for a stream: asking again is of no use. */
export class Undecodable extends RefusedByBridge {
  constructor(message: string, options?: ErrorOptions) {
    super('invalid-request', message, options);
    this.name = 'Undecodable';
  }
}
