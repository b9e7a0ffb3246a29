import type { Logger } from 'pino';
import type { Operation } from '../../domain/media/diff.ts';
import { linkKey } from '../../domain/media/links.ts';
import { noDemand } from '../../domain/media/plan.ts';
import type { Layer } from '../../domain/media/layer.ts';
import type { StreamKey } from '../../domain/media/sources.ts';
import type { Delivery, Demand, MediaUpdate } from '../../protocol/media.ts';
import type { Actual } from './actual.ts';
import type { BridgeRequests } from './bridge-requests.ts';
import type { Encodings } from './encodings.ts';
import { Undecodable } from './media-bridge.ts';
import type { MediaBridge, Preference } from './media-bridge.ts';
import { asksForOther, isAbsent, isGone } from './media-session.ts';
import type { Delivered, MediaSession, Stream } from './media-session.ts';

export type Deliver = Extract<Operation, { readonly type: 'deliver' | 'prefer' }>;
type Change = Extract<Operation, { readonly receiver: string }>;

interface DeliveriesOptions {
  readonly bridge: MediaBridge;
  readonly actual: Actual;
  readonly encodings: Encodings;
  readonly requests: BridgeRequests;
  readonly logger: Logger;
  /** Called after a change, so that another round follows. */
  readonly wake: () => void;
}

/**
 * What participants receive: created at the bridge, announced to their clients, and opened
 * when the clients are ready.
 */
export class Deliveries {
  readonly #options: DeliveriesOptions;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /** Changes a stream that a participant already receives. */
  change(seat: MediaSession, operation: Change): void {
    const delivered = seat.deliveries.get(operation.stream);
    if (delivered === undefined) return;
    switch (operation.type) {
      case 'prefer':
        this.#prefer(seat, delivered, operation);
        break;
      case 'hold':
      case 'release':
        this.#gate(seat, delivered, operation.type);
        break;
      case 'withdraw':
        this.#withdraw(seat, delivered);
        break;
      case 'deliver':
        break;
      default:
        operation satisfies never;
    }
  }

  /**
   * Creates what a participant must receive. Then sends one update with everything that was added or removed,
   * and with what the participant must send.
   *
   * @returns whether there is nothing left to do
   */
  tell(seat: MediaSession, wanted: readonly Deliver[], demand: Demand = noDemand): boolean {
    const { encodings, requests } = this.#options;
    // What it has goes on as it is; the rest follows when its client is back.
    if (isAbsent(seat)) return false;
    // A participant that moves to another worker is in the plan before it can receive there.
    const delivers = seat.receiving ? wanted.filter((deliver) => this.#canDecode(seat, deliver)) : [];
    const asks = noticeTo(seat, demand, encodings) !== undefined;
    if (delivers.length === 0 && seat.ended.size === 0 && !asks) return seat.update === undefined;
    if (requests.mustWait(tellKey(seat))) return false;
    // The acknowledgement of the last update starts another round. A demand does not wait for it, so that
    // a speaker begins at once.
    if (seat.update !== undefined) {
      if (asks) this.#notify(seat, demand);
      return false;
    }
    if (delivers.length === 0) {
      this.#update(seat, [], demand);
      return false;
    }
    // Streams over links that are still being made arrive together with them: one
    // update announces everything.
    if (seat.workerId === undefined || delivers.some((deliver) => this.#awaitsLink(seat, deliver))) {
      if (asks) this.#notify(seat, demand);
      return false;
    }
    const ready = delivers.filter((deliver) => this.#isReady(seat, deliver));
    if (ready.length === 0) {
      this.#update(seat, [], demand);
      return false;
    }
    requests.start({
      key: `update ${seat.participantId}`,
      workerId: seat.workerId,
      relevant: () => !isGone(seat),
      work: async () => {
        const made = await Promise.all(ready.map((deliver) => this.#consume(seat, deliver)));
        this.#update(
          seat,
          made.filter((delivered) => delivered !== undefined),
          demand,
        );
      },
    });
    return false;
  }

  #canDecode(seat: MediaSession, { stream: key }: Deliver): boolean {
    const stream = this.#options.actual.streams.get(key);
    return stream === undefined || !seat.undecodable.has(stream);
  }

  #awaitsLink(seat: MediaSession, { stream: key }: Deliver): boolean {
    const { actual, requests } = this.#options;
    const stream = actual.streams.get(key);
    if (stream === undefined || seat.workerId === undefined) return false;
    if (actual.producerAt(stream, seat.workerId) !== undefined) return false;
    return !requests.mustWait(linkRequest({ stream: key, to: seat.workerId }));
  }

  #isReady(seat: MediaSession, { stream: key }: Deliver): boolean {
    const { actual, requests } = this.#options;
    const stream = actual.streams.get(key);
    const producerId = seat.workerId !== undefined && stream && actual.producerAt(stream, seat.workerId);
    return typeof producerId === 'string' && !requests.mustWait(deliverKey(seat, key));
  }

  #prefer(seat: MediaSession, delivered: Delivered, { layer, priority, stream }: Deliver): void {
    const { bridge, requests } = this.#options;
    if (seat.workerId === undefined) return;
    requests.start({
      key: preferKey(seat, stream),
      workerId: seat.workerId,
      relevant: () => isCurrent(seat, delivered),
      work: async () => {
        delivered.layer = 'unsure';
        await requests.inTime(
          bridge.prefer(delivered.consumerId, preferenceFor(delivered.stream, layer, priority)),
        );
        delivered.layer = layer;
        delivered.priority = priority;
      },
    });
  }

