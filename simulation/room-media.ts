import type { Demand, Direction, HeldMedia, MediaRequestType } from '../protocol/media.ts';
import type { RequestPayload, RequestResult } from '../protocol/requests.ts';
import type { Clip, Clips, SimulatedSource } from './clip.ts';
import type { Pacer } from './pacer.ts';
import { Playback } from './playback.ts';
import { audioLevelExtension } from './rtp/audio-level.ts';
import { keyframeRequests } from './rtp/rtcp.ts';
import { isRtcp } from './rtp/rtp-packet.ts';
import type { RtpSocket } from './rtp-socket.ts';
import { openRtpSocket } from './rtp-socket.ts';

/** Sends a media request; rejects where the server refuses it. */
export type AskMedia = <T extends MediaRequestType>(
  type: T,
  payload: RequestPayload<T>,
) => Promise<RequestResult<T>>;

export interface RoomMediaOptions {
  readonly clips: Clips;
  readonly pacer: Pacer;
  readonly sends: readonly SimulatedSource[];
  readonly receives: boolean;
  readonly received: (datagram: Buffer) => void;
  /** Names the room in its streams. */
  readonly cname: string;
  /** The level of its voice in dBov; by default that of a calm speaker. */
  readonly levelDb: number | undefined;
}

export const nothingSent: Demand = { microphone: false, camera: null, screen: false };

/** The connection was lost, or the room ended, while media was being opened. */
export class MediaClosed extends Error {}

/** A room's transports between two connection losses, and what it sends over them. */
export class RoomMedia {
  readonly #sockets: RtpSocket[] = [];
  readonly #playbacks = new Map<SimulatedSource, Playback>();
  readonly #transports = new Map<Direction, string>();
  readonly #producers = new Map<SimulatedSource, string>();
  #isOpen = false;
  #closed = false;

  /** Opens the transports and offers the sources; sends nothing yet. */
  async open(ask: AskMedia, options: RoomMediaOptions): Promise<void> {
    await this.openToReceive(ask, options);
    await this.openToSend(ask, options);
    this.#isOpen = true;
  }

  /** What it has at the server; undefined unless it receives, or while it is being opened. */
  get held(): Pick<HeldMedia, 'send' | 'receive' | 'producers'> | undefined {
    const receive = this.#transports.get('receive');
    if (!this.#isOpen || this.#closed || receive === undefined) return undefined;
    return {
      send: this.#transports.get('send') ?? null,
      receive,
      producers: Object.fromEntries(this.#producers),
    };
  }

  async openToReceive(ask: AskMedia, { receives, received }: RoomMediaOptions): Promise<void> {
    if (receives) await this.#transport(ask, 'receive', received);
  }

  async openToSend(ask: AskMedia, { clips, pacer, sends, cname, levelDb }: RoomMediaOptions): Promise<void> {
    if (sends.length === 0) return;
    const { transportId, socket } = await this.#transport(ask, 'send', (datagram) =>
      this.#feedback(datagram),
    );
    for (const source of sends) {
      const playback = new Playback(clips[source], pacer, (parts) => socket.send(parts), levelDb);
      const rtpParameters = sendingParameters(clips[source], playback.ssrcs, `${cname}/${source}`);
      const { producerId } = await ask('media.produce', { transportId, source, rtpParameters });
      this.#producers.set(source, producerId);
      this.#playbacks.set(source, playback);
    }
  }

  /** From now on sends exactly these sources. */
  send({ microphone, camera, screen, screenBps = Infinity }: Demand): void {
    if (this.#closed) return;
    this.#send('microphone', microphone);
    this.#send('camera', camera !== null, camera ?? undefined);
    this.#playbacks.get('screen')?.limit(screenBps);
    this.#send('screen', screen);
  }

  #send(source: SimulatedSource, wanted: boolean, highest?: number): void {
    const playback = this.#playbacks.get(source);
    if (wanted) playback?.play(highest);
    else playback?.stop();
  }

  /** Sends other slides from now on. */
  present(slides: Clip): void {
    this.#playbacks.get('screen')?.change(slides);
  }

  /** Packets sent so far. */
  sent(source: SimulatedSource): number {
    return this.#playbacks.get(source)?.sent ?? 0;
  }

  close(): void {
    this.send(nothingSent);
    this.#closed = true;
    for (const socket of this.#sockets) socket.close();
  }

  async #transport(
    ask: AskMedia,
    direction: Direction,
    received: (datagram: Buffer) => void,
  ): Promise<{ transportId: string; socket: RtpSocket }> {
    const socket = await openRtpSocket(received);
    if (this.#closed) {
      socket.close();
      throw new MediaClosed();
    }
    this.#sockets.push(socket);
    const rtpCapabilities = direction === 'receive' ? { rtpCapabilities: receivingCapabilities } : {};
    const opened = await ask('media.openTransport', { kind: 'plain', direction, ...rtpCapabilities });
    if (opened.kind !== 'plain') throw new TypeError('asked for a plain transport, got another');
    const { transportId, ip, port } = opened;
    this.#transports.set(direction, transportId);
    socket.connect(ip, port);
    // The server learns a sender's address from its first packet; the address of a receiver it must be told.
    if (direction === 'receive') await ask('media.connectTransport', { transportId, port: socket.port });
    return { transportId, socket };
  }

  #feedback(datagram: Buffer): void {
    if (!isRtcp(datagram)) return;
    const ssrcs = keyframeRequests(datagram);
    if (ssrcs.length === 0) return;
    for (const playback of this.#playbacks.values()) {
      if (playback.ssrcs.some((ssrc) => ssrcs.includes(ssrc))) playback.requestKeyframe();
    }
  }
}

// Keyframe requests are possible; repair (NACK, RTX) has no use on loopback.
const videoFeedback = [
  { type: 'nack', parameter: 'pli' },
  { type: 'ccm', parameter: 'fir' },
];
const codecs = {
  opus: { kind: 'audio', mimeType: 'audio/opus', channels: 2, rtcpFeedback: [] },
  vp8: { kind: 'video', mimeType: 'video/VP8', rtcpFeedback: videoFeedback },
} as const;

/** What a sender of the clip declares, as mediasoup's RTP parameters. */
export function sendingParameters(
  clip: Clip,
  ssrcs: readonly number[],
  cname: string,
): Record<string, unknown> {
  const { kind: _, ...codec } = codecs[clip.codec];
  const { payloadType, clockRate } = clip;
  return {
    codecs: [{ ...codec, payloadType, clockRate, parameters: {} }],
    headerExtensions: clip.codec === 'opus' ? [audioLevelExtension] : [],
    encodings: ssrcs.map((ssrc) => ({ ssrc, dtx: false })),
    rtcp: { cname, reducedSize: true },
  };
}

export const receivingCapabilities = {
  codecs: [
    { ...codecs.opus, preferredPayloadType: 100, clockRate: 48_000, parameters: {} },
    { ...codecs.vp8, preferredPayloadType: 101, clockRate: 90_000, parameters: {} },
  ],
  headerExtensions: [],
};
