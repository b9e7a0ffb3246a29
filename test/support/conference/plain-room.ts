import { z } from 'zod';
import type { Identity } from '../../../protocol/conference/presence.ts';
import type {
  Delivery,
  Demand,
  MediaRequest,
  MediaStopped,
  MediaUpdate,
  Source,
} from '../../../protocol/media.ts';
import type { ConferenceMedia, MediaAnswer, MediaSeat } from '../../../server/media/conference-media.ts';
import { RtpPort, rtpParameters } from '../media/rtp.ts';

const opened = z.object({ transportId: z.string(), ip: z.string(), port: z.number() });
const produced = z.object({ producerId: z.string() });
const encodings = z.object({ encodings: z.array(z.object({ ssrc: z.number() })).min(1) });

const ssrcOf = ({ rtpParameters }: Delivery): number =>
  encodings.parse(rtpParameters).encodings[0]?.ssrc ?? 0;

let nextSsrc = 1_000;

/**
 * A participant without a browser: it sends and receives plain RTP over loopback through its seat at the
 * media.
 */
export class PlainRoom {
  readonly id: string;
  readonly updates: MediaUpdate[] = [];
  readonly #media: ConferenceMedia;
  readonly #receiving = new Map<string, { readonly delivery: Delivery; readonly ssrc: number }>();
  #port: RtpPort | undefined;
  #seat: MediaSeat;
  #sending: z.infer<typeof opened> | undefined;
  lost = 0;
  /** The number of requests to move. */
  movings = 0;
  /** The sources that the server has stopped. */
  readonly stops: MediaStopped[] = [];
  /** The level of its microphone in the packets, in dBov; undefined sends none. */
  levelDb: number | undefined;
  /** Delays the acknowledgement of each update. */
  ready: () => Promise<void> = () => Promise.resolve();

  constructor(media: ConferenceMedia, { id }: Identity) {
    this.id = id;
    this.#media = media;
    this.#seat = this.#enter();
  }

  #enter(): MediaSeat {
    return this.#media.enter(this.id, {
      update: (update) => {
        this.updates.push(update);
        for (const consumerId of update.remove) this.#receiving.delete(consumerId);
        for (const delivery of update.add) {
          this.#receiving.set(delivery.consumerId, { delivery, ssrc: ssrcOf(delivery) });
        }
        return this.ready();
      },
      lost: () => {
        this.lost += 1;
        this.#receiving.clear();
        this.#sending = undefined;
      },
      moving: () => {
        this.movings += 1;
      },
      stopped: (stopped) => void this.stops.push(stopped),
    });
  }

  /** The last demand of the server; undefined before the first. */
  get demand(): Demand | undefined {
    return this.updates.findLast(({ demand }) => demand !== undefined)?.demand;
  }

  get sendTransportId(): string {
    return this.#sending?.transportId ?? '';
  }

  request(request: MediaRequest): Promise<MediaAnswer> {
    return this.#seat.request(request);
  }

  async receive(): Promise<string> {
    const { routerRtpCapabilities: rtpCapabilities } = await this.#seat.begin();
    const { transportId } = opened.parse(
      await this.#ask({
        type: 'media.openTransport',
        payload: { kind: 'plain', direction: 'receive', rtpCapabilities },
      }),
    );
    const { port } = await this.#rtp();
    await this.#ask({ type: 'media.connectTransport', payload: { transportId, port } });
    return transportId;
  }

  /** @returns the producers, whose packets flow until the room closes */
  async send(...sources: readonly Source[]): Promise<readonly string[]> {
    this.#sending ??= opened.parse(
      await this.#ask({ type: 'media.openTransport', payload: { kind: 'plain', direction: 'send' } }),
    );
    const producers: string[] = [];
    for (const source of sources) {
      const ssrc = nextSsrc++;
      const payload = {
        transportId: this.#sending.transportId,
        source,
        rtpParameters: { ...rtpParameters(source, ssrc) },
      };
      producers.push(produced.parse(await this.#ask({ type: 'media.produce', payload })).producerId);
      (await this.#rtp()).stream(this.#sending, source, ssrc, this.#level(source));
    }
    return producers;
  }

  /** The consumer of a participant's source now; undefined if there is none. */
  consumerOf(from: { readonly id: string }, source: Source): string | undefined {
    return this.#find(from, source)?.delivery.consumerId;
  }

  producerOf(from: { readonly id: string }, source: Source): string | undefined {
    return this.#find(from, source)?.delivery.producerId;
  }

  /** The packets that arrived from a participant's source, through the current consumer. */
  received(from: { readonly id: string }, source: Source): number {
    const found = this.#find(from, source);
    return found === undefined ? 0 : (this.#port?.received(found.ssrc) ?? 0);
  }

  /** The packets through all consumers that it ever had of that source. */
  receivedInAll(from: { readonly id: string }, source: Source): number {
    const ssrcs = this.updates
      .flatMap(({ add }) => add)
      .filter((delivery) => delivery.participantId === from.id && delivery.source === source)
      .map(ssrcOf);
    return ssrcs.reduce((sum, ssrc) => sum + (this.#port?.received(ssrc) ?? 0), 0);
  }

  /** The number of consumers through which packets arrived from a participant's source. */
  waysOf(from: { readonly id: string }, source: Source): number {
    return [...this.#receiving.values()].filter(
      ({ delivery, ssrc }) =>
        delivery.participantId === from.id &&
        delivery.source === source &&
        (this.#port?.received(ssrc) ?? 0) > 0,
    ).length;
  }

  /** Sends on a new transport, which closes the one before. */
  sendAnew(...sources: readonly Source[]): Promise<readonly string[]> {
    this.#sending = undefined;
    return this.send(...sources);
  }

  depart(): void {
    this.#seat.depart();
  }

  /** Reconnects as the same participant. */
  enterAgain(): void {
    this.#receiving.clear();
    this.#sending = undefined;
    this.#seat = this.#enter();
  }

  close(): void {
    this.#port?.close();
    this.#port = undefined;
  }

  #find(from: { readonly id: string }, source: Source) {
    return [...this.#receiving.values()].find(
      ({ delivery }) => delivery.participantId === from.id && delivery.source === source,
    );
  }

  #level(source: Source): (() => number) | undefined {
    const { levelDb } = this;
    return source !== 'microphone' || levelDb === undefined ? undefined : () => this.levelDb ?? levelDb;
  }

  async #rtp(): Promise<RtpPort> {
    this.#port ??= await RtpPort.open();
    return this.#port;
  }

  async #ask(request: MediaRequest): Promise<unknown> {
    const answer = await this.#seat.request(request);
    if (!answer.ok) throw new Error(`${request.type}: ${answer.code} ${answer.detail ?? ''}`);
    return answer.result;
  }
}
