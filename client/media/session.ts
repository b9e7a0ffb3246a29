import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { Device } from 'mediasoup-client';
import type { types } from 'mediasoup-client';
import { streamKey } from '../../domain/media/sources.ts';
import type { StreamKey } from '../../domain/media/sources.ts';
import { errors } from '../../protocol/errors.ts';
import { source as sourceSchema } from '../../protocol/media.ts';
import type { Delivery, Direction, JoinedMedia, MediaUpdate, Source, View } from '../../protocol/media.ts';
import type { RequestPayload, RequestResult } from '../../protocol/requests.ts';
import type { Ask } from '../signaling/requests.ts';
import type { MediaPort } from '../state/conference.ts';
import { Healer } from './healing.ts';
import { Newest } from './newest.ts';
import { iceParameters, rtpCapabilities, rtpParameters, transportOptions } from './parameters.ts';
import { Reporter } from './reporter.ts';
import { Sending } from './sending.ts';
import { TaskQueue } from './task-queue.ts';

/** How long to wait before another attempt to open what could not be opened. */
const reopeningMs = 1500;

/** How long a picture from before may stand in for one that does not come: its sender may have switched it off meanwhile. */
const stalePictureMs = 8000;

/** What a screen is to be given. */
interface Wish {
  readonly view: View;
  readonly audioOnly: boolean;
}
/** What every connection begins with. */
const atFirst: Wish = { view: { kind: 'stage' }, audioOnly: false };

/** What came of a request that the server refused. */
class Refused extends Error {}

/**
 * A participant's own side of the media: what it sends and what it receives, over one transport for each direction. Every
 * operation goes through one queue. Whatever breaks is mended by opening all of it anew.
 */
