import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Device, types } from 'mediasoup-client';
import type { StreamKey } from '../../domain/media/sources.ts';
import { errors } from '../../protocol/errors.ts';
import { sources } from '../../protocol/media.ts';
import type {
  Direction,
  HeldMedia,
  JoinedMedia,
  MediaStopped,
  MediaUpdate,
  Source,
  View,
} from '../../protocol/media.ts';
import type { RequestPayload, RequestResult } from '../../protocol/requests.ts';
import type { Ask } from '../signaling/requests.ts';
import type { MediaPort } from '../state/conference/conference.ts';
import { Blockage } from './blockage.ts';
import { createDevice } from './device.ts';
import { Healer } from './healing.ts';
import { Newest } from './newest.ts';
import { browserIceServers, iceParameters, rtpCapabilities, transportOptions } from './parameters.ts';
import { Receiving } from './receiving.ts';
import { ReceptionReporter } from './reporter.ts';
import { Sending } from './sending.ts';
import { TaskQueue } from './task-queue.ts';

/** How long to wait before another attempt to open the transports. */
const reopeningMs = 1500;
/** How long a former transport goes on sending for those who do not receive from the new one yet. */
const formerSendMs = 5_000;

/** What the page wants to receive. */
interface ViewRequest {
  readonly view: View;
  readonly audioOnly: boolean;
}
/** What the server assumes at the beginning of every connection. */
const atFirst: ViewRequest = { view: { kind: 'stage' }, audioOnly: false };

/** What the server no longer accepts from this participant, because it sent far too much. */
export interface Stopped {
  /** Null means everything that the participant sends. */
  readonly source: Source | null;
  /** When it may be sent again, ms on the clock of `performance.now`. */
  readonly againAtMs: number;
}

class Refused extends Error {}

/**
 * A participant's own side of the media: what it sends and receives, over one transport for each
 * direction. Every operation goes through one queue. After a failure that an ICE restart cannot
 * repair, everything is reopened.
 */
