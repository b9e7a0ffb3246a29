import { diff } from '../../domain/media/diff.ts';
import type { Operation } from '../../domain/media/diff.ts';
import { linkKey, plan } from '../../domain/media/plan.ts';
import type { Link, PlanLimits } from '../../domain/media/plan.ts';
import type { StreamKey } from '../../domain/media/sources.ts';
import type { ConferenceId } from '../../protocol/ids.ts';
import type { Delivery } from '../../protocol/media.ts';
import type { ConferenceState } from '../../protocol/state.ts';
import type { Actual, Delivered, Seat } from './actual.ts';
import type { BridgeRequests } from './bridge-requests.ts';
import type { MediaBridge } from './media-bridge.ts';

interface Options {
  readonly conferenceId: ConferenceId;
  readonly bridge: MediaBridge;
  readonly actual: Actual;
  readonly limits: PlanLimits;
  readonly requests: BridgeRequests;
  /** Called when something has changed, so that another round follows. */
  readonly wake: () => void;
}

type Deliver = Extract<Operation, { type: 'deliver' }>;

/**
 * Makes the media follow the state. A round compares what is wanted with what is there and starts what is missing; it
 * waits for nothing, so a hung worker or a slow client holds up itself alone.
 */
export class Reconciler {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  round(state: ConferenceState): void {
    const { actual, limits, requests } = this.#options;
    const desired = plan(state, actual.world(), limits);
    const operations = diff(actual.graph(desired), desired);
    requests.round(
      () => new Set([...operations.flatMap(keysOf), ...[...actual.seats.values()].map(tellKey)]),
      () => this.#apply(operations),
    );
  }