export class MediaSession implements MediaPort {
  readonly #ask: Ask;
  readonly #queue = new TaskQueue();
  readonly #sending = new Sending();
  readonly #consumers = new Map<string, { readonly key: StreamKey; readonly consumer: types.Consumer }>();
  readonly #received = signal<ReadonlyMap<StreamKey, MediaStreamTrack>>(new Map());
  readonly #picturesHeld = signal(false);
  readonly #wish: Newest<Wish>;
  readonly #reporter: Reporter;
  /** Undefined while there is no server to ask. */
  #joined: JoinedMedia | undefined;
  #device: { readonly capabilities: string; readonly device: Device } | undefined;
  #send: types.Transport | undefined;
  #receive: types.Transport | undefined;
  #stale: ReadonlySet<StreamKey> = new Set();
  #retry: ReturnType<typeof setTimeout> | undefined;
  #staleness: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: Ask) {
    this.#ask = ask;
    this.#wish = new Newest(atFirst, async (wish) => {
      const answer = await ask('media.setView', wish);
      return answer.ok || !errors[answer.error.code].retryable;
    });
    this.#reporter = new Reporter((report) => void ask('media.report', report));
  }

  /**
   * What arrives, by whose it is. A track whose transport is lost stays until it is replaced, and with it the last picture. A
   * track is no sign that anything flows: what is off the stage for now is kept, so that it may come back at once.
   */
  get received(): ReadonlySignal<ReadonlyMap<StreamKey, MediaStreamTrack>> {
    return this.#received;
  }

  /** Whether the server holds pictures back, since the line is too thin for them. */
  get picturesHeld(): ReadonlySignal<boolean> {
    return this.#picturesHeld;
  }

  /** Chooses what comes in. */
  setView(view: View, audioOnly: boolean): void {
    this.#wish.set({ view, audioOnly });
  }

  /** Opens both transports and sends again what was sent; whatever stood before is closed. */
  open(joined: JoinedMedia): Promise<void> {
    this.#joined = joined;
    this.#sending.demand = undefined;
    this.#picturesHeld.value = false;
    this.#wish.begin(atFirst);
    return this.#reopen();
  }

  /** Takes in one change of what is received and what is asked for; resolves when this side is ready for the packets. */
  update(update: MediaUpdate): Promise<void> {
    if (update.demand) this.#sending.demand = update.demand;
    if (update.encodings && this.#joined) this.#joined = { ...this.#joined, encodings: update.encodings };
    if (update.picturesHeld !== undefined) this.#picturesHeld.value = update.picturesHeld;
    return this.#queue
      .run(async () => {
        if (update.demand) await this.#sending.supply();
        if (update.encodings) await this.#sending.encode(update.encodings);
        for (const consumerId of update.remove) this.#remove(consumerId);
        await Promise.all(update.add.map((delivery) => this.#consume(delivery)));
        this.#forgetStale();
      })
      .catch(() => this.#reopenLater());
  }

  suspend(): void {
    this.#joined = undefined;
    clearTimeout(this.#retry);
    clearTimeout(this.#staleness);
    this.#wish.stop();
    this.#reporter.stop();
  }

  /** The server has lost this participant's transports. */
  lost(): void {
    void this.#reopen();
  }

  /** Sends this track from now on, in the place of another of the same source; undefined sends nothing. */
  setTrack(source: Source, track: MediaStreamTrack | undefined): Promise<void> {
    this.#sending.want(source, track);
    return this.#queue.run(() => this.#sending.align(source)).catch(() => this.#reopenLater());
  }

  close(): void {
    this.suspend();
    this.#closeTransports();
    this.#received.value = new Map();
  }

  #reopen(): Promise<void> {
    clearTimeout(this.#retry);
    return this.#queue.run(() => this.#openAll()).catch(() => this.#reopenLater());
  }

  #reopenLater(): void {
    clearTimeout(this.#retry);
    if (this.#joined) this.#retry = setTimeout(() => void this.#reopen(), reopeningMs);
  }

  async #openAll(): Promise<void> {
    const joined = this.#joined;
    if (!joined) return;
    this.#closeTransports();
    this.#stale = new Set(this.#received.value.keys());
    const device = await this.#loadDevice(joined);
    this.#receive = await this.#openTransport(device, 'receive', joined);
    this.#send = await this.#openTransport(device, 'send', joined);
    // Closed or suspended meanwhile: nobody else would let go of these.
    if (!this.#joined) return this.#closeTransports();
    this.#reporter.begin(this.#receive);
    await this.#sending.begin({
      device,
      transport: this.#send,
      encodings: joined.encodings,
      stopped: (source) => this.#request('media.stopProducing', { source }),
    });
    clearTimeout(this.#staleness);
    this.#staleness = setTimeout(() => this.#forgetStale(), stalePictureMs);
  }

  /** What the browser and the routers have in common; it takes two short-lived connections to find out, so it is kept. */
  async #loadDevice({ routerRtpCapabilities }: JoinedMedia): Promise<Device> {
    const capabilities = JSON.stringify(routerRtpCapabilities);
    if (this.#device?.capabilities === capabilities) return this.#device.device;
    const device = await Device.factory();
    await device.load({ routerRtpCapabilities: rtpCapabilities.parse(routerRtpCapabilities) });
    this.#device = { capabilities, device };
    return device;
  }

  async #openTransport(device: Device, direction: Direction, joined: JoinedMedia): Promise<types.Transport> {
    const opened = await this.#request('media.openTransport', {
      kind: 'webrtc',
      direction,
      ...(direction === 'receive' && { rtpCapabilities: device.recvRtpCapabilities }),
    });
    if (opened.kind !== 'webrtc') throw new Refused('the server opened a transport of another kind');
    const options = transportOptions(opened, joined.iceServers);
    const transport =
      direction === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options);
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      this.#request('media.connectTransport', { transportId: transport.id, dtlsParameters }).then(
        done,
        failed,
      );
    });
    transport.on('produce', ({ rtpParameters, appData }, done, failed) => {
      const source = sourceSchema.parse(appData['source']);
      this.#request('media.produce', { transportId: transport.id, source, rtpParameters }).then(
        ({ producerId }) => done({ id: producerId }),
        failed,
      );
    });
    this.#watch(transport);
    return transport;
  }

  /** Mends a transport in place for as long as it is in use; where that fails, everything is opened anew. */
  #watch(transport: types.Transport): void {
    const isCurrent = (): boolean =>
      this.#joined !== undefined && (transport === this.#send || transport === this.#receive);
    const restart = (): Promise<void> =>
      this.#queue.run(async () => {
        if (!isCurrent()) return;
        const restarted = await this.#request('media.restartIce', { transportId: transport.id });
        await this.#sending.settle();
        await transport.restartIce({ iceParameters: iceParameters.parse(restarted.iceParameters) });
      });
    const healer = new Healer(restart, () => {
      if (isCurrent()) void this.#reopen();
    });
    transport.on('connectionstatechange', (state) => {
      if (state === 'disconnected' || state === 'failed') healer.ails(state);
      else if (state === 'connected') healer.stop();
    });
    transport.observer.on('close', () => healer.stop());
  }

  async #consume({
    consumerId,
    producerId,
    kind,
    participantId,
    source,
    ...delivery
  }: Delivery): Promise<void> {
    if (!this.#receive) return;
    const consumer = await this.#receive.consume({
      id: consumerId,
      producerId,
      kind,
      rtpParameters: rtpParameters.parse(delivery.rtpParameters),
      // One stream each: the browser need not hold a picture back for a sound that is not of it.
      streamId: `${participantId}-${source === 'screen' ? 'screen' : 'person'}`,
    });
    const key = streamKey(participantId, source);
    this.#consumers.set(consumerId, { key, consumer });
    this.#stale = new Set([...this.#stale].filter((stale) => stale !== key));
    this.#received.value = new Map(this.#received.value).set(key, consumer.track);
  }

  #remove(consumerId: string): void {
    const found = this.#consumers.get(consumerId);
    if (!found) return;
    this.#consumers.delete(consumerId);
    found.consumer.close();
    if (this.#received.value.get(found.key) === found.consumer.track) this.#forget(found.key);
  }

  #forgetStale(): void {
    for (const key of this.#stale) this.#forget(key);
    this.#stale = new Set();
  }

  #forget(key: StreamKey): void {
    const received = new Map(this.#received.value);
    received.delete(key);
    this.#received.value = received;
  }

  #closeTransports(): void {
    this.#sending.end();
    this.#send?.close();
    this.#receive?.close();
    this.#send = undefined;
    this.#receive = undefined;
    this.#consumers.clear();
  }

  /** @throws Refused with the server's code */
  async #request<T extends MediaRequest>(type: T, payload: RequestPayload<T>): Promise<RequestResult<T>> {
    const answer = await this.#ask(type, payload);
    if (!answer.ok) throw new Refused(answer.error.code);
    return answer.result;
  }
}

type MediaRequest = Parameters<Ask>[0] & `media.${string}`;
