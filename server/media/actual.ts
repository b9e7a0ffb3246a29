import { linkKey } from '../../domain/media/plan.ts';
import type { Layer, Link, LinkKey, MediaGraph, MediaWorld, WorkerId } from '../../domain/media/plan.ts';
import { streamKey } from '../../domain/media/sources.ts';
import type { StreamKey } from '../../domain/media/sources.ts';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { Direction, Source } from '../../protocol/media.ts';
import type { MediaChannel } from './conference-media.ts';
import type { ConsumerId, MediaKind, Opaque, ProducerId, TransportId } from './media-bridge.ts';

/** A stream that arrives at the bridge. */
export interface Stream {
  readonly key: StreamKey;
  readonly owner: ParticipantId;
  readonly source: Source;
  readonly kind: MediaKind;
  readonly producerId: ProducerId;
  readonly workerId: WorkerId;
  /** `unsure` while a request is under way, and when one failed: then the next tick asks again for what is wanted. */
  forwarding: 'paused' | 'live' | 'unsure';
  /** Counts the requests, so that only the answer to the last one counts. */
  request: number;
}

export interface LinkCopy extends Link {
  readonly producerId: ProducerId;
}

/** A stream that is sent, or about to be sent, to a participant. */
export interface Delivered {
  readonly stream: Stream;
  readonly consumerId: ConsumerId;
  readonly rtpParameters: Opaque;
  /** What the bridge was asked for; `unsure` where it did not confirm. */
  layer: Layer | 'unsure';
}

/** What one connection of a participant has at the bridge. */
export interface Seat {
  readonly participantId: ParticipantId;
  readonly channel: MediaChannel;
  workerId: WorkerId | undefined;
  readonly transports: Map<Direction, TransportId>;
  /** Whether packets would reach it: a plain transport must be told its port first. */
  receiving: boolean;
  readonly deliveries: Map<StreamKey, Delivered>;
  /** Consumers that have ended and of which the client was not told yet. */
  readonly ended: Set<ConsumerId>;
  /** Set while the client has an update that it has not acknowledged. */
  update: object | undefined;
  gone: boolean;
}

export const newSeat = (participantId: ParticipantId, channel: MediaChannel): Seat => ({
  participantId,
  channel,
  workerId: undefined,
  transports: new Map(),
  receiving: false,
  deliveries: new Map(),
  ended: new Set(),
  update: undefined,
  gone: false,
});

/** No bridge has this layer, so `diff` finds it wrong whatever is wanted. */
const WRONG_LAYER = -1;

/**
 * What a conference has at the bridge, as far as its answers and events have told. Bookkeeping only: whoever calls closes
 * at the bridge what is forgotten here.
 */
export class Actual {
  readonly seats = new Map<ParticipantId, Seat>();
  readonly streams = new Map<StreamKey, Stream>();
  readonly links = new Map<LinkKey, LinkCopy>();

  world(): MediaWorld {
    const receivers = new Map<ParticipantId, WorkerId>();
    for (const { participantId, workerId, receiving } of this.seats.values()) {
      if (receiving && workerId !== undefined) receivers.set(participantId, workerId);
    }
    const streams = new Map([...this.streams.values()].map(({ key, workerId }) => [key, workerId]));
    return { streams, receivers };
  }

  /** What is not sure counts as the opposite of what is wanted, so that it is asked for. */
  graph(desired: MediaGraph): MediaGraph {
    const live = new Set<StreamKey>();
    for (const { key, forwarding } of this.streams.values()) {
      if (forwarding === 'live' || (forwarding === 'unsure' && !desired.live.has(key))) live.add(key);
    }
    const deliveries = new Map<ParticipantId, ReadonlyMap<StreamKey, Layer>>();
    for (const { participantId, deliveries: received } of this.seats.values()) {
      const layers = new Map<StreamKey, Layer>();
      for (const [key, { layer }] of received) layers.set(key, layer === 'unsure' ? WRONG_LAYER : layer);
      deliveries.set(participantId, layers);
    }
    return { live, deliveries, links: this.links };
  }

  /** The producer to consume for a participant on `workerId`: the stream itself or its copy there, once it is linked. */
  producerAt(stream: Stream, workerId: WorkerId): ProducerId | undefined {
    if (stream.workerId === workerId) return stream.producerId;
    return this.links.get(linkKey({ stream: stream.key, to: workerId }))?.producerId;
  }

  forgetStream(key: StreamKey): void {
    if (!this.streams.delete(key)) return;
    for (const [link, { stream }] of this.links) if (stream === key) this.links.delete(link);
    for (const seat of this.seats.values()) this.forgetDelivery(seat, key);
  }

  forgetDelivery(seat: Seat, key: StreamKey): void {
    const delivered = seat.deliveries.get(key);
    if (delivered === undefined) return;
    seat.deliveries.delete(key);
    seat.ended.add(delivered.consumerId);
  }

  forgetTransport(seat: Seat, direction: Direction): void {
    seat.transports.delete(direction);
    if (direction === 'send') {
      for (const source of ['microphone', 'camera', 'screen'] as const) {
        this.forgetStream(streamKey(seat.participantId, source));
      }
    } else {
      seat.receiving = false;
      for (const key of seat.deliveries.keys()) this.forgetDelivery(seat, key);
    }
  }

  /** @returns the seats that it served, which have nothing left */
  forgetWorker(workerId: WorkerId): readonly Seat[] {
    const served = [...this.seats.values()].filter((seat) => seat.workerId === workerId);
    for (const seat of served) {
      this.forgetTransport(seat, 'send');
      this.forgetTransport(seat, 'receive');
      // It is told that everything is gone, and that includes these.
      seat.ended.clear();
      seat.update = undefined;
      seat.workerId = undefined;
    }
    for (const [key, { to }] of this.links) if (to === workerId) this.links.delete(key);
    return served;
  }
}