export class ClientMedia implements MediaPort {
  readonly #ask: Ask;
  readonly #queue = new TaskQueue();
  readonly #sending = new Sending();
  readonly blockage = new Blockage();
  readonly #receiving = new Receiving();
  readonly #picturesHeld = signal(false);
  readonly #stopped = signal<Stopped | undefined>(undefined);
  readonly #wish: Newest<ViewRequest>;
  readonly #reporter: ReceptionReporter;
  /** Undefined while there is no server to ask. */
  #joined: JoinedMedia | undefined;
  #device: { readonly capabilities: string; readonly device: Device } | undefined;
  #send: types.Transport | undefined;
  /** Sends beside the new one until everybody receives from that. */
  #formerSend: types.Transport | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: Ask) {
    this.#ask = ask;
    this.#wish = new Newest(atFirst, async (wish) => {
      const answer = await ask('media.setView', wish);
      return answer.ok || !errors[answer.error.code].retryable;
    });
    this.#reporter = new ReceptionReporter((report) => void ask('media.report', report));
  }

  /**
   * The received tracks, by participant and source. A track whose transport is lost stays until it is
   * replaced, and with it the last picture. A track does not mean that media flows: a stream that leaves the
   * stage stays paused, so that it can come back at once.
   */
  get received(): ReadonlySignal<ReadonlyMap<StreamKey, MediaStreamTrack>> {
    return this.#receiving.received;
  }

  /** Whether the server holds pictures back because the line is too slow for them. */
  get picturesHeld(): ReadonlySignal<boolean> {
    return this.#picturesHeld;
  }

  /** What the server does not accept until `sendAgain`; undefined where it accepts everything. */
  get sendingStopped(): ReadonlySignal<Stopped | undefined> {
    return this.#stopped;
  }

  /** Chooses what to receive. */
  setView(view: View, audioOnly: boolean): void {
    this.#wish.set({ view, audioOnly });
  }

  /** What still goes on after the connection was lost; undefined where nothing does. */
  held(): HeldMedia | undefined {
    const transports = [this.#receiving.transport, this.#send];
    const receive = this.#receiving.transport?.id;
    if (receive === undefined || this.#receiving.isMoving || transports.some(isOver)) return undefined;
    return {
      send: this.#send?.id ?? null,
      receive,
      producers: this.#sending.producerIds,
      consumers: [...this.#receiving.consumerIds],
    };
  }

  /**
   * Opens both transports and sends again what was sent; earlier transports are closed. What the server has kept
   * goes on.
   */
  open(joined: JoinedMedia): Promise<void> {
    this.#joined = joined;
    if (joined.kept) return this.#goOn();
    this.#sending.demand = undefined;
    this.#picturesHeld.value = false;
    this.#wish.begin(atFirst);
    return this.#reopen();
  }

  /** The server knows what there was when the connection was lost; it is told what has changed since. */
  #goOn(): Promise<void> {
    this.#wish.begin(undefined);
    if (this.#receiving.transport) this.#reporter.begin(this.#receiving.transport);
    return this.#queue
      .run(async () => {
        for (const source of sources) await this.#sending.align(source);
      })
      .catch(() => this.#reopenLater());
  }

  /**
   * Applies one change of what is received and what is asked for; resolves when this side
   * is ready for the packets.
   */
  update(update: MediaUpdate): Promise<void> {
    if (update.demand) this.#sending.demand = update.demand;
    if (update.encodings && this.#joined) this.#joined = { ...this.#joined, encodings: update.encodings };
    if (update.picturesHeld !== undefined) this.#picturesHeld.value = update.picturesHeld;
    return this.#queue
      .run(async () => {
        if (update.demand) await this.#sending.supply();
        if (update.encodings) await this.#sending.encode(update.encodings);
        for (const consumerId of update.remove) this.#receiving.remove(consumerId);
        await Promise.all(update.add.map((delivery) => this.#receiving.consume(delivery)));
        this.#receiving.forgetStale();
      })
      .catch(() => this.#reopenLater());
  }

  suspend(): void {
    this.#joined = undefined;
    clearTimeout(this.#retry);
    this.#wish.stop();
    this.#reporter.stop();
  }

  /** The server has lost this participant's transports. */
  lost(): void {
    void this.#reopen();
  }

  /**
   * The server has a better bridge for this participant: the old transports carry on
   * until all streams have moved.
   */
  moving(): void {
    this.#move().catch(() => this.#reopenLater());
  }

  /** The server has ended what this participant sends, or one source of it. */
  stopped({ source, againInMs }: MediaStopped): void {
    // "Nothing at all may be sent" stays shown, even if a single source is stopped before or after it.
    if (source === null || this.#stopped.value?.source !== null)
      this.#stopped.value = { source, againAtMs: performance.now() + againInMs };
    this.#queue.run(() => this.#stopSending(source)).catch(() => this.#reopenLater());
  }

  /** Sends again what the server has stopped. */
  sendAgain(): void {
    this.#stopped.value = undefined;
    this.#queue
      .run(async () => {
        const joined = this.#joined;
        if (joined && !this.#send) {
          this.#send = await this.#openTransport('send', joined);
          await this.#beginSending(this.#send, joined);
        }
        await this.#sending.allow();
      })
      .catch(() => this.#reopenLater());
  }

  async #stopSending(source: Source | null): Promise<void> {
    this.#formerSend?.close();
    if (source !== null) return this.#sending.stop(source);
    this.#sending.end();
    this.#send?.close();
    this.#send = undefined;
  }

  /** Sends this track from now on, in place of the source's earlier track; undefined sends nothing. */
  setTrack(source: Source, track: MediaStreamTrack | undefined): Promise<void> {
    this.#sending.want(source, track);
    return this.#queue
      .run(() => {
        this.#formerSend?.close();
        return this.#sending.align(source);
      })
      .catch(() => this.#reopenLater());
  }

  close(): void {
    this.suspend();
    this.blockage.end();
    this.#closeTransports();
    this.#receiving.forgetStale();
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
    const receive = await this.#openTransport('receive', joined);
    this.#receiving.begin(receive);
    // The server would refuse a send transport.
    if (this.#sendsNothing()) this.#send = undefined;
    else this.#send = await this.#openTransport('send', joined);
    // Closed or suspended meanwhile: no other code closes these transports.
    if (!this.#joined) return this.#closeTransports();
    this.#reporter.begin(receive);
    if (this.#send) await this.#beginSending(this.#send, joined);
    this.#receiving.forgetStaleLater();
  }

  #sendsNothing(): boolean {
    return this.#stopped.value?.source === null;
  }

  async #beginSending(transport: types.Transport, joined: JoinedMedia): Promise<void> {
    await this.#sending.begin({
      device: await this.#loadDevice(joined),
      transport,
      encodings: joined.encodings,
      stopped: (source) => this.#request('media.stopProducing', { source }),
    });
  }

  /**
   * Opens both transports beside the old ones. The old ones close when all streams arrive over the new ones.
   */
  async #move(): Promise<void> {
    let beside: types.Transport | undefined;
    const carries = await this.#queue
      .run(async () => {
        if (!this.#joined || !this.#receiving.transport) return;
        beside = await this.#openTransport('receive', this.#joined);
        this.#receiving.beginBeside(beside);
      })
      .then(
        () => beside && this.#receiving.handOver(),
        () => false,
      );
    if (carries === undefined) return;
    await this.#queue.run(async () => {
      // If the transports were reopened meanwhile, they are already where the server wants them.
      if (!this.#joined || (beside && this.#receiving.transport !== beside)) return;
      if (carries) await this.#sendAnew(this.#joined);
      await this.#request('media.moved', { carries });
      this.#receiving.settle(carries);
      if (this.#receiving.transport) this.#reporter.begin(this.#receiving.transport);
    });
  }

  /** Moves the sending side: for a while both send, so that nobody misses anything. */
  async #sendAnew(joined: JoinedMedia): Promise<void> {
    if (this.#sendsNothing()) return;
    const former = this.#send;
    this.#send = await this.#openTransport('send', joined);
    this.#sending.end();
    this.#formerSend = former;
    await this.#beginSending(this.#send, joined);
    setTimeout(() => former?.close(), formerSendMs);
  }

  /**
   * The common capabilities of browser and routers. Kept, because finding them takes two
   * short-lived connections.
   */
  async #loadDevice({ routerRtpCapabilities }: JoinedMedia): Promise<Device> {
    const capabilities = JSON.stringify(routerRtpCapabilities);
    if (this.#device?.capabilities === capabilities) return this.#device.device;
    const device = await createDevice();
    await device.load({ routerRtpCapabilities: rtpCapabilities(routerRtpCapabilities) });
    this.#device = { capabilities, device };
    return device;
  }

  async #openTransport(direction: Direction, joined: JoinedMedia): Promise<types.Transport> {
    const device = await this.#loadDevice(joined);
    const opened = await this.#request('media.openTransport', {
      kind: 'webrtc',
      direction,
      ...(direction === 'receive' && { rtpCapabilities: device.recvRtpCapabilities }),
    });
    if (opened.kind !== 'webrtc') throw new Refused('the server opened a transport of another kind');
    const options = transportOptions(opened);
    const transport =
      direction === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options);
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      this.#request('media.connectTransport', { transportId: transport.id, dtlsParameters }).then(
        done,
        failed,
      );
    });
    transport.on('produce', ({ rtpParameters, appData }, done, failed) => {
      const source = sources.find((each) => each === appData['source']);
      if (!source) throw new TypeError('a stream without its source');
      this.#request('media.produce', { transportId: transport.id, source, rtpParameters }).then(
        ({ producerId }) => done({ id: producerId }),
        failed,
      );
    });
    this.#watch(transport);
    this.blockage.watch(direction, transport);
    return transport;
  }

  /** Restarts ICE on a transport for as long as it is in use; where that fails, everything is reopened. */
  #watch(transport: types.Transport): void {
    const isCurrent = (): boolean =>
      this.#joined !== undefined && (transport === this.#send || transport === this.#receiving.transport);
    const restart = (): Promise<void> =>
      this.#queue.run(async () => {
        if (!isCurrent()) return;
        const restarted = await this.#request('media.restartIce', { transportId: transport.id });
        await this.#sending.settle();
        await transport.updateIceServers({ iceServers: browserIceServers(restarted.iceServers) });
        await transport.restartIce({ iceParameters: iceParameters(restarted.iceParameters) });
      });
    const healer = new Healer(restart, () => {
      if (isCurrent()) void this.#reopen();
    });
    healer.watch(transport);
  }

  #closeTransports(): void {
    this.#sending.end();
    this.#formerSend?.close();
    this.#send?.close();
    this.#send = undefined;
    this.#receiving.end();
  }

  /** @throws Refused with the server's code */
  async #request<T extends MediaRequest>(type: T, payload: RequestPayload<T>): Promise<RequestResult<T>> {
    const answer = await this.#ask(type, payload);
    if (!answer.ok) throw new Refused(answer.error.code);
    return answer.result;
  }
}

const isOver = (transport: types.Transport | undefined): boolean =>
  transport !== undefined && ['failed', 'closed'].includes(transport.connectionState);

type MediaRequest = Parameters<Ask>[0] & `media.${string}`;