  #gate(seat: MediaSession, delivered: Delivered, type: 'hold' | 'release'): void {
    const { bridge, requests } = this.#options;
    if (seat.workerId === undefined) return;
    const { consumerId, stream } = delivered;
    requests.start({
      key: gateKey(type, seat, stream.key),
      workerId: seat.workerId,
      // The consumer must be paused before its stream begins to run.
      urgent: type === 'hold',
      relevant: () => isCurrent(seat, delivered),
      work: async () => {
        const request = (delivered.request += 1);
        delivered.flow = 'unsure';
        try {
          await requests.inTime(
            type === 'hold' ? bridge.pauseConsumer(consumerId) : bridge.resumeConsumer(consumerId),
          );
        } catch (error) {
          // A consumer that cannot be held must not stay; one that cannot be released is created again.
          if (isCurrent(seat, delivered)) this.#withdraw(seat, delivered);
          throw error;
        }
        if (delivered.request === request) delivered.flow = type === 'hold' ? 'held' : 'open';
      },
    });
  }

  #withdraw(seat: MediaSession, { consumerId, stream }: Delivered): void {
    this.#options.bridge.closeConsumer(consumerId);
    this.#options.actual.forgetDelivery(seat, stream.key);
  }

  async #consume(
    seat: MediaSession,
    { stream: key, layer, priority }: Deliver,
  ): Promise<Delivered | undefined> {
    const { actual, bridge, logger, requests, wake } = this.#options;
    const stream = actual.streams.get(key);
    const transportId = seat.transports.get('receive');
    const producerId = stream && seat.workerId && actual.producerAt(stream, seat.workerId);
    if (stream === undefined || transportId === undefined || producerId === undefined) return undefined;
    const relevant = (): boolean =>
      actual.streams.get(key) === stream &&
      seat.workerId !== undefined &&
      actual.producerAt(stream, seat.workerId) === producerId &&
      seat.transports.get('receive') === transportId;
    try {
      const consumer = await requests.inTime(
        bridge.consume(transportId, producerId, preferenceFor(stream, layer, priority)),
        (late) => bridge.closeConsumer(late.consumerId),
      );
      requests.succeeded(deliverKey(seat, key));
      if (relevant()) {
        const delivered: Delivered = { stream, layer, priority, flow: 'making', request: 0, ...consumer };
        actual.keepDelivery(seat, delivered);
        return delivered;
      }
      bridge.closeConsumer(consumer.consumerId);
      wake();
    } catch (error) {
      if (!relevant()) return undefined;
      if (error instanceof Undecodable) {
        seat.undecodable.add(stream);
        logger.warn({ participantId: seat.participantId, stream: key }, 'a browser cannot decode a stream');
        wake();
      } else requests.failed(deliverKey(seat, key), error);
    }
    return undefined;
  }

  /** Sends an update without waiting for the answer: the participant may take its time. */
  #update(seat: MediaSession, made: readonly Delivered[], demand: Demand): void {
    const { actual, encodings, requests, wake } = this.#options;
    const add = made.filter((delivered) => isCurrent(seat, delivered));
    const remove = [...seat.ended];
    const notice = noticeTo(seat, demand, encodings);
    if (isGone(seat) || (add.length === 0 && remove.length === 0 && notice === undefined)) return;
    const update = {};
    seat.update = update;
    seat.ended.clear();
    noted(seat, notice);
    this.#send(seat, { add: add.map(toDelivery), remove, ...notice })
      .then(
        () => {
          // The client is ready, so packets may flow.
          for (const delivered of add) if (isCurrent(seat, delivered)) delivered.flow = 'held';
        },
        (error: unknown) => {
          if (isGone(seat) || seat.update !== update) return;
          // The client may have made all of them ready, or none: all are withdrawn and announced again.
          for (const consumerId of remove) seat.ended.add(consumerId);
          for (const delivered of add) if (isCurrent(seat, delivered)) this.#withdraw(seat, delivered);
          if (notice !== undefined) forgetNotice(seat);
          requests.failed(tellKey(seat), error);
        },
      )
      .finally(() => {
        if (seat.update === update) seat.update = undefined;
        if (!isGone(seat)) actual.unsettled.add(seat);
        wake();
      });
  }

  /** Notifies a participant of what to send, without changes of what it receives. */
  #notify(seat: MediaSession, demand: Demand): void {
    const { actual, encodings, requests } = this.#options;
    const notice = noticeTo(seat, demand, encodings);
    if (notice === undefined) return;
    noted(seat, notice);
    this.#send(seat, { add: [], remove: [], ...notice }).catch((error: unknown) => {
      if (isGone(seat)) return;
      forgetNotice(seat);
      actual.unsettled.add(seat);
      requests.failed(tellKey(seat), error);
    });
  }

  async #send(seat: MediaSession, update: MediaUpdate): Promise<void> {
    await seat.channel.update(update);
    this.#options.requests.succeeded(tellKey(seat));
  }
}