  #apply(operations: readonly Operation[]): void {
    const { actual } = this.#options;
    const delivers = new Map<Seat, Deliver[]>();
    for (const operation of operations) {
      switch (operation.type) {
        case 'pause':
        case 'resume':
          this.#forward(operation);
          break;
        case 'link':
          this.#link(operation.link);
          break;
        case 'unlink':
          this.#unlink(operation.link);
          break;
        case 'setLayer':
          this.#setLayer(operation);
          break;
        case 'withdraw': {
          const seat = actual.seats.get(operation.receiver);
          if (seat !== undefined) this.#withdraw(seat, operation.stream);
          break;
        }
        case 'deliver': {
          const seat = actual.seats.get(operation.receiver);
          if (seat !== undefined) delivers.set(seat, [...(delivers.get(seat) ?? []), operation]);
          break;
        }
        default:
          operation satisfies never;
      }
    }
    for (const seat of actual.seats.values()) this.#update(seat, delivers.get(seat) ?? []);
  }

  #forward({ type, stream: key }: { readonly type: 'pause' | 'resume'; readonly stream: StreamKey }): void {
    const { actual, bridge, requests } = this.#options;
    const stream = actual.streams.get(key);
    if (stream === undefined) return;
    const { producerId, workerId } = stream;
    requests.start({
      key: `${type} ${key}`,
      workerId,
      urgent: type === 'pause',
      relevant: () => actual.streams.get(key) === stream,
      work: async () => {
        const request = (stream.request += 1);
        stream.forwarding = 'unsure';
        await requests.inTime(
          type === 'pause' ? bridge.pauseProducer(producerId) : bridge.resumeProducer(producerId),
        );
        if (stream.request === request) stream.forwarding = type === 'pause' ? 'paused' : 'live';
      },
    });
  }

  #link(link: Link): void {
    const { actual, bridge, conferenceId, requests, wake } = this.#options;
    const stream = actual.streams.get(link.stream);
    if (stream === undefined) return;
    const relevant = (): boolean =>
      actual.streams.get(link.stream) === stream && bridge.workers().includes(link.to);
    requests.start({
      key: `link ${linkKey(link)}`,
      workerId: link.to,
      relevant,
      work: async () => {
        const linking = bridge.link(stream.producerId, { conferenceId, workerId: link.to });
        const producerId = await requests.inTime(linking, (late) => bridge.closeProducer(late));
        if (relevant()) actual.links.set(linkKey(link), { ...link, producerId });
        else bridge.closeProducer(producerId);
        wake();
      },
    });
  }

  #unlink(link: Link): void {
    const { actual, bridge } = this.#options;
    const copy = actual.links.get(linkKey(link));
    if (copy === undefined) return;
    actual.links.delete(linkKey(link));
    bridge.closeProducer(copy.producerId);
  }

  #setLayer(operation: Extract<Operation, { type: 'setLayer' }>): void {
    const { actual, bridge, requests } = this.#options;
    const { receiver, stream: key, layer } = operation;
    const seat = actual.seats.get(receiver);
    const delivered = seat?.deliveries.get(key);
    if (delivered === undefined || seat?.workerId === undefined || layer === null) return;
    requests.start({
      key: layerKey(seat, key),
      workerId: seat.workerId,
      relevant: () => isCurrent(seat, delivered),
      work: async () => {
        delivered.layer = 'unsure';
        await requests.inTime(bridge.setLayer(delivered.consumerId, layer));
        delivered.layer = layer;
      },
    });
  }

  #withdraw(seat: Seat, key: StreamKey): void {
    const { actual, bridge } = this.#options;
    const delivered = seat.deliveries.get(key);
    if (delivered === undefined) return;
    bridge.closeConsumer(delivered.consumerId);
    actual.forgetDelivery(seat, key);
  }

  /** Makes what a participant is to receive, then tells it of everything that came and went, in one update. */
  #update(seat: Seat, delivers: readonly Deliver[]): void {
    const { actual, requests } = this.#options;
    if (delivers.length === 0 && seat.ended.size === 0) return;
    // When it has acknowledged the last update, another round follows.
    if (seat.update !== undefined || requests.mustWait(tellKey(seat))) return;
    const ready = delivers.filter(({ stream: key }) => {
      const stream = actual.streams.get(key);
      // Where its link is yet to be made, another round follows when it is.
      const linked = seat.workerId !== undefined && stream && actual.producerAt(stream, seat.workerId);
      return linked !== undefined && !requests.mustWait(deliverKey(seat, key));
    });
    if (seat.workerId === undefined || ready.length === 0) return this.#tell(seat, []);
    requests.start({
      key: `update ${seat.participantId}`,
      workerId: seat.workerId,
      relevant: () => !seat.gone,
      work: async () => {
        const made = await Promise.all(ready.map((deliver) => this.#consume(seat, deliver)));
        this.#tell(
          seat,
          made.filter((delivered) => delivered !== undefined),
        );
      },
    });
    return undefined;
  }

  async #consume(seat: Seat, { stream: key, layer }: Deliver): Promise<Delivered | undefined> {
    const { actual, bridge, requests, wake } = this.#options;
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
      const consumer = await requests.inTime(bridge.consume(transportId, producerId, layer), (late) =>
        bridge.closeConsumer(late.consumerId),
      );
      requests.succeeded(deliverKey(seat, key));
      if (relevant()) {
        const delivered = { stream, layer, ...consumer };
        seat.deliveries.set(key, delivered);
        return delivered;
      }
      bridge.closeConsumer(consumer.consumerId);
      wake();
    } catch (error) {
      if (relevant()) requests.failed(deliverKey(seat, key), error);
    }
    return undefined;
  }

  /** Nobody waits for it: the participant takes as long as it takes. */
  #tell(seat: Seat, made: readonly Delivered[]): void {
    const { requests, wake } = this.#options;
    const add = made.filter((delivered) => isCurrent(seat, delivered));
    const remove = [...seat.ended];
    if (seat.gone || (add.length === 0 && remove.length === 0)) return;
    const update = {};
    seat.update = update;
    seat.ended.clear();
    seat.channel
      .update({ add: add.map(toDelivery), remove })
      .then(
        () => {
          requests.succeeded(tellKey(seat));
          return Promise.all(add.map((delivered) => this.#begin(seat, delivered)));
        },
        (error: unknown) => {
          if (seat.gone || seat.update !== update) return undefined;
          // It may have made all of them ready or none: it is told anew, and what to end.
          for (const consumerId of remove) seat.ended.add(consumerId);
          for (const delivered of add) this.#drop(seat, delivered);
          requests.failed(tellKey(seat), error);
          return undefined;
        },
      )
      .finally(() => {
        if (seat.update === update) seat.update = undefined;
        wake();
      });
  }

  /** The client is ready for it, so packets may flow. */
  async #begin(seat: Seat, delivered: Delivered): Promise<void> {
    const { bridge, requests } = this.#options;
    if (!isCurrent(seat, delivered)) return;
    try {
      await requests.inTime(bridge.resumeConsumer(delivered.consumerId));
    } catch (error) {
      if (!isCurrent(seat, delivered)) return;
      this.#drop(seat, delivered);
      requests.failed(deliverKey(seat, delivered.stream.key), error);
    }
  }

  #drop(seat: Seat, delivered: Delivered): void {
    if (isCurrent(seat, delivered)) this.#withdraw(seat, delivered.stream.key);
  }
}

const isCurrent = (seat: Seat, delivered: Delivered): boolean =>
  seat.deliveries.get(delivered.stream.key) === delivered;

const toDelivery = ({ consumerId, rtpParameters, stream }: Delivered): Delivery => ({
  consumerId,
  producerId: stream.producerId,
  participantId: stream.owner,
  source: stream.source,
  kind: stream.kind,
  rtpParameters: { ...rtpParameters },
});

type Receiver = Pick<Seat, 'participantId'>;
const tellKey = ({ participantId }: Receiver): string => `tell ${participantId}`;
const deliverKey = ({ participantId }: Receiver, stream: StreamKey): string =>
  `deliver ${stream} ${participantId}`;
const layerKey = ({ participantId }: Receiver, stream: StreamKey): string =>
  `layer ${stream} ${participantId}`;

/** What may have failed of an operation: its failures count as long as it is wanted. */
function keysOf(operation: Operation): readonly string[] {
  switch (operation.type) {
    case 'pause':
    case 'resume':
      return [`${operation.type} ${operation.stream}`];
    case 'link':
      return [`link ${linkKey(operation.link)}`];
    case 'deliver':
      return [deliverKey({ participantId: operation.receiver }, operation.stream)];
    case 'setLayer':
      return [layerKey({ participantId: operation.receiver }, operation.stream)];
    case 'withdraw':
    case 'unlink':
      return [];
    default:
      return operation satisfies never;
  }
}
