import type { WorkerId } from '../../domain/media/links.ts';
import type { StreamCount } from '../../domain/media/stream-rates.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { Direction, Source } from '../../protocol/media.ts';

/** RTP, ICE and DTLS parameters in mediasoup's own JSON: passed on without inspection. */
export type Opaque = Readonly<Record<string, unknown>>;

export type TransportId = string;
export type ProducerId = string;
export type ConsumerId = string;
export type MediaKind = 'audio' | 'video';

/**
 * A conference's part on one worker; the bridge creates its router when the first transport or link needs it.
 */
export interface BridgePlace {
  readonly conferenceId: ConferenceId;
  readonly workerId: WorkerId;
}

export type TransportOptions = {
  readonly note?: Note;
  readonly kind: 'webrtc' | 'plain';
  /**
   * The maximum bitrate in its direction. Ignored for plain RTP, which connects a program on this machine.
   */
  readonly limitBps?: number;
} & (
  | { readonly direction: 'send' }
  /** What the receiver can decode; it applies to every `consume` on this transport. */
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

/**
 * How to reach the other side of a transport: DTLS parameters for WebRTC, a port on loopback for plain RTP.
 */
export type TransportConnection = { readonly dtlsParameters: Opaque } | { readonly port: number };

export interface ProducerOptions {
  /** What it shows, for the inventory; without it the stream is not in it. */
  readonly source?: Source;
  /** Whether `loudness` reports it; default true. */
  readonly isMeasured?: boolean;
}

/** The preferred version of a stream that has several. */
export interface Preference {
  /**
   * The highest spatial layer; null for the highest that the stream has. Only for streams with such layers.
   */
  readonly layer: number | null;
  /**
   * The highest temporal layer; lower layers have a lower frame rate. Default: all of them. Only for
   * streams with such layers.
   */
  readonly frames?: number;
  /**
   * 1 to 255: when the bandwidth is too low for all video, streams with a higher number keep their layers.
   */
  readonly priority: number;
}

/** How loud a microphone was in the last moment, in dBov: 0 is the maximum, -127 is silence. */
export interface Loudness {
  readonly producerId: ProducerId;
  readonly levelDb: number;
}

/** What a transport knows of its line; null where unknown, for example for plain RTP. */
export interface LineFigures {
  readonly roundTripMs: number | null;
  /** The bitrate that the other side can receive, by the estimate of the congestion control. */
  readonly availableBps: number | null;
}

/**
 * What is known of the owner of a transport, for the process that adopts it. The bridge stores it without inspection.
 */
export type Note = Opaque;

/** Everything that a conference has on a bridge. What depends on something that is missing here is missing, too. */
export interface Inventory {
  readonly transports: readonly {
    readonly transportId: TransportId;
    readonly workerId: WorkerId;
    readonly direction: Direction;
    /** Whether packets reach the other side; a plain transport needs to know its port first. */
    readonly isReceiving: boolean;
    /** The video codecs that the receiver can decode; none for a transport that sends. */
    readonly decodable: readonly string[];
    readonly note: Note;
  }[];
  readonly producers: readonly {
    readonly producerId: ProducerId;
    readonly transportId: TransportId;
    readonly source: Source;
    readonly isPaused: boolean;
  }[];
  /** The copies of producers on other workers. */
  readonly links: readonly {
    readonly producerId: ProducerId;
    /** The producer that was linked; it may be a copy itself. */
    readonly of: ProducerId;
    readonly workerId: WorkerId;
  }[];
  readonly consumers: readonly {
    readonly consumerId: ConsumerId;
    readonly transportId: TransportId;
    readonly producerId: ProducerId;
    /** As it was last requested. */
    readonly preference: Preference;
    readonly isPaused: boolean;
  }[];
}

export interface BridgeConsumer {
  readonly consumerId: ConsumerId;
  readonly rtpParameters: Opaque;
}

export type BridgeEvent =
  /**
   * The worker ended, or it hung and was killed. Everything on it is gone, and so are links and consumers of
   * its producers on other workers.
   */
  | { readonly type: 'workerDied'; readonly workerId: WorkerId }
  /**
   * The bridge has closed the transport with its producers and consumers. `failed`: in the handshake.
   * `closed`: by its client. `flood`: far more came in than its streams may carry, or its receiver requested
   * far more retransmissions than were sent packets.
   */
  | {
      readonly type: 'transportClosed';
      readonly transportId: TransportId;
      readonly reason: 'failed' | 'closed' | 'flood';
    }
  /**
   * The bridge was found, or found again, and has this of the conference. What was requested before has been done or
   * not. A bridge in this process never sends this. `workers`: of these alone, and not of others of the conference.
   */
  | { readonly type: 'found'; readonly inventory: Inventory; readonly workers?: readonly WorkerId[] }
  /** The bridge has closed the producer because it carried far more than a stream of its kind may. */
  | { readonly type: 'producerClosed'; readonly producerId: ProducerId; readonly reason: 'flood' }
  /**
   * Counters of a video stream, twice a second while it is not paused. Not sent for a stream whose one
   * encoding carries several spatial layers, because the worker does not count their packets separately.
   */
  | { readonly type: 'counted'; readonly producerId: ProducerId; readonly count: StreamCount }
  /**
   * The loudest microphones of one worker in the last moment, loudest first, three at most.
   * Sent several times a second while any is loud. Only measured producers that are not paused; copies
   * made by links are not measured.
   */
  | { readonly type: 'loudness'; readonly workerId: WorkerId; readonly loudest: readonly Loudness[] };

/**
 * What the media of conferences needs from a media host. Coarse, and without objects that would have to stay
 * in one process: a bridge may run in this process or on another host.
 *
 * Requests about one producer, consumer or transport take effect in the order of the calls. Close methods act
 * at once, without an answer, and are idempotent. They also close what depends on it: a transport closes its
 * producers and consumers, a producer its links and consumers. All other methods may reject: with
 * `RefusedByBridge` and a reason, or with another error where something broke. No method has a timeout: a
 * hung worker does not answer.
 */
export interface MediaBridge {
  /** What every router can forward; a client needs it to begin. */
  readonly routerRtpCapabilities: Opaque;
  /** Whether media goes on when this process ends. */
  readonly outlives: boolean;
  /** The running workers. The id of a dead worker is never used again: its replacement has a new one. */
  workers(): readonly WorkerId[];
  /**
   * Workers of further bridges, on which participants may be placed as well: a bridge joins the conference with the
   * first transport that is opened on it.
   */
  spare(): readonly WorkerId[];
  /**
   * Those of its workers whose bridge is away: what is on them goes on by itself, and cannot be changed. Nobody is placed
   * there.
   */
  away(): readonly WorkerId[];
  /** A participant on a worker was heard of over its connection to this process: no cut line is between them. */
  heardOf(workerId: WorkerId): void;
  /**
   * The running workers from which participants move away, to others of the conference or to spare ones: people take
   * their bridge out of service.
   */
  leaving(): readonly WorkerId[];
  /**
   * Gives up those bridges that are taken out of service and have nothing of the conference any more.
   *
   * @param inUse the workers that participants or streams are on
   */
  giveUpIdle(inUse: ReadonlySet<WorkerId>): void;
  /**
   * Calls back for everything that happens to a conference by itself. Returns a function
   * that stops the callbacks.
   */
  watch(conferenceId: ConferenceId, listener: (event: BridgeEvent) => void): () => void;

  /** The video codecs that a client with these capabilities can decode, for example `VP8`. */
  decodable(rtpCapabilities: Opaque): readonly string[];

  openTransport(place: BridgePlace, options: TransportOptions): Promise<BridgeTransport>;
  /** Once for each transport. A WebRTC client must take the DTLS role `client`. */
  connectTransport(transportId: TransportId, connection: TransportConnection): Promise<void>;
  /** @returns the new ICE parameters; WebRTC only */
  restartIce(transportId: TransportId): Promise<Opaque>;
  closeTransport(transportId: TransportId): void;
  /** Replaces the note of a transport. */
  note(transportId: TransportId, note: Note): void;

  measureLine(transportId: TransportId): Promise<LineFigures>;

  /**
   * Accepts a stream. It begins paused: nothing is forwarded until `resumeProducer`. For video, the sender
   * receives at most one keyframe request a second, however many receivers ask for one. A stream that carries
   * far more than its kind may is closed within seconds (`producerClosed`), paused or not. `loudness` reports sound
   * only where it is measured, as it is by default.
   */
  produce(
    transportId: TransportId,
    kind: MediaKind,
    rtpParameters: Opaque,
    options?: ProducerOptions,
  ): Promise<ProducerId>;
  /** After it resolves, no packet that arrives is forwarded. */
  pauseProducer(producerId: ProducerId): Promise<void>;
  /** Video resumes with one keyframe for all its receivers. */
  resumeProducer(producerId: ProducerId): Promise<void>;
  closeProducer(producerId: ProducerId): void;
  /**
   * Carries a producer to another worker of the conference. The result is a producer on that worker, which pauses
   * and closes with the original. The caller makes one link per target.
   */
  link(producerId: ProducerId, to: BridgePlace): Promise<ProducerId>;

  /**
   * Sends a producer of the same worker to a transport. The consumer begins paused. Rejects with
   * `Undecodable` where the receiver cannot decode the stream.
   */
  consume(transportId: TransportId, producerId: ProducerId, preference: Preference): Promise<BridgeConsumer>;
  /** Video resumes with a keyframe, which the bridge requests from the sender. */
  resumeConsumer(consumerId: ConsumerId): Promise<void>;
  pauseConsumer(consumerId: ConsumerId): Promise<void>;
  prefer(consumerId: ConsumerId, preference: Preference): Promise<void>;
  requestKeyframe(consumerId: ConsumerId): Promise<void>;
  closeConsumer(consumerId: ConsumerId): void;
  /**
   * Totals of an incoming stream: `lost` by gaps in the sequence numbers, `jitter` in ticks of its RTP clock
   * (RFC 3550, section 6.4.1).
   */
  received(
    producerId: ProducerId,
  ): Promise<{ readonly packets: number; readonly lost: number; readonly jitter: number }>;
  /** Totals of a consumer: what it has sent to its receiver, and what the receiver reports as lost. */
  sent(
    consumerId: ConsumerId,
  ): Promise<{ readonly packets: number; readonly bytes: number; readonly lost: number }>;

  /** Closes everything that a conference has on any worker. */
  closeConference(conferenceId: ConferenceId): void;
  /**
   * This process no longer leads the conference. A bridge in this process closes it; on another one its media goes on
   * as it is, for the next process that leads it.
   */
  letGo(conferenceId: ConferenceId): void;
}

/** A conference that this process leads. */
export interface Led {
  readonly conferenceId: ConferenceId;
  /** Higher than that of every process that has led it before. */
  readonly epoch: number;
  /** Its media does not go on for long without a process that leads it. */
  readonly isClassified: boolean;
  /** Nothing of it can be on a bridge yet, so none is asked for it. */
  readonly isNew?: boolean;
}

/** The bridges of this process's conferences. */
export interface Bridges {
  /** The bridge of one conference: until one is found, no worker runs and requests are refused. */
  carrying(led: Led): MediaBridge;
  /** The running workers of each bridge. Participants move between workers of one bridge. */
  workers(): readonly (readonly WorkerId[])[];
  /** What the conferences of other processes take of a worker. */
  elsewhereOn(workerId: WorkerId): Taken;
}

/** What participants take of a worker. */
export interface Taken {
  readonly participants: number;
  /** At the least. */
  readonly packetsPerS: number;
}

/** Where all conferences have one bridge. */
export const onlyBridge = (bridge: MediaBridge): Bridges => ({
  carrying: () => bridge,
  workers: () => [bridge.workers()],
  elsewhereOn: () => ({ participants: 0, packetsPerS: 0 }),
});

/** A request that a bridge understood and refuses. */
export class RefusedByBridge extends Error {
  readonly code: 'invalid-request' | 'not-found' | 'unavailable';

  constructor(code: RefusedByBridge['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RefusedByBridge';
    this.code = code;
  }
}

/** A receiver's browser has no decoder for a stream: a retry would fail too. */
export class Undecodable extends RefusedByBridge {
  constructor(message: string, options?: ErrorOptions) {
    super('invalid-request', message, options);
    this.name = 'Undecodable';
  }
}