/** Slides have one size, so the plan chooses their frame rate instead. */
const preferenceFor = ({ source }: Stream, layer: Layer, priority: number): Preference =>
  source === 'screen'
    ? { layer: null, priority, ...(layer !== null && { frames: layer }) }
    : { layer, priority };

export const isCurrent = (seat: MediaSession, delivered: Delivered): boolean =>
  seat.deliveries.get(delivered.stream.key) === delivered;

type Notice = Pick<MediaUpdate, 'demand' | 'encodings' | 'picturesHeld'>;

/** What its client must learn besides what it receives; undefined where nothing is new. */
function noticeTo(seat: MediaSession, demand: Demand, { current }: Encodings): Notice | undefined {
  const picturesHeld = isHeld(seat);
  const notice = {
    ...(asksForOther(seat, demand) && { demand }),
    ...(seat.encodings !== current && { encodings: current }),
    ...(seat.toldHeld !== picturesHeld && { picturesHeld }),
  };
  return Object.keys(notice).length === 0 ? undefined : notice;
}

/** Marks the notice as delivered. */
function noted(seat: MediaSession, { demand, encodings, picturesHeld }: Notice = {}): void {
  if (demand) seat.demanded = demand;
  if (encodings) seat.encodings = encodings;
  if (picturesHeld !== undefined) seat.toldHeld = picturesHeld;
}

/** The client may have received the notice or not: the next round sends it again. */
export function forgetNotice(seat: MediaSession): void {
  seat.demanded = undefined;
  seat.encodings = undefined;
  seat.toldHeld = !isHeld(seat);
}

const isHeld = ({ line }: MediaSession): boolean => line.heldSinceMs !== undefined;

const toDelivery = ({ consumerId, rtpParameters, stream }: Delivered): Delivery => ({
  consumerId,
  producerId: stream.producerId,
  participantId: stream.owner,
  source: stream.source,
  kind: stream.kind,
  rtpParameters: { ...rtpParameters },
});

type Receiver = Pick<MediaSession, 'participantId'>;
export const tellKey = ({ participantId }: Receiver): string => `tell ${participantId}`;
const deliverKey = ({ participantId }: Receiver, stream: StreamKey): string =>
  `deliver ${stream} ${participantId}`;
const preferKey = ({ participantId }: Receiver, stream: StreamKey): string =>
  `prefer ${stream} ${participantId}`;
const gateKey = (type: 'hold' | 'release', { participantId }: Receiver, stream: StreamKey): string =>
  `${type} ${stream} ${participantId}`;
export const linkRequest = (link: Parameters<typeof linkKey>[0]): string => `link ${linkKey(link)}`;

/**
 * The keys of requests that an operation may start: their failures count as long as the operation is wanted.
 */
export function keysOf(operation: Operation): readonly string[] {
  switch (operation.type) {
    case 'pause':
    case 'resume':
      return [`${operation.type} ${operation.stream}`];
    case 'link':
      return [linkRequest(operation.link)];
    case 'deliver':
      return [deliverKey({ participantId: operation.receiver }, operation.stream)];
    case 'prefer':
      return [preferKey({ participantId: operation.receiver }, operation.stream)];
    case 'hold':
    case 'release':
      return [gateKey(operation.type, { participantId: operation.receiver }, operation.stream)];
    case 'withdraw':
    case 'unlink':
      return [];
    default:
      return operation satisfies never;
  }
}
